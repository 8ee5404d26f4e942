/** A command asked through a form. */
import type { RawValues } from './arguments.ts'
import type { Choice, Command } from './command.ts'
import { type Form, type FormField, say, type Text } from './view.ts'

/** The value that asks for the form itself instead of running the command. */
export const formWanted = '_form'

/**
 * The form of a command, with what is known already and each error under its field; undefined for a command without one.
 * `choices` stand before a field's own; an optional choice of nothing is left out, and a
 * hidden field carries the first of them where it is not known.
 */
export function formOf(
  command: Command,
  known: RawValues,
  errors: Record<string, Text> = {},
  choices: Record<string, Choice[]> = {},
): Form | undefined {
  if (!command.form) return undefined
  const fields: FormField[] = []
  const hidden: Record<string, string> = {}
  for (const [name, field] of Object.entries<Command['fields'][string]>(command.fields)) {
    const value = known[name]
    const offered = choices[name] ?? field.choices
    if (field.hidden) {
      const carried = value ?? choices[name]?.[0]?.value
      if (carried !== undefined) hidden[name] = carried
      continue
    }
    // A choice among nothing is not asked.
    if (field.kind === 'choice' && field.optional && offered?.length === 0) continue
    fields.push({
      name,
      // Words of which some are on offer are chosen, not typed.
      kind: field.kind === 'text' && offered?.length ? 'choice' : field.kind,
      label: say(field.label),
      maxLength: field.maxLength,
      ...(field.hint ? { hint: say(field.hint) } : {}),
      ...(field.placeholder ? { placeholder: say(field.placeholder) } : {}),
      ...(offered ? { choices: offered } : {}),
      ...(field.optional ? { optional: true } : {}),
      ...(value ? { value } : {}),
      ...(errors[name] ? { error: errors[name] } : {}),
    })
  }
  return {
    command: command.name,
    title: say(command.form.title),
    fields,
    submit: say(command.form.submit),
    ...(command.form.intro ? { intro: [{ kind: 'paragraph', text: say(command.form.intro) }] } : {}),
    ...(Object.keys(hidden).length > 0 ? { hidden } : {}),
    reopen: { command: command.name, values: { ...knownOnly(known, command), [formWanted]: '1' } },
  }
}

/** Values too long for a button (Slack: 2,000 characters in all) stay out of it: the form then opens without them. */
function knownOnly(known: RawValues, command: Command): RawValues {
  const kept: RawValues = {}
  let length = 0
  for (const [name, value] of Object.entries(known)) {
    if (!Object.hasOwn(command.fields, name)) continue
    length += name.length + value.length + 8
    if (length > 1_200) break
    kept[name] = value
  }
  return kept
}
