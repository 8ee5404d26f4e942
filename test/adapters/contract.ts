/**
 * What must hold on every platform. Each adapter calls `adapterContract` with a harness: its real adapter over HTTP, a simulated
 * platform that speaks to it, and a bot that answers what the test says.
 */
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/bot/bot.ts'
import type { Inbound } from '../../src/bot/inbound.ts'
import { type Delivery, DeliveryError, type Platform, type Recipient } from '../../src/bot/platform.ts'
import { type Prose, wordsIn } from '../../src/bot/prose.ts'
import type { Form, Reply, View } from '../../src/bot/view.ts'

/** Something that the person sees: a message or a dialog. */
export interface Shown {
  /** Every word of it, as shown. */
  words: string
  /** Parts that the platform acts on beside our buttons and fields: mentions, links, markup made of somebody's words. */
  markup: string[]
  buttons: string[]
  fields: { name: string; value?: string; error?: string }[]
  /** Seen by this person alone. */
  private: boolean
}

export interface AdapterHarness {
  platform: Platform
  /** The bot answers this from now on; a repeated key is answered `seen` without asking. */
  script(answer: (inbound: Inbound) => Answer | 'seen'): void
  /** Everything that was reported to the bot since `reset`, answered and accepted alike. */
  /** Slack shows an answer in a channel to the asker alone; Teams cannot. */
  answersInChannelAreEphemeral: boolean
  happenings(): Inbound[]
  reset(): void | Promise<void>
  /** The person's own conversation with the bot, and a channel that has others in it. */
  person: Recipient
  channel: Recipient
  /** Words typed in the person's own conversation. */
  say(text: string): Promise<void>
  /** Words to the bot in the channel, with a mention. */
  mention(text: string): Promise<void>
  /** Presses the button with this label in what was shown last: the open dialog, else the latest message. */
  press(label: string): Promise<void>
  /** Fills in fields of the open dialog and submits it. */
  submit(values: Record<string, string>): Promise<void>
  /** The platform delivers its latest request once more. */
  again(): Promise<void>
  /** Messages of the bot in the person's own conversation, oldest first. */
  messages(): Promise<Shown[]>
  /** The open dialog, when one is open. */
  dialog(): Promise<Shown | undefined>
  /** Waits until it is so. */
  until<T>(what: () => Promise<T | undefined | false>): Promise<T>
  close(): Promise<void>
}

const view = (title: string, more: Partial<View<string>> = {}): Reply<string> => ({
  kind: 'view',
  view: { tone: 'plain', title, body: [], ...more },
})
const go = {
  kind: 'invoke' as const,
  label: 'Go',
  invoke: { command: 'register.start', values: { serial: 'OMF-1' } },
  opensForm: true,
}
const form: Form<string> = {
  command: 'register.lookup',
  title: 'Register',
  submit: 'Look up',
  cancel: 'Cancel',
  hidden: { step: 'one' },
  fields: [
    { name: 'serial', kind: 'text', label: 'Serial', maxLength: 60 },
    { name: 'number', kind: 'text', label: 'Number', maxLength: 60, optional: true },
  ],
}
const answers = (reply: Reply<string>, refused?: Form<string>): Answer => ({
  reply,
  language: 'en',
  ...(refused ? { refused } : {}),
})
const hostile = [
  '<!channel> <@U1> <at>everyone</at>',
  '[your bank](https://evil.example) **bold** _it_ `code`',
  '<https://evil.example|your bank> <b>bold</b>',
  '# heading',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what Adaptive Cards would fill in
  '{{DATE(2017-02-14T06:08:39Z, SHORT)}} ${title}',
]

export function adapterContract(name: string, open: () => Promise<AdapterHarness>): void {
  describe(`${name}: what holds on every platform`, () => {
    let at: AdapterHarness
    let deliveries = 0
    const delivery = (to: Recipient, content: Reply<string>): Delivery => ({
      id: `contract-${++deliveries}`,
      attempt: 1,
      to,
      content,
      language: 'en',
    })
    beforeAll(async () => {
      at = await open()
    })
    afterAll(() => at.close())
    beforeEach(async () => {
      await at.reset()
      at.script(() => answers(view('Answer')))
      // Teams can speak first only to those who spoke once.
      await at.say('hello')
    })

    const openForm = async () => {
      at.script(() => answers({ kind: 'form', form }))
      await at.platform.deliver(delivery(at.person, view('Menu', { actions: [go] })))
      await at.press('Go')
      return at.until(() => at.dialog())
    }

    test('typed words arrive as they were typed, from a private place', async () => {
      await at.say('保固 OMF & <b> "x"')
      expect(at.happenings().at(-1)).toMatchObject({
        request: { kind: 'said', text: '保固 OMF & <b> "x"' },
        place: { kind: 'direct', private: true },
      })
    })

    test('after a mention they come without it, and tell whether others will read the answer', async () => {
      await at.mention('coverage OMF')
      expect(at.happenings().at(-1)).toMatchObject({
        request: { kind: 'said', text: 'coverage OMF' },
        place: { kind: 'channel', private: at.answersInChannelAreEphemeral },
      })
    })

    test('a button brings its command and values, with nothing kept for it in between', async () => {
      await at.platform.deliver(delivery(at.person, view('Menu', { actions: [go] })))
      await at.press('Go')
      expect(at.happenings().at(-1)?.request).toEqual({ kind: 'invoked', ...go.invoke })
    })

    test('one deed delivered twice is one happening, and shows nothing twice', async () => {
      await at.say('once')
      const before = at.happenings().length
      const shown = (await at.messages()).length
      await at.again()
      expect(at.happenings()).toHaveLength(before)
      expect(await at.messages()).toHaveLength(shown)
    })

    test('a form opens, and what was filled in comes with its hidden values', async () => {
      const dialog = await openForm()
      expect(dialog.fields.map(({ name: field }) => field)).toEqual(['serial', 'number'])
      at.script(() => answers(view('Registered', { tone: 'good' })))
      await at.submit({ serial: 'OMF-1' })
      expect(at.happenings().at(-1)).toMatchObject({
        request: { kind: 'submitted', command: 'register.lookup', values: { serial: 'OMF-1', step: 'one' } },
        place: { kind: 'dialog', private: true },
      })
    })

    test('a refused form keeps what was typed and names the fault', async () => {
      await openForm()
      const refused: Form<string> = {
        ...form,
        fields: form.fields.map((field) =>
          field.name === 'serial' ? { ...field, value: 'my typing', error: 'Unknown number' } : field,
        ),
      }
      at.script(() => answers({ kind: 'form', form: refused }, refused))
      await at.submit({ serial: 'my typing' })
      const dialog = await at.until(() => at.dialog())
      expect(dialog.fields.find(({ name: field }) => field === 'serial')).toMatchObject({
        value: 'my typing',
        error: 'Unknown number',
      })
      at.script(() => answers(view('Registered')))
      await at.submit({ serial: 'OMF-1' })
      expect(at.happenings().at(-1)?.request).toMatchObject({ values: { serial: 'OMF-1', step: 'one' } })
    })

    test('a form leads to the next form', async () => {
      await openForm()
      const confirm: Form<string> = {
        command: 'register.confirm',
        title: 'Confirm',
        submit: 'Register',
        fields: [],
        hidden: { serial: 'OMF-1' },
      }
      at.script(() => answers({ kind: 'form', form: confirm }))
      await at.submit({ serial: 'OMF-1' })
      await at.until(async () => (await at.dialog())?.words.includes('Confirm'))
      at.script(() => answers(view('Registered')))
      await at.submit({})
      expect(at.happenings().at(-1)?.request).toEqual({
        kind: 'submitted',
        command: 'register.confirm',
        values: { serial: 'OMF-1' },
      })
    })

    test.each(hostile)('%j is shown letter by letter, in a message and in a form', async (text) => {
      await at.platform.deliver(
        delivery(
          at.person,
          view(text, {
            body: [
              { kind: 'paragraph', text },
              { kind: 'bullets', items: [text] },
              { kind: 'facts', facts: [{ label: text, value: text }] },
              { kind: 'entry', title: text, text },
            ],
          }),
        ),
      )
      const message = (await at.messages()).at(-1)!
      expect(message.words.split(text).length - 1).toBeGreaterThanOrEqual(6)
      expect(message.markup).toEqual([])
      at.script(() =>
        answers({
          kind: 'form',
          form: { ...form, intro: [{ kind: 'paragraph', text }], fields: [{ ...form.fields[0]!, value: text }] },
        }),
      )
      await at.platform.deliver(delivery(at.person, view('Menu', { actions: [go] })))
      await at.press('Go')
      const dialog = await at.until(() => at.dialog())
      expect(dialog.words).toContain(text)
      expect(dialog.fields[0]?.value).toBe(text)
      expect(dialog.markup).toEqual([])
    })

    test('what is too long for the platform is cut and said so, and its buttons stay', async () => {
      const body = Array.from({ length: 400 }, (_, i) => ({
        kind: 'entry' as const,
        title: `License ${i}`,
        text: '漢'.repeat(200),
      }))
      await at.platform.deliver(delivery(at.person, view('Licenses', { body, actions: [go] })))
      const message = (await at.messages()).at(-1)!
      expect(message.words).toContain('License 0')
      expect(message.words).not.toContain('License 399')
      expect(message.buttons).toContain('Go')
    })

    test('a delivery names where the message stands, and the same content may be sent again', async () => {
      const first = await at.platform.deliver(delivery(at.person, view('Notice')))
      const second = await at.platform.deliver(delivery(at.person, view('Notice')))
      expect(first.reference).not.toBe('')
      expect(second.reference).not.toBe(first.reference)
      expect((await at.messages()).filter(({ words }) => words.includes('Notice'))).toHaveLength(2)
    })

    test('what can never be delivered is refused for good', async () => {
      const fault = await at.platform
        .deliver(delivery({ kind: 'email', address: 'a@example.com' }, view('Notice')))
        .catch((error: unknown) => error)
      expect(fault).toBeInstanceOf(DeliveryError)
      expect((fault as DeliveryError).fault.kind).toBe('permanent')
    })
  })
}

/** What must hold on every platform for what people write and for messages that change. */
export function messageContract(name: string, open: () => Promise<AdapterHarness>): void {
  describe(`${name}: messages that are written, changed and taken back`, () => {
    let at: AdapterHarness
    let deliveries = 0
    const delivery = (content: Delivery['content'], more: Partial<Delivery> = {}): Delivery => ({
      id: `messages-${++deliveries}`,
      attempt: 1,
      to: at.person,
      content,
      language: 'en',
      ...more,
    })
    const shows = async (text: string) => (await at.messages()).filter(({ words }) => words.includes(text)).length
    beforeAll(async () => {
      at = await open()
    })
    afterAll(() => at.close())
    beforeEach(async () => {
      await at.reset()
      at.script(() => answers(view('Answer')))
      await at.say('hello')
    })

    test('typed words also come as a message of their own', async () => {
      await at.say('保固 & <b> "x"')
      const request = at.happenings().at(-1)?.request
      expect(request).toMatchObject({ kind: 'said', written: { id: expect.stringMatching(/./u), files: [] } })
      expect(wordsIn((request as { written: { prose: Prose } }).written.prose)).toBe('保固 & <b> "x"')
    })

    test.each(hostile)('%j in somebody’s words is shown letter by letter', async (text) => {
      const prose: Prose = [
        { kind: 'text', runs: [{ text, bold: true }, { text: ' and' }] },
        { kind: 'quote', runs: [{ text }] },
        { kind: 'code', text },
        { kind: 'list', items: [[{ text }], [{ text, strike: true }]] },
      ]
      await at.platform.deliver(delivery(view('Message', { body: [{ kind: 'prose', prose }] })))
      const message = (await at.messages()).at(-1)!
      expect(message.words.split(text).length - 1).toBeGreaterThanOrEqual(5)
      expect(message.markup).toEqual([])
    })

    test('a message is changed where it stands', async () => {
      const target = await at.platform.deliver(delivery(view('Before')))
      const changed = await at.platform.deliver(delivery(view('After'), { target }))
      expect(changed.reference).toBe(target.reference)
      expect([await shows('Before'), await shows('After')]).toEqual([0, 1])
    })

    test('a message is taken back, and a second time is the same', async () => {
      const target = await at.platform.deliver(delivery(view('Oops')))
      const removal = delivery({ kind: 'removal' }, { target })
      await at.platform.deliver(removal)
      await at.platform.deliver(removal)
      expect(await shows('Oops')).toBe(0)
    })

    test('a file comes with the words that say whose it is', async () => {
      const file = { id: 'file-1', name: 'trace.log', size: 4, type: 'text/plain' }
      const content = { kind: 'file' as const, file, view: { tone: 'plain' as const, title: 'From Ming', body: [] } }
      await at.platform.deliver(
        delivery(content, { open: async () => ({ stream: Readable.from([Buffer.from('boom')]), size: 4 }) }),
      )
      expect(await shows('From Ming')).toBe(1)
    })
  })
}
