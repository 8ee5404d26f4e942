import type { Inbound } from '../../../src/bot/inbound.ts'
import { type AdapterHarness, adapterContract, messageContract, type Shown } from '../contract.ts'
import { buttonsIn, pressInMessage, pressInModal, submit, wordsIn } from './support/press.ts'
import { customer, general, slackHouse } from './support/slack-house.ts'

const inert = new Set([
  'plain_text',
  'text',
  'rich_text',
  'rich_text_section',
  'rich_text_list',
  'rich_text_preformatted',
  'rich_text_quote',
  'header',
  'context',
  'divider',
])
const ours = new Set([
  'actions',
  'button',
  'input',
  'modal',
  'plain_text_input',
  'email_text_input',
  'datepicker',
  'static_select',
  'radio_buttons',
])

/** Elements by which Slack would act on a text. */
function markupIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(markupIn)
  if (typeof node !== 'object' || node === null) return []
  const { type } = node as { type?: unknown }
  const own = typeof type === 'string' && !inert.has(type) && !ours.has(type) ? [type] : []
  return [...own, ...Object.values(node).flatMap(markupIn)]
}

const open = async (): Promise<AdapterHarness> => {
  const house = await slackHouse()
  const { team } = house.slack.state()
  let direct = ''
  const shown = (content: any, fallback: string, isPrivate: boolean): Shown => ({
    words: wordsIn(content),
    markup: [...markupIn(content), ...(fallback.match(/<[!@#]|<https?:/gu) ?? [])],
    buttons: buttonsIn(Array.isArray(content) ? content : content.blocks).map(({ text }) => text),
    fields: [],
    private: isPrivate,
  })
  return {
    platform: house.adapter.platform,
    script: (answer) => {
      house.bot.script = answer
    },
    answersInChannelAreEphemeral: true,
    happenings: (): Inbound[] => [...house.bot.accepted, ...house.bot.answered],
    async reset() {
      house.slack.reset()
      house.bot.answered.length = 0
      house.bot.accepted.length = 0
      direct = await house.direct()
    },
    person: { kind: 'person', who: { platform: 'slack', workspace: team.id, user: customer } },
    channel: { kind: 'conversation', platform: 'slack', workspace: team.id, conversation: general },
    say: async (text) => void (await house.deed({ do: 'say', user: customer, channel: direct, text })),
    mention: async (text) => void (await house.deed({ do: 'mention', user: customer, channel: general, text })),
    press: async (label) =>
      void (house.modals().length > 0 ? await pressInModal(house, label) : await pressInMessage(house, direct, label)),
    submit: async (values) => void (await submit(house, values)),
    again: async () => void (await house.slack.redeliver()),
    messages: async () =>
      house
        .messages(direct)
        .filter(({ bot }) => bot)
        .map(({ blocks, text }) => shown(blocks, text, true)),
    async dialog() {
      const modal = house.modals().at(-1)
      if (!modal) return undefined
      const inputs = (modal.view.blocks as any[]).filter(({ type }) => type === 'input')
      return {
        ...shown(modal.view, '', true),
        fields: inputs.map(({ block_id: block, element }) => {
          const value = modal.entered?.[block]?.[element.action_id] ?? element.initial_value
          const error = modal.errors?.[block]
          return { name: element.action_id, ...(value ? { value: String(value) } : {}), ...(error ? { error } : {}) }
        }),
      }
    },
    async until(what) {
      for (;;) {
        const found = await what()
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    close: house.close,
  }
}

adapterContract('Slack', open)
messageContract('Slack', open)
