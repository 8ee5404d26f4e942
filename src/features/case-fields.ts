/** How a case's number is read: whatever people write, and what is none is a number that no case has. */
import { z } from 'zod'
import { optionalField } from '../bot/field.ts'

/** No case has it: words that are no number are answered like the number of nobody's case. */
export const noCase = 0

/** `12`, `#12`, `Case 12`, `案件 12`, `１２`. */
export function readCaseNumber(text: string): number {
  const [, digits] =
    /^(?:case|案件|ケース|[#＃№])?[\s#＃:：.]*(\d{1,9})$/iu.exec(text.slice(0, 40).normalize('NFKC').trim()) ?? []
  return digits ? Number(digits) : noCase
}

/** Which case; absent where it is still to be chosen. */
export const caseNumberField = optionalField({
  label: 'case.field.number',
  schema: z.string().transform(readCaseNumber),
  maxLength: 200,
})

/** Words typed after a command that begin with the case's number: `12 thank you` and `#12, thank you`. */
export function numberFirst(words: string): { number?: string; rest: string } {
  const [, number, rest] = /^((?:case|案件|ケース)?\s*[#＃]?\d+)[\s:：,，、]*(.*)$/isu.exec(words.trim()) ?? []
  if (number !== undefined) return { number, rest: rest ?? '' }
  const [first, ...more] = words.trim().split(/\s+/u)
  return first ? { number: first, rest: more.join(' ') } : { rest: '' }
}
