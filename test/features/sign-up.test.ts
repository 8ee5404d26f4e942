import { describe, expect, test } from 'vitest'
import { identityKey } from '../../src/domain/identity.ts'
import { onEachChat, type Person, type TestChat } from '../support/conversation.ts'

const mei = { name: '林美玲', email: 'Mei.Lin@Brightport.example', phone: '+886 2 5550 0199' }
const address = 'mei.lin@brightport.example'

onEachChat('sign-up', (chat) => {
  const begin = async (person: Person, values: Record<string, string> = mei) =>
    person.submits(await person.says('signup'), values)
  const contacts = async ({ db }: TestChat) => db.prisma.contact.count()

  test('asked for without values, the form opens without reproach and stores nothing', async () => {
    const before = await chat().stored()
    const form = await chat().person('MEI').says('signup')
    expect(form).toMatchObject({ refused: false, reply: { kind: 'form', form: { command: 'signup' } } })
    expect(form.keys).not.toContain('errors.required')
    expect(await chat().stored()).toEqual(before)
  })

  test('a code goes to the address and nowhere else; the right one makes a primary contact of a new organization', async () => {
    const person = chat().person('MEI', { locale: 'zh-TW' })
    const asked = await begin(person, { ...mei, company: 'Brightport' })
    expect(asked.values('signup.code.intro')).toEqual({ email: address, minutes: 15 })
    const sent = await chat().outbox()
    expect(sent).toMatchObject([{ language: 'zh-TW' }])
    // Whoever owns the address did not ask for this mail: it holds no word of the person who typed it.
    expect(sent[0]?.to).toEqual({ kind: 'email', address })
    expect(JSON.stringify(sent)).not.toContain(mei.name)
    const code = await chat().codeFor(address)
    expect(code).toMatch(/^\d{6}$/)
    expect(asked.texts.join(' ')).not.toContain(code)
    expect(JSON.stringify(await chat().audit())).not.toContain(code)

    const done = await person.submits(asked, { code })
    expect(done.keys.slice(0, 2)).toEqual(['signup.done.title', 'signup.done.new'])
    expect(done.values('signup.done.new')).toEqual({ organization: 'Brightport' })
    expect(done.offers).toEqual(['register', 'coverage'])
    expect(await chat().db.prisma.contact.findMany({ where: { email: address } })).toMatchObject([
      { name: mei.name, role: 'primary', phone: mei.phone, claimedAt: chat().now() },
    ])
    expect((await chat().audit()).map(({ action, actor }) => [actor, action])).toEqual([
      [identityKey(person.who), 'sign-up-code-issued'],
      [identityKey(person.who), 'signed-up'],
    ])
    expect(await chat().outbox()).toHaveLength(1)
  })

  test('an imported contact becomes that contact and sees its organization’s licenses at once', async () => {
    const person = chat().person('SATO')
    const asked = await begin(person, { ...mei, email: 'ken.sato@kitano-seiki.example' })
    const before = await contacts(chat())
    const done = await person.submits(asked, { code: await chat().codeFor('ken.sato@kitano-seiki.example') })
    expect(done.values('signup.done.imported')).toEqual({ organization: 'Kitano Seiki' })
    expect(done.values('signup.done.title')).toEqual({ name: '佐藤健' })
    expect(await contacts(chat())).toBe(before)
    expect((await person.says('coverage')).values('coverage.overview.summary')).toMatchObject({ total: 6 })
  })

  test('a known and an unknown address get the same answer, so nobody learns who is a customer', async () => {
    const known = await begin(chat().person('A'), { ...mei, email: 'ken.sato@kitano-seiki.example' })
    const unknown = await begin(chat().person('B'))
    expect(known.keys).toEqual(unknown.keys)
    expect(known.offers).toEqual(unknown.offers)
  })

  test('a wrong code is told under its field with the tries that are left; the right one still works', async () => {
    const person = chat().person('MEI')
    const asked = await begin(person)
    const wrong = await person.submits(asked, { code: 'ABC999' })
    expect(wrong).toMatchObject({ refused: true, reply: { form: { fields: [{ name: 'code', value: 'ABC999' }] } } })
    expect(wrong.error('code')).toBe('signup.code.wrong')
    expect(wrong.values('signup.code.wrong')).toEqual({ count: 4 })
    expect((await person.submits(wrong, { code: await chat().codeFor(address) })).keys[0]).toBe('signup.done.title')
  })

  test('after five wrong codes even the right one is void, and a new one works', async () => {
    const person = chat().person('MEI')
    const asked = await begin(person)
    const answers: (string | undefined)[] = []
    for (let n = 0; n < 5; n++) answers.push((await person.submits(asked, { code: `ABC99${n}` })).error('code'))
    expect(answers).toEqual([...Array(4).fill('signup.code.wrong'), 'signup.code.void'])
    const before = await contacts(chat())
    const right = await person.submits(asked, { code: await chat().codeFor(address) })
    expect(right.error('code')).toBe('signup.code.void')
    expect(await contacts(chat())).toBe(before)
    chat().advance({ minutes: 1 })
    const again = await person.presses(asked, 'signup.resend')
    expect((await person.submits(again, { code: await chat().codeFor(address) })).keys[0]).toBe('signup.done.title')
  })

  test.each([
    [14 * 60 + 59, 'signup.done.title'],
    [15 * 60, 'signup.code.void'],
  ])('%i seconds after it was sent the code answers %s', async (seconds, key) => {
    const person = chat().person('MEI')
    const asked = await begin(person)
    const code = await chat().codeFor(address)
    chat().advance({ seconds })
    const done = await person.submits(asked, { code })
    expect(done.error('code') ?? done.keys[0]).toBe(key)
  })

  test('a code may be asked for again after a minute, not before; the earlier one is void then', async () => {
    const person = chat().person('MEI')
    const asked = await begin(person)
    const first = await chat().codeFor(address)
    chat().advance({ seconds: 59 })
    const soon = await person.presses(asked, 'signup.resend')
    expect(soon.keys.slice(0, 2)).toEqual(['signup.wait.title', 'signup.wait.text'])
    expect(soon.values('signup.wait.text')).toEqual({ until: { instant: '2026-11-22T02:01:00.000Z' } })
    expect(await chat().outbox()).toHaveLength(1)
    chat().advance({ seconds: 1 })
    const again = await person.presses(asked, 'signup.resend')
    expect(again.keys).toContain('signup.code.resent')
    expect(await chat().outbox()).toHaveLength(2)
    if (first !== (await chat().codeFor(address)))
      expect((await person.submits(again, { code: first })).error('code')).toBe('signup.code.wrong')
    expect((await person.submits(again, { code: await chat().codeFor(address) })).keys[0]).toBe('signup.done.title')
  })

  test('five codes an hour go to an address, whoever asks for them', async () => {
    for (let n = 0; n < 5; n++) {
      expect((await begin(chat().person(`P${n}`))).keys).toContain('signup.code.intro')
      chat().advance({ minutes: 1 })
    }
    const sixth = await begin(chat().person('P5'))
    expect(sixth.values('signup.wait.text')).toEqual({ until: { instant: '2026-11-22T03:00:00.000Z' } })
    expect(await chat().outbox()).toHaveLength(5)
  })

  test('a code works for the person who asked for it alone', async () => {
    const asked = await begin(chat().person('MEI'))
    const code = await chat().codeFor(address)
    const stranger = chat().person('OLGA')
    const before = await contacts(chat())
    expect((await stranger.submits(asked, { code })).error('code')).toBe('signup.code.none')
    const own = await begin(stranger, { ...mei, email: 'olga@elsewhere.example' })
    if (code !== (await chat().codeFor('olga@elsewhere.example')))
      expect((await stranger.submits(own, { code })).error('code')).toBe('signup.code.wrong')
    expect(await contacts(chat())).toBe(before)
    expect((await stranger.opensHome()).keys[0]).toBe('help.welcome.title')
  })

  test('who is signed up already is told so, and no code is sent', async () => {
    const person = await chat().signedUp(address, { name: mei.name, company: 'Brightport' })
    const before = await chat().stored()
    const again = await person.says('signup')
    expect(again.values('signup.already.text')).toEqual({ name: mei.name, organization: 'Brightport' })
    expect((await person.invokes({ command: 'signup.resend' })).keys[0]).toBe('signup.already.title')
    expect(await chat().stored()).toEqual(before)
  })

  test('an address that another account verified sends to linking instead, once it is proven', async () => {
    await chat().signedUp(address)
    chat().advance({ minutes: 2 })
    const person = chat().person('OTHER', { platform: 'teams' })
    const asked = await begin(person)
    expect(asked.keys).toContain('signup.code.intro')
    const before = await contacts(chat())
    const done = await person.submits(asked, { code: await chat().codeFor(address) })
    expect(done).toMatchObject({ keys: expect.arrayContaining(['signup.link-instead.title']), offers: ['link'] })
    expect(await contacts(chat())).toBe(before)
    expect((await person.says('coverage')).keys[0]).toBe('errors.sign-up-first.title')
  })

  test('the vendor’s own people are recognised by their address and make no organization', async () => {
    const organizations = await chat().db.prisma.organization.count()
    const person = await chat().signedUp('erin@vendor.example')
    expect(await chat().db.prisma.organization.count()).toBe(organizations)
    expect((await person.says('signup')).keys[0]).toBe('signup.done.staff')
    expect((await person.says('coverage')).keys[0]).toBe('errors.for-customers.title')
    expect((await chat().audit()).at(-1)).toMatchObject({ action: 'staff-recognised', subject: 'erin@vendor.example' })
  })

  test('every faulty field is told at once, each value stays, and nothing is stored or sent', async () => {
    const person = chat().person('MEI')
    const form = await person.says('signup')
    const before = await chat().stored()
    const values = { name: 'x'.repeat(101), email: 'mei(at)brightport', phone: 'call me', language: 'tlh' }
    const refused = await person.submits(form, values)
    expect(refused.refused).toBe(true)
    expect(Object.keys(values).map((name) => refused.error(name))).toEqual([
      'errors.name',
      'errors.email',
      'errors.phone',
      'errors.choice',
    ])
    expect(refused.reply).toMatchObject({
      form: {
        fields: [{ value: values.name }, { value: values.email }, { value: values.phone }, {}, { value: 'tlh' }],
      },
    })
    const empty = await person.submits(form, {})
    expect(['name', 'email', 'phone', 'company'].map((name) => empty.error(name))).toEqual([
      'errors.required',
      'errors.required',
      'errors.required',
      undefined,
    ])
    expect(await chat().stored()).toEqual(before)
  })

  test.each([
    ['full-width digits and letters', (code: string) => code.replace(/\d/g, (d) => String.fromCodePoint(0xff10 + +d))],
    ['spaces and a hyphen', (code: string) => ` ${code.slice(0, 3)} - ${code.slice(3)} `],
  ])('the code may be pasted with %s', async (_how, written) => {
    const person = chat().person('MEI')
    const asked = await begin(person)
    expect((await person.submits(asked, { code: written(await chat().codeFor(address)) })).keys[0]).toBe(
      'signup.done.title',
    )
  })

  test('confirming twice, also at once, makes one organization and one contact', async () => {
    const person = chat().person('MEI')
    const asked = await begin(person)
    const code = await chat().codeFor(address)
    const done = await Promise.all([person.submits(asked, { code }), person.submits(asked, { code })])
    expect(done.map(({ keys }) => keys[0]).sort()).toEqual(['signup.already.title', 'signup.done.title'])
    expect(await chat().db.prisma.contact.count({ where: { email: address } })).toBe(1)
    expect((await chat().audit()).filter(({ action }) => action === 'signed-up')).toHaveLength(1)
  })

  test('the language that was chosen while signing up is spoken from then on, and in the mail', async () => {
    const person = chat().person('MEI', { locale: 'en-US' })
    const asked = await begin(person, { ...mei, language: 'ja' })
    expect(asked.language).toBe('ja')
    expect(await chat().outbox()).toMatchObject([{ language: 'ja' }])
    expect((await person.submits(asked, { code: await chat().codeFor(address) })).language).toBe('ja')
    expect((await person.says('help')).language).toBe('ja')
  })
})

describe('without a mail server', () => {
  onEachChat(
    'sign-up',
    (chat) => {
      test('nobody is asked for an address: the way in is an invitation', async () => {
        const said = await chat().person('MEI').says('signup')
        expect(said).toMatchObject({ keys: expect.arrayContaining(['signup.no-mail.title']), offers: ['invitation'] })
        expect(await chat().outbox()).toEqual([])
      })
    },
    { mail: false },
  )
})
