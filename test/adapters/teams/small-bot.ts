/** A bot of a few commands behind the adapter, with the promises of the real one: one answer for each key. */
import type { Answer, Bot, ConversationReference, ConversationReferences } from '../../../src/bot/bot.ts'
import type { Inbound } from '../../../src/bot/inbound.ts'
import type { Form, Reply, View } from '../../../src/bot/view.ts'

export const view = (title: string, more: Partial<View<string>> = {}): View<string> => ({
  tone: 'plain',
  title,
  body: [],
  ...more,
})

export const registerForm = (more: Partial<Form<string>> = {}): Form<string> => ({
  command: 'register',
  title: 'Register',
  submit: 'Look up',
  cancel: 'Cancel',
  hidden: { step: 'look-up' },
  fields: [
    { name: 'serial', kind: 'text', label: 'Serial number', hint: 'On the certificate', maxLength: 40 },
    { name: 'on', kind: 'day', label: 'Day', optional: true },
    {
      name: 'level',
      kind: 'choice',
      label: 'Level',
      optional: true,
      choices: [
        { value: 'standard', label: 'Standard' },
        { value: 'premium', label: 'Premium' },
      ],
    },
  ],
  ...more,
})

export interface SmallBot extends Bot {
  accepted: Inbound[]
  answered: Inbound[]
  seen: Set<string>
  /** Makes the next answers or acceptances reject. */
  broken: boolean
  /** Answers in place of the few commands here. */
  script?: (inbound: Inbound) => Answer | 'seen'
  /** Conversations and threads that the bot follows. */
  followed: Set<string>
  /** What it was asked of them. */
  asked: Parameters<Bot['follows']>[0][]
}

function replyTo({ request }: Inbound): Answer {
  const answer = (reply: Reply<string>, refused?: Form<string>): Answer => ({
    reply,
    language: 'en',
    ...(refused ? { refused } : {}),
  })
  if (request.kind === 'said') return answer({ kind: 'view', view: view(`You said ${request.text}`) })
  if (!('command' in request)) return answer({ kind: 'view', view: view('Heard') })
  const { command, values } = request
  if (command === 'register' && request.kind === 'invoked') return answer({ kind: 'form', form: registerForm() })
  if (command === 'register') {
    if (values.serial === 'SN-1001')
      return answer({ kind: 'view', view: view('Registered', { tone: 'good', body: [] }) })
    const { fields, ...rest } = registerForm()
    const form = {
      ...rest,
      fields: fields.map((field) => ({
        ...field,
        ...(values[field.name] ? { value: values[field.name]! } : {}),
        ...(field.name === 'serial' ? { error: 'No such serial number' } : {}),
      })),
    }
    return answer({ kind: 'form', form }, form)
  }
  return answer({ kind: 'view', view: view(`Did ${command}`) })
}

export function smallBot(): SmallBot {
  const seen = new Set<string>()
  const bot: SmallBot = {
    accepted: [],
    answered: [],
    seen,
    broken: false,
    followed: new Set(),
    asked: [],
    async follows(place) {
      if (bot.broken) throw new Error('secret-detail: the database is away')
      bot.asked.push(place)
      return bot.followed.has(place.thread ?? place.conversation)
    },
    async answer(inbound) {
      if (bot.broken) throw new Error('secret-detail: the database is away')
      if (seen.has(inbound.key)) return 'seen'
      seen.add(inbound.key)
      bot.answered.push(inbound)
      return bot.script ? bot.script(inbound) : replyTo(inbound)
    },
    async accept(inbound) {
      if (bot.broken) throw new Error('secret-detail: the database is away')
      if (seen.has(inbound.key)) return 'seen'
      seen.add(inbound.key)
      bot.accepted.push(inbound)
      return 'accepted'
    },
    home: async () => view('Home'),
    phrase: (language, name) => `${language}:${name}`,
    languageOf: async () => 'ja',
  }
  return bot
}

export interface Rows extends ConversationReferences {
  rows: Map<string, ConversationReference>
  saves: number
}

export function rows(): Rows {
  const kept: Rows = {
    rows: new Map(),
    saves: 0,
    find: async (key) => kept.rows.get(key),
    save: async (reference) => {
      kept.saves++
      kept.rows.set(reference.key, structuredClone(reference))
    },
    remove: async (key) => void kept.rows.delete(key),
  }
  return kept
}
