/** One router for all that people do: find the command, permit, parse, run, and say it in the reader's language. */
import { parseValues, type RawValues, wordsToValues } from './arguments.ts'
import type { Answer, Person } from './bot.ts'
import { type Asking, type Command, Refusal } from './command.ts'
import { formOf, formWanted } from './form.ts'
import { type Inbound, isHeard, orderedWith, type Place, type Request, type Written } from './inbound.ts'
import { markForms } from './opens-form.ts'
import { DeliveryError } from './platform.ts'
import { proseAfter } from './prose.ts'
import { ask, type Form, type Reply, type Text, type View } from './view.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Longer than any command to a bot; in what is longer none is looked for. */
const longestWords = 4_000

export interface Reader {
  language: string
  zone?: string
  /** False where others can read: serials are then masked. */
  private: boolean
}

export interface RouterOptions<Asker, Services> {
  commands: readonly Command<Asker, Services>[]
  vocabulary: Vocabulary
  services: Services
  now(): Date
  /** The person as the vendor's data knows them, where they ask, and the language and zone in which they read. */
  identify(person: Person, place: Place): Promise<{ asker: Asker; language: string; zone?: string }>
  /** What is said to everything that this asker does where they do it; undefined where they are welcome. */
  shut?(asker: Asker): View | undefined
  /** Why this asker may not use commands for this audience; undefined when they may. */
  refuse(audience: string, asker: Asker, command: string): View | undefined
  /** Whether typed words can mean a command for this audience: what only others may do is a word like any to this asker. */
  canMean(audience: string, asker: Asker): boolean
  /** Whether the answer to a command for this audience is for the vendor alone. */
  isInternal(audience: string, asker: Asker): boolean
  localize(reply: Reply, reader: Reader): Reply<string>
  /** What is said when the words begin with no command; `nearest` is a command that was perhaps meant. */
  lost(words: string, nearest: string | undefined, asking: Asking<Asker, Services>): Promise<Reply>
  /** Words that are too long to begin with a command: what they are for, if anybody knows. */
  overlong?(words: string, asking: Asking<Asker, Services>): Promise<Reply | undefined>
  welcome(asking: Asking<Asker, Services>): Promise<View>
  /** Words in a thread that the bot follows, their change and their withdrawal; undefined: nothing is to be said to it. */
  hear(heard: Heard, asking: Asking<Asker, Services>, named?: NamedCommand): Promise<Reply | undefined>
  /** Something broke: records it and answers the view that gives its reference. */
  broken(error: unknown, happening: { key: string; command?: string }): View
}

/** What happened to a message in a followed thread. */
export type Heard = Extract<Request, { kind: 'wrote' | 'rewrote' | 'erased' }>

/** The command with which changed words begin, and how much of them it takes. It is not carried out again. */
export interface NamedCommand {
  command: string
  taken: number
}

/** A reply before it is in a language, with the reader it is for; none where silence is the answer. */
export interface Turn {
  reply?: Reply
  reader: Reader
  refused?: Form
  /** For the vendor alone: never into a conversation in which anybody else reads along. */
  internal?: true
}

type Outcome = Pick<Turn, 'reply' | 'refused' | 'internal'>

export interface Router {
  /**
   * For what was accepted: a person's mistake and a broken feature both become a reply. Rejects where another try is worth
   * while: with words that were heard, and with words of a lane when a platform that had to be asked failed.
   */
  take(inbound: Inbound): Promise<Turn>
  /** What is said when this happening was given up: something broke, and its reference. */
  apologize(inbound: Inbound, error: unknown): Promise<Turn>
  /** Finds out at once who asks, which changes nothing; what it returns runs the command and answers. */
  begin(inbound: Inbound): () => Promise<Answer>
  answer(inbound: Inbound): Promise<Answer>
  home(person: Person): Promise<View<string>>
}

/** Wires commands to what people do. */
export function createRouter<Asker, Services>(options: RouterOptions<Asker, Services>): Router {
  const commands = new Map(options.commands.map((command) => [command.name, command]))

  async function surroundings(
    inbound: Omit<Inbound, 'request'> & { request?: Request },
  ): Promise<Asking<Asker, Services>> {
    const person = { who: inbound.who, ...pick(inbound, 'locale', 'zone', 'displayName') }
    const { asker, language, zone } = await options.identify(person, inbound.place)
    return {
      who: inbound.who,
      place: inbound.place,
      asker,
      language,
      ...(zone ? { zone } : {}),
      ...(inbound.displayName ? { displayName: inbound.displayName } : {}),
      now: options.now(),
      services: options.services,
      key: inbound.key,
      ...messagesFor(inbound.request),
    }
  }

  async function run(
    command: Command<Asker, Services>,
    raw: RawValues,
    asking: Asking<Asker, Services>,
    submitted: boolean,
  ): Promise<Outcome> {
    const outcome = await carriedOut(command, raw, asking, submitted)
    return options.isInternal(command.audience, asking.asker) ? { ...outcome, internal: true } : outcome
  }

  async function carriedOut(
    command: Command<Asker, Services>,
    raw: RawValues,
    asking: Asking<Asker, Services>,
    submitted: boolean,
  ): Promise<Outcome> {
    const closed = options.refuse(command.audience, asking.asker, command.name)
    if (closed) return { reply: { kind: 'view', view: closed } }
    const formWith = async (errors: Record<string, Text> = {}) =>
      command.form ? formOf(command, raw, errors, await command.choicesFor?.(asking, raw)) : undefined
    const refusedWith = async (errors: Record<string, Text>) => {
      const form = await formWith(errors)
      if (form) return { reply: ask(form), ...(submitted ? { refused: form } : {}) }
      const [text] = Object.values(errors)
      return { reply: { kind: 'view' as const, view: { tone: 'warning' as const, title: text!, body: [] } } }
    }
    try {
      const instead = await command.before?.(asking, raw)
      if (instead) return { reply: instead }
      if (raw[formWanted] && command.form) return { reply: ask((await formWith())!) }
      const parsed = parseValues(raw, command.fields)
      if (!parsed.ok) {
        // Nothing wrong was typed, only something is missing yet: the form opens without reproach.
        if (parsed.missingOnly && !submitted && command.form) return { reply: ask((await formWith())!) }
        return refusedWith(parsed.errors)
      }
      return { reply: await command.run(parsed.values, asking) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const shown = Object.entries(command.fields).find(
        ([name, field]) => name === error.field && !(field as { hidden?: boolean }).hidden,
      )
      if (shown && command.form) return refusedWith({ [shown[0]]: error.text })
      const form = submitted ? await formWith() : undefined
      if (form) {
        // The whole form is refused: the person keeps what they typed and reads why above it.
        const reason = { kind: 'paragraph' as const, text: error.text, emphasis: 'strong' as const }
        const refused = { ...form, tone: 'warning' as const, intro: [reason, ...(form.intro ?? [])] }
        return { reply: ask(refused), refused }
      }
      return { reply: { kind: 'view', view: { tone: 'warning', title: error.text, body: [] } } }
    }
  }

  async function route(inbound: Inbound, asking: Asking<Asker, Services>): Promise<Outcome> {
    const { request } = inbound
    // Only what a person takes back is taken back wherever they are.
    const shut = request.kind === 'erased' ? undefined : options.shut?.(asking.asker)
    if (shut) return { reply: { kind: 'view', view: shut } }
    if (request.kind === 'wrote' || request.kind === 'rewrote' || request.kind === 'erased') {
      const words = request.kind === 'rewrote' ? request.text?.trim() : undefined
      const reply = await options.hear(request, asking, words ? options.vocabulary.find(words) : undefined)
      return reply ? { reply } : {}
    }
    if (request.kind !== 'said') {
      const command = commands.get(request.command)
      if (!command) return { reply: await options.lost('', undefined, asking) }
      return run(command, request.values, asking, request.kind === 'submitted')
    }
    const words = request.text.trim()
    if (words === '') return { reply: { kind: 'view', view: await options.welcome(asking) } }
    if (words.length > longestWords) {
      const taken = await options.overlong?.(words, asking)
      if (taken) return { reply: taken }
      return {
        reply: {
          kind: 'view',
          view: { tone: 'warning', title: { key: 'errors.too-many-words' as Text['key'] }, body: [] },
        },
      }
    }
    const found = options.vocabulary.find(words)
    const command = found && commands.get(found.command)
    if (!command || !options.canMean(command.audience, asking.asker)) {
      const nearest = command ? undefined : options.vocabulary.nearest(words)
      return { reply: await options.lost(words, nearest, asking) }
    }
    const { written } = asking
    if (written) asking.written = { ...written, prose: proseAfter(written.prose, found.taken) }
    const asTyped = words.slice(found.taken).trim()
    const values = command.fromWords?.(asTyped) ?? wordsToValues(found.rest, command.fields, asTyped)
    return run(command, values, asking, false)
  }

  /** The answer to what cannot be carried out, in the person's language where that can still be known. */
  async function apologize(inbound: Inbound, error: unknown): Promise<Turn> {
    const asking = await surroundings(inbound).catch(() => undefined)
    return {
      reply: { kind: 'view', view: options.broken(error, happeningOf(inbound)) },
      reader: { language: asking?.language ?? 'en', private: inbound.place.private },
    }
  }

  async function take(inbound: Inbound, asker: Promise<Asking<Asker, Services>>, isWaitedFor: boolean): Promise<Turn> {
    let reader: Reader = { language: 'en', private: inbound.place.private }
    try {
      const asking = await asker
      reader = {
        language: asking.language,
        private: inbound.place.private,
        ...(asking.zone ? { zone: asking.zone } : {}),
      }
      const { reply, refused, internal } = await route(inbound, asking)
      return {
        ...(reply ? { reply: markForms(reply, commands) } : {}),
        // A command may have changed the language in which it is answered.
        reader: { ...reader, language: asking.language },
        ...(refused ? { refused } : {}),
        ...(internal ? { internal } : {}),
      }
    } catch (error) {
      // Who wrote in a thread asked the bot nothing and would not say it again: it is tried again instead.
      if (isHeard(inbound)) throw error
      // Nor need anyone who does not wait: it is handled again in its turn, so that nothing overtakes it.
      if (!isWaitedFor && isPassing(error) && orderedWith(inbound) !== undefined) throw error
      return { reply: { kind: 'view', view: options.broken(error, happeningOf(inbound)) }, reader }
    }
  }

  function begin(inbound: Inbound): () => Promise<Answer> {
    const asker = surroundings(inbound)
    // A fault is told by the answer; where none is given, nobody misses it.
    asker.catch(() => {})
    return async () => {
      const { reply, refused, reader } = await take(inbound, asker, true)
      if (!reply) throw new Error('words in a thread are accepted, not answered')
      const localized = options.localize(reply, reader)
      return {
        reply: localized,
        language: reader.language,
        ...(refused && localized.kind === 'form' ? { refused: localized.form } : {}),
      }
    }
  }

  return {
    take: (inbound) => take(inbound, surroundings(inbound), false),
    apologize,
    begin,
    answer: (inbound) => begin(inbound)(),
    async home(person) {
      const { who } = person
      const place = { workspace: who.workspace, conversation: who.user, kind: 'home' as const, private: true }
      const key = `home:${who.platform}:${who.workspace}:${who.user}`
      let reader: Reader = { language: 'en', private: true }
      let view: View
      try {
        const asking = await surroundings({ key, place, ...person })
        reader = { language: asking.language, private: true, ...(asking.zone ? { zone: asking.zone } : {}) }
        view = await options.welcome(asking)
      } catch (error) {
        view = options.broken(error, { key })
      }
      const localized = options.localize(markForms({ kind: 'view', view }, commands), reader)
      return (localized as { view: View<string> }).view
    },
  }
}

/** A platform did not answer what it was asked on the way: that says nothing about the request. */
const isPassing = (error: unknown): boolean =>
  error instanceof DeliveryError && error.fault.kind !== 'permanent' && error.fault.kind !== 'target-gone'

/** The messages that a command may look at. Words in a thread are handed over themselves, as what was heard. */
function messagesFor(request: Request | undefined): { written?: Written; on?: Written } {
  if (request?.kind === 'said') return request.written ? { written: request.written } : {}
  if (request?.kind !== 'invoked' && request?.kind !== 'submitted') return {}
  return request.on ? { on: request.on } : {}
}

/** As a log may name it: what was typed stays out of it. */
const happeningOf = ({ key, request }: Inbound): { key: string; command?: string } => ({
  key,
  ...('command' in request ? { command: request.command } : {}),
})

function pick<T extends object, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  const kept = {} as Pick<T, K>
  for (const key of keys) if (from[key] !== undefined) kept[key] = from[key]
  return kept
}
