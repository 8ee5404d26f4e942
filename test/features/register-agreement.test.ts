import { expect, test } from 'vitest'
import { newcomer } from '../../prisma/demo/newcomer.ts'
import { onEachChat, type Person } from '../support/conversation.ts'
import { statementsOf } from '../support/counting-statements.ts'

const { serial, registrationNumber, contractNumber: number } = newcomer.license
const bare = serial.replaceAll('-', '')

onEachChat('registering an agreement', (chat) => {
  const mei = () => chat().signedUp('mei.lin@brightport.example', { name: 'Mei', company: 'Brightport' })
  const owner = async () => {
    const person = await mei()
    await person.submits(await person.says(`register ${serial} ${registrationNumber}`))
    return person
  }
  const lookUp = async (person: Person, values: Record<string, string> = { serial, number }) =>
    person.submits(await person.says('agreement'), values)

  test('two numbers show the term; after confirming the license is covered until its last day', async () => {
    const person = await owner()
    expect((await person.says(`coverage ${serial}`)).keys[0]).toBe('coverage.headline.lapsed')
    const before = await chat().stored()
    const found = await lookUp(person)
    expect(found.values('agreement.fact.term-value')).toEqual({
      from: { day: '2025-03-23' },
      to: { day: '2027-03-22' },
    })
    expect(await chat().stored()).toEqual(before)
    const done = await person.submits(found)
    expect(done).toMatchObject({ offers: [`coverage {"what":"${bare}"}`] })
    expect(done.keys[0]).toBe('agreement.done.title')
    expect((await person.presses(done, 'coverage')).values('coverage.headline.covered')).toMatchObject({
      day: { day: '2027-03-22' },
    })
    expect((await chat().audit()).at(-1)).toMatchObject({ action: 'agreement-registered', detail: { serial: bare } })
    expect(JSON.stringify(await chat().audit())).not.toContain('OMFLOWMA')
  })

  test('before its license the agreement is told to wait, the way on is the license, and nothing is stored', async () => {
    const person = await mei()
    const before = await chat().stored()
    const first = await lookUp(person)
    expect(first).toMatchObject({ offers: [`register {"serial":"${bare}"}`] })
    expect(first.keys[0]).toBe('agreement.license-first.title')
    expect(await chat().stored()).toEqual(before)
    expect((await person.presses(first, 'register')).reply).toMatchObject({
      form: { command: 'register', fields: [{ name: 'serial', value: bare }, { name: 'number' }] },
    })
  })

  test('confirming twice, also at once, is harmless and says so', async () => {
    const person = await owner()
    const found = await lookUp(person)
    const done = await Promise.all([person.submits(found), person.submits(found)])
    expect(done.map(({ keys }) => keys[0]).sort()).toEqual(['agreement.already.title', 'agreement.done.title'])
    const before = await chat().stored()
    expect((await lookUp(person)).keys[0]).toBe('agreement.already.title')
    expect(await chat().stored()).toEqual(before)
    expect((await chat().audit()).filter(({ action }) => action === 'agreement-registered')).toHaveLength(1)
  })

  test('another organization’s agreement, an unknown serial and a wrong number are one answer, at the same cost', async () => {
    const person = await owner()
    await lookUp(person, { serial: 'NEVER-0000', number: 'NEVER-WAS' })
    const answers = []
    for (const values of [
      { serial: 'MQ-6001-2754', number: 'PAE-3105' },
      { serial: 'SN-0000-0000', number: 'PAE-3105' },
      { serial, number: 'PAE-3105' },
    ]) {
      const form = await person.says('agreement')
      const { result, statements } = await statementsOf(() => person.submits(form, values))
      const shown = JSON.stringify(result.shown).replaceAll(values.serial, '…')
      answers.push({ error: result.error('number'), shown, statements })
    }
    expect(answers[0]).toMatchObject({ error: 'agreement.unknown' })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  test('an agreement that was imported with its organization is registered already', async () => {
    const sato = await chat().signedUp('ken.sato@kitano-seiki.example')
    expect((await lookUp(sato, { serial: 'MQ-6001-2754', number: 'PAE-3105' })).keys[0]).toBe('agreement.already.title')
  })

  test('five failures lock, together with those at licenses; the vendor is warned once', async () => {
    const person = await owner()
    for (let n = 0; n < 3; n++) await lookUp(person, { serial, number: `WRONG-${n}` })
    for (let n = 0; n < 2; n++) await person.says(`register ${serial} WRONG-${n}`)
    expect((await lookUp(person)).keys[0]).toBe('register.locked.title')
    expect((await chat().outbox()).filter(({ to }) => to.kind === 'conversation')).toHaveLength(1)
    chat().advance({ minutes: 15 })
    expect((await lookUp(person)).reply).toMatchObject({ form: { command: 'agreement.confirm' } })
  })

  test.each([
    ['full width', 'ＯＭＦ－２０２６－０００１', 'ＯＭＦＬＯＷ－ＭＡ－０００１'],
    ['lower case and spaces', 'omf 2026 0001', 'omflow ma 0001'],
  ])('numbers pasted in %s are understood', async (_how, typedSerial, typedNumber) => {
    const found = await lookUp(await owner(), { serial: typedSerial, number: typedNumber })
    expect(found.reply).toMatchObject({ form: { command: 'agreement.confirm' } })
  })

  test('where others can read, the serial is masked', async () => {
    const person = await owner()
    const open = await person.saysInPublic(`agreement ${serial} ${number}`)
    expect(open.texts.join(' ')).toContain('••••0001')
    expect(open.texts.join(' ')).not.toContain(serial)
    expect((await person.saysInPublic(`coverage ${serial}`)).texts.join(' ')).not.toContain(serial)
  })

  test('a primary contact hears of a colleague’s agreement', async () => {
    const primary = await chat().signedUp('jing.chen@pudong-logistics.example')
    const colleague = await chat().signedUp('yang.liu@pudong-logistics.example')
    await colleague.submits(await colleague.says(`register ${serial} ${registrationNumber}`))
    const sent = (await chat().outbox()).length
    await colleague.submits(await lookUp(colleague))
    expect((await chat().outbox()).slice(sent)).toMatchObject([
      { to: { who: primary.who }, content: { view: { title: { key: 'agreement.receipt.title' } } } },
    ])
  })
})
