import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Person } from '../../src/bot/bot.ts'
import { type Asking, type Command, Refusal } from '../../src/bot/command.ts'
import { choiceField, hiddenFields, optionalField, requiredField } from '../../src/bot/field.ts'
import { formWanted } from '../../src/bot/form.ts'
import type { Inbound, Request } from '../../src/bot/inbound.ts'
import { createRouter, type RouterOptions } from '../../src/bot/router.ts'
import { type Action, answer, ask, invoke, type Reply, say, type View } from '../../src/bot/view.ts'
import { createVocabulary } from '../../src/bot/vocabulary.ts'
import { slipsBetween } from '../../src/domain/slips.ts'
import { loadWords } from '../../src/i18n.ts'
import { root } from '../support/locale-files.ts'

// ---- a small bot: five commands, two kinds of askers ----------------------------------------------------------------

interface Asker {
  member: boolean
}
type Ask = Asking<Asker, { greeting: string }>
type Declared = Command<Asker, { greeting: string }>

const number = z.string().regex(/^\d+$/, 'errors.serial')
const numbers = {
  serial: requiredField({ label: 'register.field.serial', schema: number, maxLength: 20 }),
  number: requiredField({ label: 'register.field.number', schema: number }),
  note: optionalField({ label: 'coverage.field.what', schema: z.string() }),
  from: optionalField({ label: 'coverage.field.what', schema: z.string(), hidden: true }),
}
const form = { title: 'register.title', submit: 'register.look-up', intro: 'register.intro' } as const

/** What ran, with the values it was given. */
const ran: { command: string; values: object; asking: Ask }[] = []
const done = (command: string, reply: (values: any, asking: Ask) => Reply) => async (values: object, asking: Ask) => {
  ran.push({ command, values, asking })
  return reply(values, asking)
}
const plain = (title: Parameters<typeof say>[0], actions: Action[] = []): View => ({
  tone: 'plain',
  title: say(title),
  body: [],
  actions,
})

const register: Declared = {
  name: 'register',
  listed: true,
  audience: 'members',
  fields: numbers,
  form,
  run: done('register', ({ serial }) => {
    if (serial === '13') throw new Refusal(say('register.unknown'), 'serial')
    if (serial === '14') throw new Refusal(say('register.unknown'), 'from')
    if (serial === '15') throw new Refusal(say('register.unknown'))
    return answer(plain('register.submit'))
  }),
}
const confirm: Declared = {
  name: 'register.confirm',
  listed: false,
  audience: 'members',
  fields: hiddenFields(numbers),
  run: done('register.confirm', () => {
    throw new Refusal(say('register.unknown'), 'serial')
  }),
}
const language: Declared = {
  name: 'language',
  listed: true,
  audience: 'everyone',
  fields: { to: choiceField({ label: 'language.field', choices: [{ value: 'ja', label: say('language.ja') }] }) },
  form: { title: 'language.title', submit: 'language.submit' },
  run: done('language', ({ to }, asking) => {
    asking.language = to
    return answer(plain('language.done'))
  }),
}
const breaks: Declared = {
  name: 'break',
  listed: true,
  audience: 'everyone',
  fields: {},
  run: done('break', () => {
    throw new Error('the disk is full of secrets')
  }),
}
const guarded: Declared = {
  name: 'guarded',
  listed: true,
  audience: 'everyone',
  fields: { number: numbers.number },
  form,
  before: ({ asker }) => {
    if (asker.member) return answer(plain('signup.already.title'))
    return undefined
  },
  run: done('guarded', () => answer(plain('register.submit'))),
}
/** Answers with one button for everything that a button can be. */
const menu: Declared = {
  name: 'menu',
  listed: true,
  audience: 'everyone',
  fields: {},
  run: done('menu', () => {
    const label = say('common.help')
    const buttons = [
      invoke(label, 'register'),
      invoke(label, 'register', { serial: '1', number: '  ' }),
      invoke(label, 'register', { serial: '1', number: '2' }),
      invoke(label, 'register', { serial: '1', number: '2', [formWanted]: '1' }),
      invoke(label, 'register.confirm'),
      invoke(label, 'language'),
      invoke(label, 'acting'),
      invoke(label, 'break'),
      invoke(label, 'nothing-like-it'),
      { kind: 'link' as const, label, url: 'https://example.com' },
    ]
    return answer({ ...plain('help.title', buttons), body: [{ kind: 'entry', title: label, actions: buttons }] })
  }),
}
const acting: Declared = { ...guarded, name: 'acting', beforeActs: true }
/** A form whose introduction has a button. */
const code: Declared = {
  name: 'code',
  listed: true,
  audience: 'everyone',
  fields: {},
  run: done('code', () =>
    ask({
      command: 'code',
      title: say('signup.code.title'),
      fields: [],
      submit: say('signup.code.submit'),
      intro: [
        { kind: 'divider' },
        { kind: 'entry', title: say('common.help'), actions: [invoke(say('common.help'), 'register')] },
      ],
    }),
  ),
}
const commands = [register, confirm, language, breaks, guarded, menu, acting, code]

const words = loadWords(root)
const broken: { error: unknown; happening: object }[] = []

function routerWith(over: Partial<RouterOptions<Asker, { greeting: string }>> = {}) {
  ran.length = 0
  broken.length = 0
  return createRouter<Asker, { greeting: string }>({
    commands,
    vocabulary: createVocabulary(
      commands.map(({ name }) => [name, name] as const),
      slipsBetween,
    ),
    services: { greeting: 'hello' },
    now: () => new Date('2026-11-22T08:00:00Z'),
    identify: async ({ who, locale }) => ({
      asker: { member: who.user === 'U1' },
      language: locale ?? 'en',
      zone: 'Asia/Tokyo',
    }),
    hear: async () => undefined,
    canMean: () => true,
    isInternal: (audience) => audience === 'internal',
    refuse: (audience, asker) =>
      audience === 'members' && !asker.member ? plain('errors.sign-up-first.title') : undefined,
    localize: words.reply,
    lost: async (said, nearest) =>
      answer({
        ...plain('errors.unknown-command.title'),
        title: say('errors.unknown-command.title', { words: `${said}|${nearest}` }),
      }),
    welcome: async ({ services }) => ({
      ...plain('help.title'),
      title: say('common.verbatim', { text: services.greeting }),
    }),
    broken: (error, happening) => {
      broken.push({ error, happening })
      return {
        ...plain('errors.broken.title'),
        body: [{ kind: 'paragraph', text: say('errors.broken.text', { reference: '7F3K' }) }],
      }
    },
    ...over,
  })
}

let count = 0
const from = (request: Request, user = 'U1', over: Partial<Inbound> = {}): Inbound => ({
  key: `key ${++count}`,
  who: { platform: 'slack', workspace: 'T1', user },
  place: { workspace: 'T1', conversation: 'D1', kind: 'direct', private: true },
  request,
  ...over,
})
const said = (text: string, user?: string, over?: Partial<Inbound>) => from({ kind: 'said', text }, user, over)
const invoked = (command: string, values: Record<string, string> = {}, user?: string) =>
  from({ kind: 'invoked', command, values }, user)
const submitted = (command: string, values: Record<string, string> = {}) => from({ kind: 'submitted', command, values })

const titleOf = (reply: Reply | undefined): string => {
  if (!reply) throw new Error('silence')
  return (reply.kind === 'form' ? reply.form.title : reply.view.title).key
}
const formIn = (reply: Reply | undefined) => {
  if (reply?.kind !== 'form') throw new Error(`no form: ${titleOf(reply)}`)
  return reply.form
}

// ---- the promises ---------------------------------------------------------------------------------------------------

describe('words, buttons and forms lead to one command with values', () => {
  test.each([
    ['typed', said('register 123 456 and a note')],
    ['pressed', invoked('register', { serial: '123', number: '456', note: 'and a note' })],
    ['submitted', submitted('register', { serial: '123', number: '456', note: 'and a note' })],
  ])('%s', async (_, inbound) => {
    const { reply } = await routerWith().take(inbound)
    expect(ran).toMatchObject([
      { command: 'register', values: { serial: '123', number: '456', note: 'and a note', from: undefined } },
    ])
    expect(titleOf(reply)).toBe('register.submit')
  })

  test('a command hears who asks, where, when, in which zone, and which happening it is', async () => {
    const inbound = said('register 1 2', 'U1', {
      displayName: 'Mei',
      place: { workspace: 'T1', conversation: 'C1', kind: 'dialog', private: true },
    })
    await routerWith().take(inbound)
    expect(ran[0]!.asking).toMatchObject({
      who: inbound.who,
      place: inbound.place,
      asker: { member: true },
      zone: 'Asia/Tokyo',
      displayName: 'Mei',
      key: inbound.key,
      now: new Date('2026-11-22T08:00:00Z'),
      services: { greeting: 'hello' },
    })
  })

  test('a hidden value comes from buttons and forms, and never from typed words', async () => {
    await routerWith().take(invoked('register', { serial: '1', number: '2', from: 'here' }))
    expect(ran[0]!.values).toMatchObject({ from: 'here' })
    await routerWith().take(said('register 1 2 here'))
    expect(ran[0]!.values).toMatchObject({ from: undefined, note: 'here' })
  })

  test('no words are answered with the welcome', async () => {
    const { reply } = await routerWith().take(said('  \n '))
    expect(reply).toMatchObject({ view: { title: { values: { text: 'hello' } } } })
  })

  test.each([
    ['unknown words, with what was perhaps meant', said('registr 1'), 'registr 1|register'],
    ['unknown words far from any', said('zzzzzzzz'), 'zzzzzzzz|undefined'],
    ['a button of a command that is gone', invoked('gone'), '|undefined'],
  ])('%s: says so', async (_, inbound, heard) => {
    const { reply } = await routerWith().take(inbound)
    expect(ran).toEqual([])
    expect(reply).toMatchObject({ view: { title: { key: 'errors.unknown-command.title', values: { words: heard } } } })
  })

  test('ten thousand letters are refused before anything looks at them', async () => {
    const { reply } = await routerWith().take(said(`register ${'1'.repeat(10_000)} 2`))
    expect(titleOf(reply)).toBe('errors.too-many-words')
    expect(ran).toEqual([])
  })
})

describe('permission', () => {
  test.each([
    ['typed', said('register 1 2', 'U2')],
    ['pressed', invoked('register', { serial: '1', number: '2' }, 'U2')],
    ['asked for as a form', invoked('register', { [formWanted]: '1' }, 'U2')],
    ['by a step that only forms reach', invoked('register.confirm', { serial: '1', number: '2' }, 'U2')],
  ])('who may not use a command gets neither its form nor its answer: %s', async (_, inbound) => {
    const { reply } = await routerWith().take(inbound)
    expect(titleOf(reply)).toBe('errors.sign-up-first.title')
    expect(ran).toEqual([])
  })

  test('nothing of a command is run for them, not even what answers instead', async () => {
    const asked: string[] = []
    const closed: Declared = { ...guarded, audience: 'members', before: ({ who }) => void asked.push(who.user) }
    const router = routerWith({ commands: [closed] })
    await router.take(invoked('guarded', {}, 'U2'))
    expect(asked).toEqual([])
    await router.take(invoked('guarded', {}, 'U1'))
    expect(asked).toEqual(['U1'])
  })

  test('what answers instead comes before the form, and only where it applies', async () => {
    expect(titleOf((await routerWith().take(invoked('guarded'))).reply)).toBe('signup.already.title')
    expect(formIn((await routerWith().take(invoked('guarded', {}, 'U2'))).reply).command).toBe('guarded')
    expect(ran).toEqual([])
  })
})

describe('a form', () => {
  test('opens without reproach while something is only missing, with what is known already', async () => {
    const { reply, refused } = await routerWith().take(invoked('register', { serial: '123', from: 'here' }))
    expect(refused).toBeUndefined()
    expect(formIn(reply)).toMatchObject({
      command: 'register',
      title: { key: 'register.title' },
      submit: { key: 'register.look-up' },
      intro: [{ kind: 'paragraph', text: { key: 'register.intro' } }],
      hidden: { from: 'here' },
    })
    const [serial, number, note, ...more] = formIn(reply).fields
    expect(more).toEqual([])
    expect(serial).toMatchObject({ name: 'serial', value: '123', maxLength: 20 })
    expect(number).toMatchObject({ name: 'number' })
    expect(number).not.toHaveProperty('value')
    expect(note).toMatchObject({ name: 'note', optional: true })
    expect(formIn(reply).fields.some(({ error }) => error)).toBe(false)
    expect(ran).toEqual([])
  })

  test('opens when it is asked for, although nothing is missing, and can be opened again as it was', async () => {
    const { reply } = await routerWith().take(invoked('register', { serial: '1', number: '2', [formWanted]: '1' }))
    const form = formIn(reply)
    expect(form.fields.map(({ value }) => value)).toEqual(['1', '2', undefined])
    expect(form.reopen).toEqual({ command: 'register', values: { serial: '1', number: '2', [formWanted]: '1' } })
    expect(form.hidden).toBeUndefined()
    expect(ran).toEqual([])
  })

  test('opened again leaves out what no button could carry', async () => {
    const { reply } = await routerWith().take(
      invoked('register', { serial: '1', strange: 'z', note: 'x'.repeat(190), from: 'y'.repeat(1_300) }),
    )
    expect(formIn(reply).reopen?.values).toEqual({ serial: '1', note: 'x'.repeat(190), [formWanted]: '1' })
  })

  test('typed wrongly comes with the reason under the field', async () => {
    const { reply, refused } = await routerWith().take(said('register abc 2'))
    expect(formIn(reply).fields[0]).toMatchObject({ name: 'serial', value: 'abc', error: { key: 'errors.serial' } })
    expect(formIn(reply).fields[1]).toMatchObject({ name: 'number', value: '2' })
    expect(formIn(reply).fields[1]).not.toHaveProperty('error')
    // Nothing was submitted: there is no dialog that could show what was refused.
    expect(refused).toBeUndefined()
  })
})

describe('a submitted form that is refused', () => {
  test('comes back with every value and every fault under its field', async () => {
    const { reply, refused } = await routerWith().take(submitted('register', { serial: 'x'.repeat(30), note: 'kept' }))
    expect(refused).toEqual(formIn(reply))
    expect(refused!.fields).toMatchObject([
      { name: 'serial', value: 'x'.repeat(30), error: { key: 'errors.too-long', values: { max: 20 } } },
      { name: 'number', error: { key: 'errors.required' } },
      { name: 'note', value: 'kept' },
    ])
  })

  test('sent empty says what is needed', async () => {
    const { refused } = await routerWith().take(submitted('register', { serial: '  ' }))
    expect(refused!.fields.map(({ error }) => error?.key)).toEqual(['errors.required', 'errors.required', undefined])
  })

  test('by what the command found says so under the field it names', async () => {
    const { refused } = await routerWith().take(submitted('register', { serial: '13', number: '2', note: 'kept' }))
    expect(refused!.fields).toMatchObject([
      { value: '13', error: { key: 'register.unknown' } },
      { value: '2' },
      { value: 'kept' },
    ])
    expect(refused!.fields[1]).not.toHaveProperty('error')
  })

  test.each(['14', '15'])('for a reason that belongs to no field on it says so above them (%s)', async (serial) => {
    const { refused } = await routerWith().take(submitted('register', { serial, number: '2' }))
    expect(refused!.intro).toMatchObject([{ text: { key: 'register.unknown' } }, { text: { key: 'register.intro' } }])
    expect(refused!.fields.map(({ value }) => value)).toEqual([serial, '2', undefined])
  })

  test('in a command without a form is one sentence', async () => {
    const { reply, refused } = await routerWith().take(submitted('register.confirm', { serial: '1', number: '2' }))
    expect(refused).toBeUndefined()
    expect(reply).toMatchObject({ view: { tone: 'warning', title: { key: 'register.unknown' } } })
    const { reply: second } = await routerWith().take(submitted('register.confirm', { serial: '!' }))
    expect(second).toMatchObject({ view: { tone: 'warning', title: { key: 'errors.serial' } } })
  })

  test('is handed to the platform in the reader’s language', async () => {
    const answered = await routerWith().answer({ ...submitted('register', { serial: 'abc' }), locale: 'ja' })
    expect(answered.language).toBe('ja')
    expect(answered.refused?.fields[0]).toMatchObject({ value: 'abc', error: words.phrase('ja', 'errors.serial') })
    expect(answered.reply).toEqual({ kind: 'form', form: answered.refused })
  })

  test('pressed instead of submitted, the same fault is a form to fill in and no refusal', async () => {
    const answered = await routerWith().answer(invoked('register', { serial: 'abc' }))
    expect(answered.reply.kind).toBe('form')
    expect(answered).not.toHaveProperty('refused')
  })
})

describe('what breaks', () => {
  test('is answered with a reference, in the person’s language, and tells the cause to nobody but the log', async () => {
    const answered = await routerWith().answer({ ...invoked('break'), locale: 'zh-TW' })
    expect(answered.reply).toMatchObject({ view: { title: words.phrase('zh-TW', 'errors.broken.title') } })
    expect(JSON.stringify(answered)).toContain('7F3K')
    expect(JSON.stringify(answered)).not.toContain('secrets')
    expect(broken).toMatchObject([
      { error: { message: 'the disk is full of secrets' }, happening: { command: 'break' } },
    ])
  })

  test('before the person is even known is answered too', async () => {
    const router = routerWith({ identify: () => Promise.reject(new Error('no database')) })
    const answered = await router.answer(said('register 1 2'))
    expect(answered.reply).toMatchObject({ view: { title: words.phrase('en', 'errors.broken.title') } })
    expect(broken[0]!.happening).toEqual({ key: `key ${count}` })
    expect(await router.home({ who: { platform: 'slack', workspace: 'T1', user: 'U1' } })).toMatchObject({
      title: words.phrase('en', 'errors.broken.title'),
    })
  })

  test('and was given up in the end is apologised for in the person’s language', async () => {
    const router = routerWith()
    const { reply, reader } = await router.apologize({ ...invoked('break'), locale: 'ja' }, new Error('again'))
    expect(titleOf(reply)).toBe('errors.broken.title')
    expect(reader.language).toBe('ja')
    expect(broken).toMatchObject([{ error: { message: 'again' }, happening: { command: 'break' } }])
  })
})

describe('the reader', () => {
  test('reads a changed language already in the answer that changes it', async () => {
    const answered = await routerWith().answer(said('language ja'))
    expect(answered).toMatchObject({
      language: 'ja',
      reply: { view: { title: words.phrase('ja', 'language.done') } },
    })
  })

  test('is told with the zone of the person and whether others can read', async () => {
    const place = { workspace: 'T1', conversation: 'C1', kind: 'channel' as const, private: false }
    const { reader } = await routerWith().take(said('register 1 2', 'U1', { place, locale: 'zh-CN' }))
    expect(reader).toEqual({ language: 'zh-CN', zone: 'Asia/Tokyo', private: false })
  })
})

describe('the start page', () => {
  const person: Person = { who: { platform: 'slack', workspace: 'T1', user: 'U1' }, locale: 'ja' }

  test('is the welcome, privately and in the person’s language', async () => {
    const seen: unknown[] = []
    const router = routerWith({
      welcome: async (asking) => {
        seen.push(asking.place)
        return plain('help.title', [invoke(say('common.help'), 'register')])
      },
    })
    const home = await router.home(person)
    expect(home.title).toBe(words.phrase('ja', 'help.title'))
    expect(seen).toEqual([{ workspace: 'T1', conversation: 'U1', kind: 'home', private: true }])
    expect(home.actions).toMatchObject([{ opensForm: true }])
  })
})

describe('a button is marked when pressing it opens a form and nothing happens before', () => {
  const opening = (actions: Action[] = []) =>
    actions.map((action) => (action.kind === 'invoke' ? action.opensForm === true : undefined))

  test('in a view and in its entries', async () => {
    const { reply } = await routerWith().take(invoked('menu'))
    if (reply?.kind !== 'view') throw new Error('no view')
    const expected = [
      true, // nothing is known yet
      true, // one required value is blank
      false, // everything is there: pressing runs it
      true, // the form is asked for although everything is there
      false, // a command without a form
      true,
      false, // its `before` acts
      false, // takes no values
      false, // not a command
      undefined, // a link
    ]
    expect(opening(reply.view.actions)).toEqual(expected)
    const [entry] = reply.view.body
    expect(entry?.kind === 'entry' && opening(entry.actions)).toEqual(expected)
  })

  test('in the introduction of a form', async () => {
    const entry = formIn((await routerWith().take(invoked('code'))).reply).intro?.[1]
    expect(entry?.kind === 'entry' && opening(entry.actions)).toEqual([true])
  })

  test('and it is still marked in the reader’s language', async () => {
    const { reply } = await routerWith().answer(invoked('menu'))
    expect(reply.kind === 'view' && reply.view.actions?.[0]).toMatchObject({ opensForm: true })
  })
})
