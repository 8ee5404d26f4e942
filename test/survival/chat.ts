/** A person at a chat: says things, fills in what is shown, waits for the answer as long as one was promised. */
import type { DeedOutcome, SlackDeed, TeamsDeed } from '../../adapters/playground/contract.ts'
import type { Asked } from './errand.ts'
import type { Platforms } from './platforms.ts'
import { NeverAnswered } from './trace.ts'

/** What a person sees: all its words, the fields it asks for, and where it stands. */
export interface Shown {
  words: string
  fields: string[]
  at: { modal: string } | { message: string } | { dialog: string }
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

/** What was accepted must be answered: after this long with a bot that is left in peace it was lost. */
export async function promised<T>(
  platforms: Pick<Platforms, 'errands' | 'calmSince'>,
  what: string,
  asked: () => Asked,
  look: () => T | undefined,
): Promise<T> {
  const errand = { what, asked, began: Date.now() }
  platforms.errands.add(errand)
  const goOn = () => Date.now() - Math.max(errand.began, platforms.calmSince) < promiseMs
  const seen = await watch(look, goOn)
  platforms.errands.delete(errand)
  if (seen === undefined) throw new NeverAnswered(errand)
  return seen
}

/** Lets a person do something, and remembers it as long as the bot has not answered. */
async function acted<T>({ errands }: Pick<Platforms, 'errands'>, what: string, act: Promise<T>): Promise<T> {
  const errand = { what, began: Date.now() }
  errands.add(errand)
  return act.finally(() => errands.delete(errand))
}

const promiseMs = 120_000

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
  const act = (deed: SlackDeed) => acted(platforms, `${user} in Slack: ${JSON.stringify(deed)}`, slack.act(deed))
  const person = slack.state().people.find(({ id }) => id === user)!

  const topModal = () => screens().slack.modals.findLast((each) => each.user === user)
  /** Which screen stands on top now: Slack gives a view another hash whenever it shows something else. */
  const topScreen = () => {
    const top = topModal()
    return top && `${top.id} ${top.view.hash}`
  }
  /** The dialog on top, unless it is still the screen that was there `before`, whose own buttons may have the wanted words. */
  const modal = (fits: RegExp, before?: string): Shown | undefined => {
    const top = topModal()
    if (!top || topScreen() === before) return undefined
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
  /** Each delivery of a direct message of this person's with these words, and where the message stands. */
  const deliveriesOf = (text: string) =>
    slack.sent
      .filter(({ kind, body }) => kind === 'event' && body.includes(text) && body.includes(`"${user}"`))
      .map(({ status, body }) => ({
        status,
        ...(JSON.parse(body) as { event: { channel: string; ts: string } }).event,
      }))

  /** Ephemeral answers of a channel stand in `channel`; all others in the direct conversation. */
  const placeOf = (ts: string) => screens().slack.messages.find((each) => each.ts === ts && each.bot)!.channel

  return {
    email: person.email,
    async ask(words, fits) {
      const before = now()
      const screen = topScreen()
      if (by === 'slash') {
        const done = await act({ do: 'slash', user, channel, text: words })
        if (!done.ok) return undefined
        return watch(() => modal(fits, screen) ?? message(before, fits), within(patienceMs))
      }
      // Slack may still be delivering the same words, said before: that those are accepted promises nothing to these.
      const earlier = new Set(deliveriesOf(words).map(({ ts }) => ts))
      await act({ do: 'say', user, channel: user, text: words })
      const deliveries = () => deliveriesOf(words).filter(({ ts }) => !earlier.has(ts))
      const accepted = () => deliveries().some(({ status }) => status === 200)
      // Slack delivers again for a while; what was never accepted is said again.
      const patient = within(8000)
      const answered = await watch(
        () => message(before, fits),
        () => !accepted() && patient(),
      )
      if (answered || !accepted()) return answered
      return promised(
        platforms,
        `${user} said "${words}" in Slack`,
        () => ({
          platform: 'slack',
          conversation: deliveries()[0]!.channel,
          ts: [...new Set(deliveries().map(({ ts }) => ts))],
        }),
        () => message(before, fits),
      )
    },
    async fill(form, values, fits) {
      const screen = topScreen()
      if ('message' in form.at) {
        // A confirmation has its own button; a form with fields has one that opens it as a dialog.
        const { message: ts } = form.at
        const before = now()
        const seen = screens().slack.messages.find((each) => each.ts === ts && each.bot)
        const button = seen && buttonOf(seen.blocks as Block[], (value) => value.includes('"command"'))
        if (!button) return undefined
        const asked = Object.keys(values).length > 0
        const done = await act({ do: 'press', user, channel: placeOf(ts), ts, ...button })
        if (!done.ok) return undefined
        if (!asked) return watch(() => message(before, fits), within(patienceMs))
        const wanted = Object.keys(values)
        const opened = await watch(() => {
          const shown = modal(/./, screen)
          return shown && wanted.every((name) => shown.fields.includes(name)) ? shown : undefined
        }, within(patienceMs))
        return opened && this.fill(opened, values, fits)
      }
      if (!('modal' in form.at)) return undefined
      const { modal: id } = form.at
      const view = screens().slack.modals.find((each) => each.id === id)
      if (!view) return undefined
      const given: Record<string, Record<string, string>> = {}
      for (const block of view.view.blocks as Block[]) {
        const name = block.element?.action_id
        if (block.type === 'input' && name !== undefined && values[name] !== undefined)
          given[block.block_id] = { [name]: values[name] }
      }
      const done = await act({ do: 'submit', user, view: id, values: given })
      // "One moment" may stand there first; the answer then follows by itself.
      return done.ok ? watch(() => modal(fits, screen), within(patienceMs)) : undefined
    },
    async press(shown, command, fits) {
      const before = now()
      const screen = topScreen()
      if ('modal' in shown.at) {
        const { modal: id } = shown.at
        const view = screens().slack.modals.find((each) => each.id === id)
        const button = view && buttonOf(view.view.blocks, invokes(command))
        if (!button) return undefined
        const done = await act({ do: 'press', user, view: id, ...button })
        return done.ok ? watch(() => modal(fits, screen), within(patienceMs)) : undefined
      }
      if (!('message' in shown.at)) return undefined
      const { message: ts } = shown.at
      const seen = screens().slack.messages.find((each) => each.ts === ts && each.bot)
      const button = seen && buttonOf(seen.blocks as Block[], invokes(command))
      if (!button) return undefined
      const done = await act({ do: 'press', user, channel: placeOf(ts), ts, ...button })
      return done.ok ? watch(() => modal(fits, screen) ?? message(before, fits), within(patienceMs)) : undefined
    },
  }
}

/**
 * Teams, in the person's own conversation. What is said and sent there is a message, and so every accepted one is
 * answered by another; a button that opens a form opens a dialog, and all in it is answered in the same breath.
 */
export function teamsChat(platforms: Platforms, user: string): Chat {
  const { teams, screens } = platforms
  const act = (deed: TeamsDeed) => acted(platforms, `${user} in Teams: ${JSON.stringify(deed)}`, teams.act(deed))
  const state = teams.state()
  const person = state.people.find(({ id }) => id === user)!
  const conversation = state.conversations.find((each) => each.kind === 'personal' && each.user === user)!.id
  const own = () => screens().teams.messages.filter((each) => each.conversation === conversation)

  const cardAt = (at: Shown['at']): unknown => {
    if ('message' in at) return own().find((each) => each.id === at.message)?.attachments?.[0]?.content
    if ('dialog' in at) return screens().teams.dialogs.find((each) => each.id === at.dialog)?.task.card?.content
    return undefined
  }
  const dataAt = (at: Shown['at'], fits: (press: { command?: string; form?: boolean }) => boolean) => {
    const found: Record<string, any>[] = []
    const dig = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return
      const { data } = node as { data?: Record<string, any> }
      if (data?.anshin && fits(data.anshin)) found.push(data)
      for (const child of Object.values(node)) dig(child)
    }
    dig(cardAt(at))
    return found[0]
  }
  const shownAt = (at: Shown['at'], screen: unknown): Shown => {
    const words = wordsOf(screen)
    return { words, fields: [...words.matchAll(/"type":"Input\.\w+","id":"([\w-]+)"/g)].map(([, id]) => id!), at }
  }

  /** The first answer after `known` messages; when it was accepted there is no limit, for it must come. */
  async function answerAfter(
    known: number,
    { ok, deliveries = [], dialog: id }: DeedOutcome,
    what: string,
    fits: RegExp,
  ): Promise<Shown | undefined> {
    if (!ok) return undefined
    if (id !== undefined) {
      const dialog = screens().teams.dialogs.find((each) => each.id === id)
      // A sentence instead of a card says that it was sent before, by a process that is gone: the form is opened anew.
      const shown = dialog && dialog.message === undefined ? shownAt({ dialog: id }, dialog.task) : undefined
      return shown && fits.test(shown.words) ? shown : undefined
    }
    const activities = deliveries.map(({ activityId }) => activityId)
    return promised(
      platforms,
      `${user} in Teams, ${what}, for ${fits.source}`,
      () => ({ platform: 'teams', conversation, activities }),
      () => {
        const hit = own()
          .slice(known)
          .find((each) => each.bot && fits.test(wordsOf(each)))
        return hit && shownAt({ message: hit.id }, hit)
      },
    )
  }

  async function pressOn(at: Shown['at'], data: Record<string, any>, what: string, fits: RegExp) {
    const known = own().length
    if ('dialog' in at) return answerAfter(known, await act({ do: 'submit', user, ...at, data }), what, fits)
    if (!('message' in at)) return undefined
    return answerAfter(known, await act({ do: 'press', user, conversation, ...at, data }), what, fits)
  }

  return {
    email: person.email,
    async ask(words, fits) {
      const known = own().length
      const done = await act({ do: 'say', user, conversation, text: words })
      return answerAfter(known, done, `said "${words}"`, fits)
    },
    async fill({ at }, values, fits) {
      const data = dataAt(at, (press) => press.form === true)
      return data && pressOn(at, { ...data, ...values }, `filled in ${JSON.stringify(at)}`, fits)
    },
    async press({ at }, command, fits) {
      const data = dataAt(at, (press) => press.command === command)
      return data && pressOn(at, data, `pressed ${command} at ${JSON.stringify(at)}`, fits)
    },
  }
}
