/** One person who talks with the bot: what they do goes in as the adapters report it, what comes back is taken as facts. */
import { expect } from 'vitest'
import type { Engine } from '../../src/bot/engine.ts'
import type { ChatIdentity, Inbound, Place, Written } from '../../src/bot/inbound.ts'
import type { Outgoing } from '../../src/bot/platform.ts'
import type { Form, Invocation, Reply } from '../../src/bot/view.ts'
import { actionsOf, keysOf, offer, textsOf, unreadable, valuesOf } from './spoken.ts'

/** What one deed brought back. */
export interface Turn {
  reply: Reply
  /** The same as the person reads it. */
  shown: Reply<string>
  /** The form came back with errors. */
  refused: boolean
  language: string
  keys: string[]
  /** Commands behind the buttons, as `coverage {"what":"OMF"}`. */
  offers: string[]
  texts: string[]
  values(key: string): Record<string, unknown> | undefined
  /** Key of the error under a field of the form that came back. */
  error(field: string): string | undefined
}

export interface PersonOptions {
  platform?: 'slack' | 'teams'
  workspace?: string
  locale?: string
  zone?: string
}

export interface Person {
  who: ChatIdentity
  /** Typed words, answered to the person alone; as a message of their own where one is given. */
  says(text: string, written?: Written): Promise<Turn>
  /** The same person elsewhere: what they do from then on happens there, forms in dialogs opened from there. */
  in(place: Partial<Place>): Person
  /** Typed where others read the answer. */
  saysInPublic(text: string): Promise<Turn>
  /** The button with this command (and these values, where several have it) of something shown earlier. */
  presses(on: Turn, command: string, values?: Record<string, string>): Promise<Turn>
  /** Any invocation, offered or not, as a tampered button would carry it; on this message where one is given. */
  invokes(invocation: Invocation, on?: Written): Promise<Turn>
  /** The form of something shown earlier, filled in; its hidden values go along. */
  submits(on: Turn, values?: Record<string, string>): Promise<Turn>
  /** A form of any command, offered or not, as a tampered dialog would send it. */
  sends(invocation: Invocation): Promise<Turn>
  opensHome(): Promise<Turn>
  /** Written, changed or taken back in a thread without naming the bot; what is said to it, undefined for silence. */
  hears(request: Extract<Inbound['request'], { kind: 'wrote' | 'rewrote' | 'erased' }>): Promise<OutboxRow | undefined>
  /** A message whose answer comes through the outbox. */
  writes(text: string): Promise<OutboxRow>
}

export interface OutboxRow extends Outgoing {
  lane: string
}

interface Surroundings {
  engine: Engine
  /** What was typed so far, by anyone: it may look like anything. */
  typed: string[]
  deeds: number
  /** The reply before it was put into words. */
  neutralOf(shown: Reply<string>): Reply
  outbox(): Promise<OutboxRow[]>
}

/** The way to meet people in one chat. */
export const acquaintances =
  (here: Surroundings) =>
  (user: string, options: PersonOptions): Person =>
    createPerson(here, user, options)

function turnOf(
  { neutralOf, typed }: Surroundings,
  shown: Reply<string>,
  language: string,
  refused?: Form<string>,
): Turn {
  const reply = neutralOf(shown)
  expect(unreadable(reply, typed)).toEqual([])
  const fields = reply.kind === 'form' ? reply.form.fields : []
  return {
    reply,
    shown,
    language,
    refused: refused !== undefined,
    keys: keysOf(reply),
    offers: actionsOf(reply).map(({ invoke }) => offer(invoke)),
    texts: textsOf(shown),
    values: (key) => valuesOf(reply, key),
    error: (name) => fields.find((field) => field.name === name)?.error?.key,
  }
}

function createPerson(here: Surroundings, user: string, options: PersonOptions, where: Partial<Place> = {}): Person {
  const { platform = 'slack', workspace, locale = 'en-US', zone } = options
  const who: ChatIdentity = { platform, workspace: workspace ?? (platform === 'slack' ? 'T1' : 'tenant-1'), user }
  const direct: Place = { workspace: who.workspace, conversation: `D${user}`, kind: 'direct', private: true, ...where }
  const about = { who, locale, ...(zone ? { zone } : {}) }
  const inbound = (request: Inbound['request'], place = direct): Inbound => {
    here.typed.push(...(request.kind === 'said' ? [request.text, request.text.trim()] : []))
    if ('values' in request) here.typed.push(...Object.values(request.values))
    return { key: `deed:${++here.deeds}`, ...about, place, request }
  }
  const answered = async (happening: Inbound): Promise<Turn> => {
    const answer = await here.engine.answer(happening)
    if (answer === 'seen') throw new Error('a new deed was taken for an old one')
    return turnOf(here, answer.reply, answer.language, answer.refused)
  }
  const person: Person = {
    who,
    says: (text, written) => answered(inbound({ kind: 'said', text, ...(written ? { written } : {}) })),
    in: (place) => createPerson(here, user, options, place),
    saysInPublic: (text) =>
      answered(
        inbound(
          { kind: 'said', text },
          { workspace: who.workspace, conversation: 'C0SHARED', kind: 'channel', private: false },
        ),
      ),
    invokes: ({ command, values = {} }, on) =>
      answered(inbound({ kind: 'invoked', command, values, ...(on ? { on } : {}) })),
    sends: ({ command, values = {} }) =>
      answered(inbound({ kind: 'submitted', command, values }, { ...direct, kind: 'dialog' })),
    presses(on, command, values) {
      const found = actionsOf(on.reply).find(
        ({ invoke }) => invoke.command === command && (!values || offer(invoke) === offer({ command, values })),
      )
      if (!found) throw new Error(`no button for ${command} among ${on.offers.join(', ') || 'none'}`)
      return person.invokes(found.invoke)
    },
    submits(on, values = {}) {
      if (on.reply.kind !== 'form') throw new Error(`no form was shown but ${on.keys[0]}`)
      const { command, hidden, fields } = on.reply.form
      const unknown = Object.keys(values).filter((name) => !fields.some((field) => field.name === name))
      if (unknown.length > 0) throw new Error(`the form has no field ${unknown}`)
      const kept = fields.flatMap(({ name, value }) => (value ? [[name, value] as const] : []))
      return answered(
        inbound(
          { kind: 'submitted', command, values: { ...Object.fromEntries(kept), ...values, ...hidden } },
          { ...direct, kind: 'dialog' },
        ),
      )
    },
    async opensHome() {
      return turnOf(
        here,
        { kind: 'view', view: await here.engine.home(about) },
        await here.engine.languageOf(about),
        undefined,
      )
    },
    async hears(request) {
      const happening = inbound(request)
      expect(await here.engine.accept(happening)).toBe('accepted')
      await here.engine.settled()
      return (await here.outbox()).find(({ dedupeKey }) => dedupeKey === `answer:${happening.key}`)
    },
    async writes(text) {
      const happening = inbound({ kind: 'said', text })
      expect(await here.engine.accept(happening)).toBe('accepted')
      await here.engine.settled()
      const row = (await here.outbox()).find(({ dedupeKey }) => dedupeKey === `answer:${happening.key}`)
      if (!row) throw new Error('no answer was written')
      return row
    },
  }
  return person
}
