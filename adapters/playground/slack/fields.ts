import type { SlackValues } from '../contract.ts'
import { elementsOf } from './blocks.ts'
import { optionsOf } from './composition.ts'

/** What Slack's own client, or Slack itself, would not let a person do; the reason is a code, not a sentence. */
export class DeedRefusal extends Error {
  constructor(
    readonly reason: string,
    readonly status = 0,
    readonly body?: unknown,
  ) {
    super(reason)
    this.name = 'DeedRefusal'
  }
}

type Element = Record<string, any>
type Entered = string | string[] | null

const words = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input']
const oneOption = ['static_select', 'external_select', 'radio_buttons']
const manyOptions = ['checkboxes', 'multi_static_select', 'multi_external_select']
const single: Record<string, string> = {
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
}
const initial: Record<string, string> = {
  datepicker: 'initial_date',
  timepicker: 'initial_time',
  datetimepicker: 'initial_date_time',
  users_select: 'initial_user',
  conversations_select: 'initial_conversation',
  channels_select: 'initial_channel',
}
const several: Record<string, string> = {
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
}

const isField = ({ type }: Element): boolean =>
  words.includes(type) || oneOption.includes(type) || manyOptions.includes(type) || type in single || type in several

const asList = (value: Entered): string[] => (value === null ? [] : Array.isArray(value) ? value : [value])

/** The option a person chose; external options are the bot's own and are taken as named. */
function option(element: Element, value: string): Element {
  if (element.type.includes('external')) return { text: { type: 'plain_text', text: value, emoji: true }, value }
  const found = optionsOf(element).find((each) => each.value === value)
  if (!found) throw new DeedRefusal('option_not_found')
  return found
}

const isDay = (value: string): boolean => {
  const at = new Date(`${value}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value)
}

/** What the payload says of an element's content, beside its type. `undefined`: untouched, so its initial content. */
export function contentOf(element: Element, entered: Entered | undefined): Record<string, unknown> {
  const { type } = element
  if (words.includes(type)) {
    const typed = entered === undefined ? (element.initial_value ?? null) : entered
    return { value: typed === '' || typed === null ? null : String(typed) }
  }
  if (oneOption.includes(type)) {
    if (entered === undefined) return { selected_option: element.initial_option ?? null }
    return { selected_option: entered === null || entered === '' ? null : option(element, String(entered)) }
  }
  if (manyOptions.includes(type)) {
    if (entered === undefined) return { selected_options: element.initial_options ?? [] }
    return { selected_options: asList(entered).map((value) => option(element, value)) }
  }
  if (type in several) return { [several[type] ?? '']: asList(entered ?? null) }
  const name = single[type] ?? ''
  if (entered === undefined) return { [name]: element[initial[type] ?? ''] ?? null }
  if (type === 'datepicker' && entered && !isDay(String(entered))) throw new DeedRefusal('not_a_date')
  if (type === 'datetimepicker' && entered) return { [name]: Number(entered) }
  return { [name]: entered === '' ? null : entered }
}

/** `state.values` of a message or view. */
export function stateOf(blocks: Element[], entered: SlackValues): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {}
  for (const block of blocks) {
    for (const element of elementsOf(block).filter(isField)) {
      const content = contentOf(element, entered[block.block_id]?.[element.action_id])
      values[block.block_id] = { ...values[block.block_id], [element.action_id]: { type: element.type, ...content } }
    }
  }
  return values
}

/** The element that a person can press. One in an `input` block tells the bot only if it was made to. */
export function findElement(blocks: Element[], blockId: string, actionId: string): Element {
  const block = blocks.find((each) => each.block_id === blockId)
  const element = block && elementsOf(block).find((each) => each.action_id === actionId)
  if (!block || !element || element.type === 'image') throw new DeedRefusal('element_not_found')
  if (block.type === 'input' && !block.dispatch_action) throw new DeedRefusal('element_does_not_dispatch')
  return element
}

/** One entry of `actions` in a block_actions payload. */
export function actionOf(blockId: string, element: Element, value: Entered | undefined, ts: string): Element {
  const base = { type: element.type, block_id: blockId, action_id: element.action_id, action_ts: ts }
  const placeholder = element.placeholder ? { placeholder: element.placeholder } : {}
  if (element.type === 'overflow') return { ...base, selected_option: option(element, String(value ?? '')) }
  if (element.type === 'feedback_buttons') {
    const chosen = [element.positive_button, element.negative_button].find((each) => each?.value === value)
    if (!chosen) throw new DeedRefusal('option_not_found')
    return { ...base, text: chosen.text, value: chosen.value }
  }
  if (isField(element)) return { ...base, ...contentOf(element, value ?? null), ...placeholder }
  const { text, value: carried, url, style, icon } = element
  return {
    ...base,
    ...(text ? { text } : {}),
    ...(carried !== undefined ? { value: carried } : {}),
    ...(url ? { url } : {}),
    ...(style ? { style } : {}),
    ...(icon ? { icon } : {}),
  }
}

/** Stops what Slack's client stops before anything is sent: required fields, lengths, addresses, unknown fields. */
export function checkSubmission(
  blocks: Element[],
  values: SlackValues,
  state: Record<string, Record<string, any>>,
): void {
  const inputs = blocks.filter((each) => each.type === 'input')
  for (const [blockId, actions] of Object.entries(values)) {
    for (const actionId of Object.keys(actions)) {
      const known = blocks.some(
        (each) => each.block_id === blockId && elementsOf(each).some((element) => element.action_id === actionId),
      )
      if (!known) throw new DeedRefusal('element_not_found')
    }
  }
  for (const { block_id: blockId, element, optional } of inputs) {
    const { type: _, ...content } = state[blockId]?.[element.action_id] ?? {}
    const value = Object.values(content)[0]
    const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0)
    if (empty && !optional) throw new DeedRefusal(`required:${blockId}`)
    if (typeof value !== 'string') continue
    const length = [...value].length
    if (words.includes(element.type) && length > (element.max_length ?? 3000))
      throw new DeedRefusal(`too_long:${blockId}`)
    if (length < (element.min_length ?? 0)) throw new DeedRefusal(`too_short:${blockId}`)
    if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
      throw new DeedRefusal(`not_an_address:${blockId}`)
    if (element.type === 'url_text_input' && !URL.canParse(value)) throw new DeedRefusal(`not_an_address:${blockId}`)
  }
}

/** `b` laid over `a`. */
export function mergeValues(a: SlackValues, b: SlackValues): SlackValues {
  const merged: SlackValues = { ...a }
  for (const [blockId, actions] of Object.entries(b)) merged[blockId] = { ...merged[blockId], ...actions }
  return merged
}
