/** The fields of the forms about a case. */
import { z } from 'zod'
import type { Field } from '../../bot/command.ts'
import { choiceField, optionalField, requiredField } from '../../bot/field.ts'
import type { TextKey } from '../../bot/view.ts'
import { type Severity, severities } from '../../domain/case.ts'
import { normalizeSerial } from '../../domain/serial.ts'
import { severityText } from '../case-words.ts'
import { noLicense, topicChoices } from './offers.ts'

/** A choice whose options depend on who asks (`choicesFor`). */
export const offeredField = (label: TextKey, schema: z.ZodType<string, string>, hint?: TextKey): Field<string> => ({
  ...requiredField({ label, schema, maxLength: 120, ...(hint ? { hint } : {}) }),
  kind: 'choice',
  choices: [],
})

export const hiddenText = (maxLength: number): Field<string | undefined> =>
  optionalField({ label: 'case.describe.field.title', schema: z.string(), maxLength, hidden: true })

/** A serial number as it is kept, or that the case is about no license. */
const licenseSchema = z.string().transform((text, context): string => {
  if (text === noLicense) return noLicense
  const serial = normalizeSerial(text)
  if (serial !== undefined) return serial
  context.addIssue({ code: 'custom', message: 'errors.choice' })
  return z.NEVER
})

/** The same, where it is known already. */
export const serialCarried: Field<string | undefined> = optionalField({
  label: 'case.open.field.license',
  schema: licenseSchema,
  maxLength: 120,
  hidden: true,
})

/** The message from which a case is opened, and the thread in which it stands. */
export const messageFields = {
  conversation: hiddenText(300),
  message: hiddenText(500),
  thread: hiddenText(500),
}

/** What a person says in a message may be long; what is longer than a form's field stays in the message itself. */
export const openFields = {
  license: offeredField('case.open.field.license', licenseSchema, 'case.open.field.license-hint'),
  topic: choiceField({ label: 'case.open.field.topic', choices: topicChoices }),
  ...messageFields,
  text: hiddenText(40_000),
}

const severityNames: Record<Severity, string[]> = {
  1: ['sev1', 's1', 'p1', '一'],
  2: ['sev2', 's2', 'p2', '二'],
  3: ['sev3', 's3', 'p3', '三'],
  4: ['sev4', 's4', 'p4', '四'],
}

export const severityChoicesOfAll = severities.map((value) => ({
  value: String(value),
  label: severityText(value),
  aliases: severityNames[value],
}))

export const severityField = choiceField({
  label: 'case.describe.field.severity',
  hint: 'case.describe.field.severity-hint',
  choices: severityChoicesOfAll,
})

export const readSeverity = (value: string): Severity => Number(value) as Severity

/** One line, whatever was pasted. */
const oneLine = z.string().transform((text) => text.replace(/\s+/gu, ' ').trim())

export const titleField = requiredField({ label: 'case.describe.field.title', schema: oneLine, maxLength: 150 })

export const descriptionField = requiredField({
  kind: 'multiline',
  label: 'case.describe.field.description',
  hint: 'case.describe.field.description-hint',
  schema: z.string(),
  maxLength: 20_000,
})

export const versionField: Field<string | undefined> = {
  ...optionalField({ label: 'case.describe.field.version', schema: z.string(), maxLength: 120 }),
  kind: 'choice',
  choices: [],
}
