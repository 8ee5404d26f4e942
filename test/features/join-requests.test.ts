import { expect, test } from 'vitest'
import { type OutboxRow, onEachChat, type Person, type Turn } from '../support/conversation.ts'
import { statementsOf } from '../support/counting-statements.ts'
import { actionsOf, keysOf, offer } from '../support/spoken.ts'

const sato = 'ken.sato@kitano-seiki.example'
const right = { serial: 'SEC-1', number: 'SEC-REG-1' }
const foreignLicense = (organization: string) =>
  `serial,registration_number,product_id,version,organization_id,purchased_on\nSEC-1,SEC-REG-1,omflow,V2.2,${organization},2026-01-01\n`

onEachChat('who holds the numbers of an organization that is there already', (chat) => {
  const import1 = (organization = 'KITANO-SEIKI') => chat().import({ 'licenses.csv': foreignLicense(organization) })
  const newcomer = (email = 'nao@kitano-seiki.example') =>
    chat().signedUp(email, { name: 'Nao', company: 'Kitano Branch' })
  const lookUp = async (person: Person, values = right) => person.submits(await person.says('register'), values)
  const requests = () => chat().db.prisma.joinRequest.findMany({ orderBy: { createdAt: 'asc' } })
  const cards = async () => (await chat().outbox()).filter(({ dedupeKey }) => /^join:/.test(dedupeKey))
  const cardTo = async ({ who }: Person) =>
    (await cards()).find(({ to, replaces }) => !replaces && to.kind === 'person' && to.who.user === who.user)!
  const press = (person: Person, { content }: OutboxRow, answer: string): Promise<Turn> => {
    const reply = content as Turn['reply']
    const action = actionsOf(reply).find(({ invoke }) => invoke.values?.answer === answer)
    if (!action) throw new Error(`no ${answer} among ${actionsOf(reply).map(({ invoke }) => offer(invoke))}`)
    return person.invokes(action.invoke)
  }
  const secondSite = (email: string) =>
    chat().db.prisma.contact.create({
      data: { organizationId: 'KITANO-SEIKI', name: 'Deputy', email, role: 'secondary', purposes: [], imported: {} },
    })
  /** A newcomer asked, and the primary contact got the card. */
  async function asked() {
    await import1()
    const boss = await chat().signedUp(sato)
    const person = await newcomer()
    await lookUp(person)
    await chat().tick()
    return { boss, person, card: await cardTo(boss) }
  }
  const seesKitano = async (person: Person) => (await person.says('coverage')).texts.join().includes('Kitano Seiki')

  test('one click of a site contact makes the newcomer a contact there, with accounts and cases', async () => {
    const { boss, person, card } = await asked()
    expect(keysOf(card.content as Turn['reply'])).toContain('contacts.join.by-license')
    await person.invokes({
      command: 'case.describe',
      values: { topic: 'license', severity: '3', title: 'Numbers', description: 'They are refused.' },
    })
    const code = (await person.says('link')).values('link.code.text')!.code as string
    expect((await press(boss, card, 'technical')).keys[0]).toBe('contacts.join.settled.joined')
    expect(await seesKitano(person)).toBe(true)
    expect(await chat().db.prisma.contact.findFirst({ where: { email: 'nao@kitano-seiki.example' } })).toMatchObject({
      organizationId: 'KITANO-SEIKI',
      role: 'technical',
    })
    expect((await cards()).filter(({ to }) => to.kind === 'person' && to.who.user === person.who.user)).toMatchObject([
      { content: { view: { title: { key: 'contacts.join.welcome.title' } } } },
    ])
    expect((await person.says('case list')).keys).not.toContain('case.list.none')
    const teams = chat().person('UTEAMS', { platform: 'teams' })
    expect((await teams.says(`link ${code}`)).keys[0]).toBe('link.done')
    expect(await seesKitano(teams)).toBe(true)
  })

  test('whom it is about to join is not told before somebody agreed, and a decline names nobody', async () => {
    const { boss, person, card } = await asked()
    expect(await seesKitano(person)).toBe(false)
    await press(boss, card, 'decline')
    const told = (await cards()).filter(({ to }) => to.kind === 'person' && to.who.user === person.who.user)
    expect(told.map(({ content }) => keysOf(content as Turn['reply'])[0])).toEqual(['contacts.join.declined.title'])
    expect(JSON.stringify(told)).not.toMatch(/Kitano Seiki|佐藤/)
    await lookUp(person)
    await chat().tick()
    expect(await requests()).toHaveLength(1)
  })

  test('wrong, unknown and right foreign numbers get one answer at one cost, and each counts as a failure', async () => {
    await import1()
    const person = await newcomer()
    await lookUp(person, { serial: 'NEVER-0000', number: 'NEVER-WAS' })
    const answers = []
    for (const values of [{ serial: 'SEC-1', number: 'WRONG' }, { serial: 'SN-0000', number: 'SEC-REG-1' }, right]) {
      expect(await requests()).toEqual([])
      const form = await person.says('register')
      const { result, statements } = await statementsOf(() => person.submits(form, values))
      const shown = JSON.stringify(result.shown).replaceAll(values.serial, '…').replaceAll(values.number, '…')
      answers.push({ refused: result.refused, error: result.error('serial'), shown, statements })
    }
    expect(answers[0]).toMatchObject({ refused: true, error: 'register.unknown' })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(await requests()).toHaveLength(1)
    await lookUp(person, right)
    expect((await lookUp(person, right)).keys[0]).toBe('register.locked.title')
  })

  test('asking again while a request is open changes nothing and sends nothing', async () => {
    const { person } = await asked()
    const before = (await cards()).length
    await lookUp(person)
    await chat().tick()
    await chat().tick()
    expect(await requests()).toHaveLength(1)
    expect(await cards()).toHaveLength(before)
  })

  test('only a newcomer asks: who has colleagues, or a license, or was imported does not', async () => {
    await import1()
    await chat().signedUp(sato)
    const imported = await chat().signedUp('grace.liu@formosa-bank.example')
    const owner = await newcomer('owner@x.example')
    const numbers = { serial: 'OMF-2026-0001', number: 'OMFLOW-REG-0001' }
    await owner.submits(await lookUp(owner, numbers))
    const boss = await newcomer('boss@y.example')
    await boss.says('contacts invite Mei mei@y.example viewer')
    for (const person of [imported, owner, boss])
      expect((await lookUp(person)).error('serial')).toBe('register.unknown')
    await chat().tick()
    expect(await requests()).toEqual([])
  })

  test('every reachable site contact gets a card, by mail where there is no account; the first click counts and changes the others', async () => {
    await secondSite('deputy@kitano-seiki.example')
    await secondSite('mailed@kitano-seiki.example')
    const deputy = await chat().signedUp('deputy@kitano-seiki.example')
    const { boss, card, person } = await asked()
    const mails = (await cards()).filter(({ to }) => to.kind === 'email')
    expect(
      mails.map(({ to, content }) => [to, keysOf(content as Turn['reply']).includes('contacts.join.where')]),
    ).toEqual([[expect.objectContaining({ address: 'mailed@kitano-seiki.example' }), true]])
    const other = await cardTo(deputy)
    const [one, two] = await Promise.all([press(boss, card, 'viewer'), press(deputy, other, 'decline')])
    expect(one.keys[0]).toBe(two.keys[0])
    const changes = (await cards()).filter(({ replaces }) => replaces)
    expect(changes.map(({ replaces }) => replaces).sort()).toEqual(
      [
        ...(await cards()).filter(
          ({ replaces, to, dedupeKey }) => !replaces && to.kind === 'person' && !/answer/.test(dedupeKey),
        ),
      ]
        .map(({ dedupeKey }) => dedupeKey)
        .sort(),
    )
    const joined = one.keys[0] === 'contacts.join.settled.joined'
    expect(await seesKitano(person)).toBe(joined)
    expect((await chat().audit()).filter(({ action }) => action === 'join-decided')).toHaveLength(1)
  })

  test('where no site contact is left, the vendor’s managers are asked, and make the newcomer primary', async () => {
    await chat().db.prisma.contact.updateMany({
      where: { organizationId: 'KITANO-SEIKI', role: 'primary' },
      data: { removedAt: chat().now() },
    })
    await import1()
    const person = await newcomer()
    await lookUp(person)
    await chat().tick()
    const [card] = await cards()
    expect(card).toMatchObject({ to: { kind: 'conversation', conversation: 'C0TRIAGE' }, internal: true })
    const erin = await chat().staff('erin@vendor.example')
    expect((await press(erin, card!, 'primary')).keys[0]).toBe('contacts.staff-elsewhere.title')
    expect((await press(person, card!, 'primary')).keys[0]).toBe('contacts.not-allowed.title')
    const ada = await chat().staff('ada@vendor.example')
    const settled = await press(ada, card!, 'primary')
    expect([settled.keys[0], settled.offers]).toEqual(['contacts.join.settled.joined', []])
    expect(await seesKitano(person)).toBe(true)
    expect((await cards()).filter(({ replaces }) => replaces?.endsWith(':vendor'))).toHaveLength(1)
  })

  test('the vendor does not decide where there is a site contact', async () => {
    const { card } = await asked()
    const ada = await chat().staff('ada@vendor.example')
    for (const answer of ['primary', 'decline', 'technical'])
      expect(
        (await ada.invokes({ command: 'contacts.decide', values: { request: requestId(card), answer } })).keys[0],
      ).toBe('contacts.staff-elsewhere.title')
    expect(await requests()).toMatchObject([{ outcome: null }])
  })
  const requestId = ({ dedupeKey }: OutboxRow) => dedupeKey.split(':')[1]!

  test('an expired request cannot be approved; site contacts find open ones in their list', async () => {
    const { boss, card } = await asked()
    expect((await boss.says('contacts')).values('contacts.requests')).toEqual({ count: 1 })
    chat().advance({ days: 14 })
    expect((await press(boss, card, 'technical')).keys[0]).toBe('contacts.join.expired.title')
    expect((await boss.says('contacts')).keys).not.toContain('contacts.requests')
    expect(await requests()).toMatchObject([{ outcome: null }])
  })

  test('who has an organization of their own by now is not moved', async () => {
    const { boss, person, card } = await asked()
    const numbers = { serial: 'OMF-2026-0001', number: 'OMFLOW-REG-0001' }
    await person.submits(await lookUp(person, numbers))
    expect((await press(boss, card, 'technical')).keys[0]).toBe('contacts.join.settled.void')
    expect(await seesKitano(person)).toBe(false)
  })

  test('a contact who is no site contact, and one of another organization, decide nothing', async () => {
    const { card } = await asked()
    const viewer = await chat().signedUp('misaki.takahashi@kitano-seiki.example')
    expect((await press(viewer, card, 'technical')).keys[0]).toBe('contacts.not-allowed.title')
    const other = await chat().signedUp('jianguo.wang@formosa-bank.example')
    expect((await press(other, card, 'technical')).keys[0]).toBe('contacts.unknown.title')
    expect((await viewer.says('contacts')).keys).not.toContain('contacts.requests')
  })

  test('a former contact of this address who signed up anew is that contact again', async () => {
    const boss = await chat().signedUp(sato)
    const viewer = await chat().signedUp('misaki.takahashi@kitano-seiki.example')
    await import1()
    const { id } = await chat().db.prisma.contact.findFirstOrThrow({ where: { name: '高橋美咲' } })
    await boss.invokes({ command: 'contacts.remove', values: { contact: id } })
    chat().advance({ minutes: 5 })
    const again = await chat().signedUp('misaki.takahashi@kitano-seiki.example')
    await lookUp(again)
    await chat().tick()
    await press(boss, await cardTo(boss), 'technical')
    expect(await chat().db.prisma.contact.findUniqueOrThrow({ where: { id } })).toMatchObject({
      removedAt: null,
      role: 'technical',
    })
    expect(await seesKitano(viewer)).toBe(true)
  })
})
