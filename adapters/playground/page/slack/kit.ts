/** Block Kit as this page reads it: loosely, for whatever the bot sends has passed the simulator's rules already. */
import type { SlackValues } from '../../contract.ts'

export interface KitText {
  type: 'plain_text' | 'mrkdwn'
  text: string
}

export interface KitOption {
  text: KitText
  value: string
  description?: KitText
}

export interface KitElement {
  type: string
  action_id?: string
  text?: KitText
  value?: string
  url?: string
  style?: 'primary' | 'danger'
  accessibility_label?: string
  confirm?: { title: KitText; text: KitText; confirm: KitText; deny: KitText; style?: 'primary' | 'danger' }
  placeholder?: KitText
  options?: KitOption[]
  option_groups?: { label: KitText; options: KitOption[] }[]
  initial_value?: string
  initial_option?: KitOption
  initial_options?: KitOption[]
  initial_date?: string
  initial_time?: string
  initial_user?: string
  multiline?: boolean
  min_length?: number
  max_length?: number
  min_value?: string
  max_value?: string
  is_decimal_allowed?: boolean
  focus_on_load?: boolean
}

export interface KitBlock {
  type: string
  block_id?: string
  label?: KitText
  hint?: KitText
  optional?: boolean
  dispatch_action?: boolean
  element?: KitElement
  elements?: KitElement[]
  accessory?: KitElement
}

export type KitValue = string | string[] | null

export interface Press {
  blockId: string
  actionId: string
  value?: string | string[]
}

export const optionsOf = (element: KitElement): KitOption[] =>
  element.options ?? element.option_groups?.flatMap(({ options }) => options) ?? []

/** What an element holds before anyone touches it. */
export function initialValue(element: KitElement): KitValue {
  if (element.initial_options) return element.initial_options.map(({ value }) => value)
  return (
    element.initial_value ??
    element.initial_option?.value ??
    element.initial_date ??
    element.initial_time ??
    element.initial_user ??
    null
  )
}

/** The values of all fields of a view: what the person entered, else what the bot prefilled. */
export function valuesOf(blocks: KitBlock[], entered: SlackValues | undefined): SlackValues {
  const values: SlackValues = {}
  for (const block of blocks) {
    const elements = [
      ...(block.element ? [block.element] : []),
      ...(block.elements ?? []),
      ...(block.accessory ? [block.accessory] : []),
    ]
    for (const element of elements) {
      const { block_id, type } = { ...block, type: element.type }
      if (!block_id || !element.action_id || type === 'button' || type === 'overflow' || type === 'image') continue
      const known = entered?.[block_id]?.[element.action_id]
      values[block_id] = {
        ...values[block_id],
        [element.action_id]: known === undefined ? initialValue(element) : known,
      }
    }
  }
  return values
}
