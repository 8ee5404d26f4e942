import type { App } from '@slack/bolt'
import { plain } from './slack-bot.ts'

const fields = [
  {
    type: 'input' as const,
    block_id: 'serial',
    label: plain('Serial'),
    element: { type: 'plain_text_input' as const, action_id: 'value', min_length: 2, max_length: 10 },
  },
  {
    type: 'input' as const,
    block_id: 'kind',
    label: plain('Kind'),
    optional: true,
    element: {
      type: 'static_select' as const,
      action_id: 'value',
      options: ['a', 'b'].map((value) => ({ text: plain(value.toUpperCase()), value })),
    },
  },
  {
    type: 'input' as const,
    block_id: 'day',
    label: plain('Day'),
    optional: true,
    element: { type: 'datepicker' as const, action_id: 'value', initial_date: '2026-11-22' },
  },
  {
    type: 'input' as const,
    block_id: 'mail',
    label: plain('Mail'),
    optional: true,
    element: { type: 'email_text_input' as const, action_id: 'value' },
  },
  {
    type: 'input' as const,
    block_id: 'kinds',
    label: plain('Kinds'),
    optional: true,
    element: {
      type: 'checkboxes' as const,
      action_id: 'value',
      options: ['x', 'y'].map((value) => ({ text: plain(value), value })),
    },
  },
]
export const modal = (title: string, more = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain(title),
  submit: plain('Go'),
  notify_on_close: true,
  blocks: fields,
  ...more,
})

/** What the bot heard, and what it is to answer to commands and submissions. */
export interface Ear {
  heard: { kind: string; payload: any }[]
  answerTo: (payload: any) => any
}

/** A bot that notes everything that Slack tells it. */
export const listen = (app: App, ear: Ear): void => {
  app.command('/support', async ({ ack, command, client }) => {
    ear.heard.push({ kind: 'command', payload: command })
    if (command.text === 'silent') return
    if (command.text === 'form') await client.views.open({ trigger_id: command.trigger_id, view: modal('Form') })
    await ack(ear.answerTo(command))
  })
  app.action(/.*/, async ({ ack, body }) => {
    ear.heard.push({ kind: 'action', payload: body })
    await ack()
  })
  app.view('form', async ({ ack, body }) => {
    ear.heard.push({ kind: 'submission', payload: body })
    await ack(ear.answerTo(body))
  })
  app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
    ear.heard.push({ kind: 'closed', payload: body })
    await ack()
  })
  app.shortcut(/.*/, async ({ ack, body }) => {
    ear.heard.push({ kind: body.type, payload: body })
    await ack()
  })
  for (const type of [
    'app_mention',
    'message',
    'app_home_opened',
    'reaction_added',
    'app_uninstalled',
    'tokens_revoked',
  ] as const)
    app.event(type, async ({ event, body }) => {
      ear.heard.push({ kind: type, payload: { ...event, envelope: body } })
    })
}
