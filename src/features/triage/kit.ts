/** A command of the vendor's people: only for those who sit in a triage channel now, and about the case that they mean. */
import { z } from 'zod'
import type { Command, Fields } from '../../bot/command.ts'
import { Refusal } from '../../bot/command.ts'
import { optionalField } from '../../bot/field.ts'
import { answer, type Reply, say } from '../../bot/view.ts'
import type { Asker } from '../../domain/contact.ts'
import { numberFirst, readCaseNumber } from '../case-fields.ts'
import { caseMeant } from '../case-writing.ts'
import { type Ask, type Audience, command, isAmongUs, type Services } from '../kit.ts'
import { noCaseView, notHereView, notOnDutyView, whichCaseView } from './answers-view.ts'

const schema = z.string().transform(readCaseNumber)

/** In a case's thread, or on its card, the number need not be said. */
export const caseField = optionalField({ label: 'case.field.number', schema, maxLength: 40 })
/** Carried by buttons and forms alone. */
export const hiddenCase = optionalField({ label: 'case.field.number', schema, maxLength: 40, hidden: true })

type StaffCommand<F extends Fields> = Omit<Command<Asker, Services, F>, 'audience' | 'before'>

/** Declares a command for whoever is on duty; that is judged at each deed, never by an old card. */
export const staffCommand = <F extends Fields>(
  declared: StaffCommand<F>,
): Command<Asker, Services, F> & { audience: Audience } =>
  command({
    ...declared,
    audience: 'staff',
    async before(asking) {
      const { duty } = asking.services
      // Where an answer is seen by all (Teams), what the vendor knows is said among the vendor's people alone.
      if (!(await isAmongUs(asking, duty))) return answer(notHereView())
      return (await duty.admits(asking.who)) ? undefined : answer(notOnDutyView())
    },
  } as Command<Asker, Services, F> & { audience: Audience })

/** Runs `deed` on the case that is meant; without one it is asked for. */
export async function onMeant(
  asking: Ask,
  given: number | undefined,
  deed: (number: number) => Promise<Reply>,
): Promise<Reply> {
  const number = await caseMeant(asking, given)
  return number === undefined ? answer(whichCaseView()) : deed(number)
}

/** What a deed is answered with when the case does not take it, for every command alike. */
export function refusalOf(
  outcome: { status: string; case?: { number: number; status: string } },
  number: number,
): Reply {
  switch (outcome.status) {
    case 'unknown':
      return answer(noCaseView(number))
    case 'not-allowed':
      throw new Refusal(say('triage.not-yours'))
    default:
      throw new Refusal(
        say('triage.not-now', {
          case: say('case.number', { number: String(number) }),
          status: say(`case.status.${(outcome.case?.status ?? 'closed') as 'closed'}`),
        }),
      )
  }
}

/** Typed words that may begin with a case's number, the rest being one field's: `12 gone for today`, `gone for today`. */
export const withNumber =
  (field: string) =>
  (words: string): Record<string, string> => {
    if (!/^(?:case|案件|ケース)?\s*[#＃]?\p{Nd}/iu.test(words)) return words ? { [field]: words } : {}
    const { number, rest } = numberFirst(words)
    return { ...(number ? { number } : {}), ...(rest ? { [field]: rest } : {}) }
  }
