/** Finding what a person would press. */
import type { DeedOutcome } from '../../../../adapters/playground/contract.ts'
import { customer, type House } from './slack-house.ts'

interface Button {
  blockId: string
  actionId: string
  text: string
}

export function buttonsIn(blocks: unknown): Button[] {
  return ((blocks ?? []) as Record<string, any>[]).flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((element: any) => ({
          blockId: block.block_id,
          actionId: element.action_id,
          text: element.text.text,
        }))
      : [],
  )
}

/** Presses the button with this label in the latest message of a channel. */
export async function pressInMessage(
  house: House,
  channel: string,
  label: string,
  user = customer,
): Promise<DeedOutcome> {
  const message = house.messages(channel).findLast(({ blocks }) => buttonsIn(blocks).some(({ text }) => text === label))
  if (!message) throw new Error(`no message with the button ${label}`)
  const { blockId, actionId } = buttonsIn(message.blocks).find(({ text }) => text === label)!
  return house.deed({ do: 'press', user, channel, ts: message.ts, blockId, actionId })
}

/** Presses the button with this label in the topmost modal. */
export async function pressInModal(house: House, label: string): Promise<DeedOutcome> {
  const modal = house.modals().at(-1)!
  const { blockId, actionId } = buttonsIn(modal.view.blocks).find(({ text }) => text === label)!
  return house.deed({ do: 'press', user: customer, view: modal.id, blockId, actionId })
}

/** Fills in fields of the topmost modal by name and submits it. */
export async function submit(house: House, values: Record<string, string>): Promise<DeedOutcome> {
  const modal = house.modals().at(-1)!
  const filled: Record<string, Record<string, string>> = {}
  for (const block of modal.view.blocks as Record<string, any>[]) {
    const name = block.element?.action_id
    if (block.type === 'input' && values[name] !== undefined) filled[block.block_id] = { [name]: values[name] }
  }
  return house.deed({ do: 'submit', user: customer, view: modal.id, values: filled })
}

/** All words in a view or message, as one text. */
export function wordsIn(node: unknown): string {
  if (typeof node === 'string') return ''
  if (Array.isArray(node)) return node.map(wordsIn).join('\n')
  if (typeof node !== 'object' || node === null) return ''
  return Object.entries(node)
    .map(([name, value]) => (name === 'text' && typeof value === 'string' ? value : wordsIn(value)))
    .filter(Boolean)
    .join('\n')
}
