/** One field of a form as an input block, and what was filled in back as plain strings. */
import type { InputBlock, InputBlockElement, KnownBlock, Option, PlainTextOption } from '@slack/types'
import type { FormField } from '../../src/bot/view.ts'
import { aside, plain } from './elements.ts'
import { cut, limits, weigh } from './limits.ts'

const isoDay = /^\d{4}-\d{2}-\d{2}$/u

/** Slack keeps what was typed only while block id and action id stay the same; forms of other commands must not inherit it. */
export const blockIdOf = (command: string, field: string): string => `${command}/${field}`.slice(0, limits.id)

const optionOf = ({ value, label }: { value: string; label: string }): PlainTextOption => ({
  text: plain(label, limits.option),
  value,
})

/** A list beyond 100 becomes groups of 100, each named by its first and last line. */
function selectOf(
  options: PlainTextOption[],
): { options: Option[] } | { option_groups: { label: any; options: Option[] }[] } {
  if (options.length <= limits.options) return { options }
  const groups = []
  for (let i = 0; i < options.length && groups.length < limits.optionGroups; i += limits.options) {
    const group = options.slice(i, i + limits.options)
    const range = `${cut(group[0]!.text.text, 30)} – ${cut(group.at(-1)!.text.text, 30)}`
    groups.push({ label: plain(range, limits.option), options: group })
  }
  return { option_groups: groups }
}

/** What was typed goes back as it was typed: no ellipsis, and its own length counts, not that of its escapes. */
const begin = (text: string, limit: number): string =>
  text.length <= limit ? text : [...text].slice(0, limit).join('')

function choiceElement(field: FormField<string>, placeholder: object): InputBlockElement | undefined {
  const options = (field.choices ?? [])
    .filter(({ value }) => value !== '' && weigh(value) <= limits.optionValue)
    .map(optionOf)
  if (options.length === 0) return undefined
  const chosen = options.find(({ value }) => value === field.value)
  const initial = chosen ? { initial_option: chosen } : {}
  // A radio button cannot be taken back, so only what must be answered is asked with one.
  if (!field.optional && options.length <= 5) {
    return { type: 'radio_buttons', action_id: field.name, options, ...initial }
  }
  return {
    type: 'static_select',
    action_id: field.name,
    ...selectOf(options),
    ...initial,
    ...placeholder,
  } as InputBlockElement
}

function elementOf(field: FormField<string>): InputBlockElement | undefined {
  const placeholder = field.placeholder ? { placeholder: plain(field.placeholder, limits.placeholder) } : {}
  const action_id = field.name
  switch (field.kind) {
    case 'choice':
      return choiceElement(field, placeholder)
    case 'day':
      return {
        type: 'datepicker',
        action_id,
        ...(field.value && isoDay.test(field.value) ? { initial_date: field.value } : {}),
        ...placeholder,
      }
    case 'email':
      return {
        type: 'email_text_input',
        action_id,
        ...(field.value ? { initial_value: begin(field.value, limits.inputLength) } : {}),
        ...placeholder,
      }
    default: {
      const length = Math.min(field.maxLength ?? limits.inputLength, limits.inputLength)
      return {
        type: 'plain_text_input',
        action_id,
        multiline: field.kind === 'multiline',
        max_length: length,
        ...(field.value ? { initial_value: begin(field.value, length) } : {}),
        ...placeholder,
      }
    }
  }
}

/** The input and, where the value was refused, the reason below it. A choice of nothing gives no input. */
export function renderField(command: string, field: FormField<string>): KnownBlock[] {
  const element = elementOf(field)
  if (!element) return []
  const input: InputBlock = {
    type: 'input',
    block_id: blockIdOf(command, field.name),
    label: plain(field.label, limits.label),
    element,
    optional: field.optional ?? false,
    ...(field.hint ? { hint: plain(field.hint, limits.hint) } : {}),
  }
  return field.error === undefined ? [input] : [input, aside(`⚠️ ${field.error}`)]
}

interface InputState {
  value?: string | null
  selected_date?: string | null
  selected_option?: { value?: string } | null
}

/** `view.state.values` as the command's values; what was left empty is absent. */
export function valuesOf(state: unknown): Record<string, string> {
  const values: Record<string, string> = {}
  const blocks = (state as { values?: Record<string, Record<string, InputState>> } | undefined)?.values
  for (const block of Object.values(blocks ?? {})) {
    for (const [name, input] of Object.entries(block)) {
      const value = input.value ?? input.selected_date ?? input.selected_option?.value
      if (typeof value === 'string' && value !== '') values[name] = value
    }
  }
  return values
}
