/** The kinds of arguments that a command can take. */
import { z } from 'zod'
import type { Field } from './command.ts'
import type { Text, TextKey } from './view.ts'

interface Wording {
  label: TextKey
  hint?: TextKey
  placeholder?: TextKey
}

const shell = (wording: Wording) => ({
  label: wording.label,
  ...(wording.hint ? { hint: wording.hint } : {}),
  ...(wording.placeholder ? { placeholder: wording.placeholder } : {}),
})

/** Zod hands undefined to a required field's schema as a type fault: this makes it the person's fault, with our words. */
const required = <V>(schema: z.ZodType<V, string>, missing: TextKey): z.ZodType<V, string | undefined> =>
  z.preprocess((value) => value, z.string({ error: missing }).min(1, missing).pipe(schema)) as z.ZodType<
    V,
    string | undefined
  >

export interface TextOptions<V> extends Wording {
  schema: z.ZodType<V, string>
  kind?: 'text' | 'multiline' | 'email' | 'phone'
  maxLength?: number
  hidden?: boolean
}

/** Words that must be given. `maxLength` counts UTF-16 units before parsing, so a schema never sees more. */
export const requiredField = <V>(options: TextOptions<V>): Field<V> => ({
  ...shell(options),
  kind: options.kind ?? 'text',
  schema: required(options.schema, 'errors.required'),
  optional: false,
  maxLength: options.maxLength ?? 200,
  ...(options.hidden ? { hidden: true } : {}),
})

/** Words that may be left out. */
export const optionalField = <V>(options: TextOptions<V>): Field<V | undefined> => ({
  ...shell(options),
  kind: options.kind ?? 'text',
  schema: options.schema.optional() as z.ZodType<V | undefined, string | undefined>,
  optional: true,
  maxLength: options.maxLength ?? 200,
  ...(options.hidden ? { hidden: true } : {}),
})

/** A calendar day that may be left out; `parse` answers undefined for what is no day. */
export const dayField = <Day extends string>(
  options: Wording & { parse: (text: string) => Day | undefined },
): Field<Day | undefined> => ({
  ...shell(options),
  kind: 'day',
  schema: z
    .string()
    .transform((text, context) => {
      const day = options.parse(text)
      if (day === undefined) context.addIssue({ code: 'custom', message: 'errors.day' })
      return day as Day
    })
    .optional(),
  optional: true,
  maxLength: 40,
})

interface ChoiceOptions<V extends string> extends Wording {
  /** `aliases` are further spellings that people type. */
  choices: readonly { value: V; label: Text; aliases?: readonly string[] }[]
}

/** One of a few. */
export const choiceField = <V extends string>(options: ChoiceOptions<V>): Field<V> => ({
  ...choice(options),
  schema: required(choiceSchema(options), 'errors.required'),
  optional: false,
})

/** One of a few, or none. */
export const optionalChoiceField = <V extends string>(options: ChoiceOptions<V>): Field<V | undefined> => ({
  ...choice(options),
  schema: choiceSchema(options).optional(),
  optional: true,
})

const choice = <V extends string>(options: ChoiceOptions<V>) => ({
  ...shell(options),
  kind: 'choice' as const,
  maxLength: 100,
  choices: options.choices.map(({ value, label }) => ({ value, label })),
})

function choiceSchema<V extends string>(options: ChoiceOptions<V>) {
  const known = new Map<string, V>()
  for (const { value, aliases } of options.choices) {
    for (const word of [value, ...(aliases ?? [])]) known.set(word.toLowerCase(), value)
  }
  return z.string().transform((text, context) => {
    const value = known.get(text.trim().toLowerCase())
    if (value === undefined) context.addIssue({ code: 'custom', message: 'errors.choice' })
    return value as V
  })
}

/** The same fields as a confirmation carries them: never asked for, never taken from typed words. */
export const hiddenFields = <F extends Record<string, Field<any>>>(fields: F): F =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, hidden: true }])) as F
