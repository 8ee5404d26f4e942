/** A person at a chat: says things, fills in what is shown, waits for the answer as long as one was promised. */
import type { Platforms } from './platforms.ts'

/** What a person sees: all its words, the fields it asks for, and where it stands. */
export interface Shown {
  words: string
  fields: string[]
  at: { modal: string } | { message: string }
}

export interface Chat {
  email: string
  /**
   * Asks in words; resolves with the answer that `fits`, or with undefined when none came: the bot was away, or it
   * answered in the same breath and was killed before it could. What it accepted to answer later is waited for.
   */
  ask(words: string, fits: RegExp): Promise<Shown | undefined>
  /** Fills in the form that is shown and sends it. */
  fill(form: Shown, values: Record<string, string>, fits: RegExp): Promise<Shown | undefined>
  /** Presses the button for this command. */
  press(shown: Shown, command: string, fits: RegExp): Promise<Shown | undefined>
}

/** How long a person looks at a screen on which nothing was promised. */
const patienceMs = 4000
const lookMs = 40

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** The first truth that `look` gives while `goOn()`. */
export async function watch<T>(look: () => T | undefined, goOn: () => boolean): Promise<T | undefined> {
  for (;;) {
    const seen = look()
    if (seen !== undefined) return seen
    if (!goOn()) return undefined
    await pause(lookMs)
  }
}

/** What was accepted must be answered: after this long, with a bot that is killed now and then, it was lost. */
export async function promised<T>(what: string, look: () => T | undefined): Promise<T> {
  const goOn = within(promiseMs)
  const seen = await watch(look, goOn)
  if (seen === undefined) throw new Error(`${what}: accepted, and never answered`)
  return seen
}

const promiseMs = 60_000 + 20_000 * Number(process.env.SURVIVAL_LIVES ?? 0)

const within = (ms: number): (() => boolean) => {
  const end = Date.now() + ms
  return () => Date.now() < end
}

/** All words of a screen; a button's value is JSON inside of JSON. */
const wordsOf = (screen: unknown): string => JSON.stringify(screen).replaceAll('\\"', '"')

interface Block {
  type: string
  block_id: string
  element?: { action_id: string }
  elements?: { action_id: string; value?: string }[]
  accessory?: { action_id: string; value?: string }
}

const inputsOf = (blocks: Block[]): string[] =>
  blocks.filter(({ type }) => type === 'input').map(({ element }) => element!.action_id)

function buttonOf(
  blocks: Block[],
  fits: (value: string) => boolean,
): { blockId: string; actionId: string } | undefined {
  for (const { block_id, elements = [], accessory } of blocks) {
    const hit = [...elements, ...(accessory ? [accessory] : [])].find(({ value }) => fits(value ?? ''))
    if (hit) return { blockId: block_id, actionId: hit.action_id }
  }
  return undefined
}

const invokes = (command: string) => (value: string) => value.includes(`"command":"${command}"`)

/** Slack by slash command and dialog (`by: 'slash'`), or by direct message and the buttons of the answer. */
export function slackChat(platforms: Platforms, user: string, channel: string, by: 'slash' | 'words'): Chat {
  const { slack, screens } = platforms
  const person = slack.state().people.find(({ id }) => id === user)!

  const modal = (fits: RegExp): Shown | undefined => {
    const top = screens().slack.modals.findLast((each) => each.user === user)
    if (!top) return undefined
    const words = wordsOf(top.view)
    return fits.test(words) ? { words, fields: inputsOf(top.view.blocks), at: { modal: top.id } } : undefined
  }
  const message = (after: string, fits: RegExp): Shown | undefined => {
    const { messages, conversations } = screens().slack
    const direct = conversations.find((each) => each.kind === 'direct' && each.user === user)?.id
    const hit = messages.find(
      (each) =>
        each.bot &&
        each.ts > after &&
        (each.channel === direct || each.ephemeralFor === user) &&
        fits.test(wordsOf(each)),
    )
    return hit && { words: wordsOf(hit), fields: [], at: { message: hit.ts } }
  }
  /** The newest message's time: what comes after it is the answer. */
  const now = () => screens().slack.messages.at(-1)?.ts ?? '0'
  const eventsWith = (text: string) =>
    slack.sent.filter(({ kind, body }) => kind === 'event' && body.includes(text) && body.includes(`"${user}"`))

  /** Ephemeral answers of a channel stand in `channel`; all others in the direct conversation. */
  const placeOf = (ts: string) => screens().slack.messages.find((each) => each.ts === ts && each.bot)!.channel

  return {
    email: person.email,
    async ask(words, fits) {
      const before = now()
      const openBefore = screens().slack.modals.findLast((each) => each.user === user)?.id
      if (by === 'slash') {
        const done = await slack.act({ do: 'slash', user, channel, text: words })
        if (!done.ok) return undefined
        const fresh = () => {
          const shown = modal(fits)
          return shown && 'modal' in shown.at && shown.at.modal !== openBefore ? shown : message(before, fits)
        }
        return watch(fresh, within(patienceMs))
      }
      const told = eventsWith(words).length
      await slack.act({ do: 'say', user, channel: user, text: words })
      const accepted = () =>
        eventsWith(words)
          .slice(told)
          .some(({ status }) => status === 200)
      // Slack delivers again for a while; what was never accepted is said again.
      const patient = within(8000)
      const answered = await watch(
        () => message(before, fits),
        () => !accepted() && patient(),
      )
      return answered ?? (accepted() ? promised(`${user} said "${words}"`, () => message(before, fits)) : undefined)
    },
    async fill(form, values, fits) {
      if ('message' in form.at) {
        // A confirmation has its own button; a form with fields has one that opens it as a dialog.
        const { message: ts } = form.at
        const before = now()
        const seen = screens().slack.messages.find((each) => each.ts === ts && each.bot)
        const button = seen && buttonOf(seen.blocks as Block[], (value) => value.includes('"command"'))
        if (!button) return undefined
        const asked = Object.keys(values).length > 0
        const done = await slack.act({ do: 'press', user, channel: placeOf(ts), ts, ...button })
        if (!done.ok) return undefined
        if (!asked) return watch(() => message(before, fits), within(patienceMs))
        const wanted = Object.keys(values)
        const opened = await watch(() => {
          const shown = modal(/./)
          return shown && wanted.every((name) => shown.fields.includes(name)) ? shown : undefined
        }, within(patienceMs))
        return opened && this.fill(opened, values, fits)
      }
      const { modal: id } = form.at
      const view = screens().slack.modals.find((each) => each.id === id)
      if (!view) return undefined
      const given: Record<string, Record<string, string>> = {}
      for (const block of view.view.blocks as Block[]) {
        const name = block.element?.action_id
        if (block.type === 'input' && name !== undefined && values[name] !== undefined)
          given[block.block_id] = { [name]: values[name] }
      }
      const done = await slack.act({ do: 'submit', user, view: id, values: given })
      // "One moment" may stand there first; the answer then follows by itself.
      return done.ok ? watch(() => modal(fits), within(patienceMs)) : undefined
    },
    async press(shown, command, fits) {
      const before = now()
      if ('modal' in shown.at) {
        const { modal: id } = shown.at
        const view = screens().slack.modals.find((each) => each.id === id)
        const button = view && buttonOf(view.view.blocks, invokes(command))
        if (!button) return undefined
        const done = await slack.act({ do: 'press', user, view: id, ...button })
        return done.ok ? watch(() => modal(fits), within(patienceMs)) : undefined
      }
      const { message: ts } = shown.at
      const seen = screens().slack.messages.find((each) => each.ts === ts && each.bot)
      const button = seen && buttonOf(seen.blocks as Block[], invokes(command))
      if (!button) return undefined
      const done = await slack.act({ do: 'press', user, channel: placeOf(ts), ts, ...button })
      return done.ok ? watch(() => modal(fits) ?? message(before, fits), within(patienceMs)) : undefined
    },
  }
}

/** Teams, in the person's own conversation: everything is a message, and so every accepted one is answered. */
export function teamsChat(platforms: Platforms, user: string): Chat {
  const { teams, screens } = platforms
  const state = teams.state()
  const person = state.people.find(({ id }) => id === user)!
  const conversation = state.conversations.find((each) => each.kind === 'personal' && each.user === user)!.id
  const own = () => screens().teams.messages.filter((each) => each.conversation === conversation)

  const cardOf = (id: string) =>
    own().find((each) => each.id === id)?.attachments?.[0]?.content as
      | { actions?: { data?: Record<string, any> }[]; body: any[] }
      | undefined
  const dataOf = (id: string, fits: (press: { command?: string; form?: boolean }) => boolean) => {
    const found: Record<string, any>[] = []
    const dig = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return
      const { data } = node as { data?: Record<string, any> }
      if (data?.anshin && fits(data.anshin)) found.push(data)
      for (const child of Object.values(node)) dig(child)
    }
    dig(cardOf(id))
    return found[0]
  }

  /** The first answer after `known` messages; when it was accepted there is no limit, for it must come. */
  async function answerAfter(known: number, ok: boolean, fits: RegExp): Promise<Shown | undefined> {
    if (!ok) return undefined
    return promised(`${user} in Teams, for ${fits.source}`, () => {
      const hit = own()
        .slice(known)
        .find((each) => each.bot && fits.test(wordsOf(each)))
      if (!hit) return undefined
      const words = wordsOf(hit)
      const fields = [...words.matchAll(/"type":"Input\.\w+","id":"([\w-]+)"/g)].map(([, id]) => id!)
      return { words, fields, at: { message: hit.id } }
    })
  }

  return {
    email: person.email,
    async ask(words, fits) {
      const known = own().length
      const { ok } = await teams.act({ do: 'say', user, conversation, text: words })
      return answerAfter(known, ok, fits)
    },
    async fill(form, values, fits) {
      if (!('message' in form.at)) return undefined
      const { message } = form.at
      const data = dataOf(message, (press) => press.form === true)
      if (!data) return undefined
      const known = own().length
      const { ok } = await teams.act({ do: 'press', user, conversation, message, data: { ...data, ...values } })
      return answerAfter(known, ok, fits)
    },
    async press(shown, command, fits) {
      if (!('message' in shown.at)) return undefined
      const { message } = shown.at
      const data = dataOf(message, (press) => press.command === command)
      if (!data) return undefined
      const known = own().length
      const { ok } = await teams.act({ do: 'press', user, conversation, message, data })
      return answerAfter(known, ok, fits)
    },
  }
}
