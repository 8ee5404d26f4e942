import { expect, test } from 'vitest'
import { newcomer } from '../../prisma/demo/newcomer.ts'
import { onEachChat, type Person } from '../support/conversation.ts'
import { statementsOf } from '../support/counting-statements.ts'

const { serial, registrationNumber: number } = newcomer.license
const bare = serial.replaceAll('-', '')
const foreign = 'MQ-7001-1190'

onEachChat('registering a license', (chat) => {
  const mei = () => chat().signedUp('mei.lin@brightport.example', { name: 'Mei', company: 'Brightport' })
  const ownerOf = async (of = bare) =>
    (await chat().db.prisma.license.findUnique({ where: { serial: of }, include: { organization: true } }))
      ?.organization?.name
  const lookUp = async (person: Person, values: Record<string, string> = { serial, number }) =>
    person.submits(await person.says('register'), values)

  test('two numbers show what they stand for; nothing is stored before the person confirms', async () => {
    const person = await mei()
    const before = await chat().stored()
    const found = await lookUp(person)
    expect(found.reply).toMatchObject({ kind: 'form', form: { command: 'register.confirm', fields: [] } })
    expect(found.values('register.fact.product-value')).toEqual({ product: 'OMFLOW', version: 'V2.2' })
    expect(found.values('register.fact.serial-value')).toEqual({ serial: { serial } })
    expect(await chat().stored()).toEqual(before)

    const done = await person.submits(found)
    expect(done.keys[0]).toBe('register.done.title')
    expect(done.offers).toEqual([
      `agreement {"serial":"${bare}"}`,
      `coverage {"what":"${bare}"}`,
      `downloads {"what":"${bare}"}`,
    ])
    expect(await ownerOf()).toBe('Brightport')
    expect((await chat().audit()).at(-1)).toMatchObject({ action: 'license-registered', subject: bare })
    expect(JSON.stringify(await chat().audit())).not.toContain('OMFLOWREG')
  })

  test('registering says whether the license is covered, and the way on leads there', async () => {
    const person = await mei()
    const done = await person.submits(await lookUp(person))
    expect(done.keys).toContain('register.done.not-covered')
    expect((await person.presses(done, 'coverage')).keys[0]).toBe('coverage.headline.lapsed')
    expect((await person.presses(done, 'agreement')).reply).toMatchObject({
      form: { fields: [{ name: 'serial', value: bare }, { name: 'number' }] },
    })
  })

  test('confirming twice, also at once, is harmless and says so', async () => {
    const person = await mei()
    const found = await lookUp(person)
    const done = await Promise.all([person.submits(found), person.submits(found)])
    expect(done.map(({ keys }) => keys[0]).sort()).toEqual(['register.already.title', 'register.done.title'])
    const before = await chat().stored()
    expect((await person.submits(found)).keys[0]).toBe('register.already.title')
    expect((await lookUp(person)).keys[0]).toBe('register.already.title')
    expect(await chat().stored()).toEqual(before)
    expect((await chat().audit()).filter(({ action }) => action === 'license-registered')).toHaveLength(1)
  })

  test('two organizations that confirm one license at once: one has it, the other learns nothing', async () => {
    const [a, b] = [await mei(), await chat().signedUp('other@elsewhere.example', { company: 'Elsewhere' })]
    const [one, two] = [await lookUp(a), await lookUp(b)]
    const done = await Promise.all([a.submits(one), b.submits(two)])
    expect(done.map(({ keys }) => keys[0]).sort()).toEqual(['register.done.title', 'register.unknown'])
  })

  test('another organization’s serial, an unknown one and a wrong number get the same answer, at the same cost', async () => {
    const person = await mei()
    // What only the first question of a process costs is paid.
    await lookUp(person, { serial: 'NEVER-0000', number: 'NEVER-WAS' })
    const answers = []
    for (const values of [
      { serial: foreign, number: 'PA-REG-0002' },
      { serial: 'SN-0000-0000', number: 'PA-REG-0002' },
      { serial, number: 'PA-REG-0002' },
    ]) {
      const form = await person.says('register')
      const { result, statements } = await statementsOf(() => person.submits(form, values))
      const shown = JSON.stringify(result.shown).replaceAll(values.serial, '…')
      answers.push({ refused: result.refused, error: result.error('serial'), shown, statements })
    }
    expect(answers[0]).toMatchObject({ refused: true, error: 'register.unknown' })
    expect(answers[0]!.statements.length).toBeGreaterThan(2)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  test('the right numbers of another organization’s license open nothing either', async () => {
    await chat().import({
      'licenses.csv':
        'serial,registration_number,product_id,version,organization_id,purchased_on\nSEC-1,SEC-REG-1,omflow,V2.2,KITANO-SEIKI,2026-01-01\n',
    })
    const refused = await lookUp(await mei(), { serial: 'SEC-1', number: 'SEC-REG-1' })
    expect(refused.error('serial')).toBe('register.unknown')
    expect(refused.texts.join(' ')).not.toMatch(/OMFLOW V|Kitano/)
  })

  test('five failures lock the person for 15 minutes; the vendor is warned once; colleagues are not locked', async () => {
    const person = await chat().signedUp('jing.chen@pudong-logistics.example')
    const colleague = await chat().signedUp('yang.liu@pudong-logistics.example')
    const sent = (await chat().outbox()).length
    for (let n = 0; n < 5; n++)
      expect((await lookUp(person, { serial, number: `WRONG-${n}` })).error('serial')).toBe('register.unknown')
    const before = await chat().stored()
    for (let n = 0; n < 3; n++) expect((await lookUp(person)).keys[0]).toBe('register.locked.title')
    expect(await chat().stored()).toEqual(before)
    const warned = (await chat().outbox()).slice(sent)
    expect(warned).toMatchObject([{ to: { kind: 'conversation', conversation: 'C0TRIAGE' } }])
    expect(JSON.stringify(warned)).toContain('Pudong Logistics')
    expect((await chat().audit()).filter(({ action }) => action === 'registration-locked')).toHaveLength(1)
    expect((await lookUp(colleague)).reply.kind).toBe('form')
    chat().advance({ minutes: 15 })
    expect((await lookUp(person)).reply).toMatchObject({ form: { command: 'register.confirm' } })
  })

  test('the lock holds for confirming and for agreements too, and wrong confirmations count', async () => {
    const person = await mei()
    const found = await lookUp(person)
    const confirm = { command: 'register.confirm', values: { serial, number: 'WRONG-NUMBER' } }
    for (let n = 0; n < 5; n++) expect((await person.invokes(confirm)).keys[0]).toBe('register.unknown')
    expect((await person.submits(found)).keys[0]).toBe('register.locked.title')
    expect((await person.says(`agreement ${serial} OMFLOW-MA-0001`)).keys[0]).toBe('register.locked.title')
    expect(await ownerOf()).toBeUndefined()
  })

  test('failures more than 15 minutes apart do not lock', async () => {
    const person = await mei()
    for (let n = 0; n < 8; n++) {
      expect((await lookUp(person, { serial, number: `WRONG-${n}` })).error('serial')).toBe('register.unknown')
      chat().advance({ minutes: 4 })
    }
  })

  test.each([
    ['lower case', serial.toLowerCase(), number.toLowerCase()],
    ['full width', 'ＯＭＦ－２０２６－０００１', 'ＯＭＦＬＯＷ－ＲＥＧ－０００１'],
    ['no hyphens', bare, 'OMFLOWREG0001'],
    ['spaces', ' OMF 2026 0001 ', 'OMFLOW REG 0001'],
    ['ideographic spaces', 'OMF　2026　0001', 'OMFLOW　REG　0001'],
    ['dashes of a word processor', 'OMF–2026—0001', 'OMFLOW−REG‐0001'],
    ['invisible marks', 'OMF\u200b-2026-\u20600001\ufeff', '\u202aOMFLOW-REG-0001\u202c'],
    ['Japanese long vowel marks for hyphens', 'OMFー2026ー0001', 'OMFLOWーREGー0001'],
  ])('numbers pasted with %s are understood', async (_how, typedSerial, typedNumber) => {
    const found = await lookUp(await mei(), { serial: typedSerial, number: typedNumber })
    expect(found.values('register.fact.serial-value')).toEqual({ serial: { serial } })
  })

  test.each([
    [`register ${serial} ${number}`],
    [`登録 ${serial} ${number}`],
    [`register OMF 2026 0001, OMFLOW REG 0001`],
    [`register ${serial}\n${number}`],
  ])('"%s" is understood', async (words) => {
    expect((await (await mei()).says(words)).reply).toMatchObject({ form: { command: 'register.confirm' } })
  })

  test.each([
    ['serial', { serial: 'OMF#2026', number }, 'errors.serial'],
    ['serial', { serial: 'A'.repeat(65), number }, 'errors.serial'],
    ['serial', { serial: 'A'.repeat(10_000), number }, 'errors.too-long'],
    ['number', { serial, number: '登録番号' }, 'errors.registration-number'],
    ['number', { serial, number: '' }, 'errors.required'],
  ])('a faulty %s is told under its field, counts as no try, and keeps what was typed', async (field, values, key) => {
    const person = await mei()
    for (let n = 0; n < 6; n++) {
      const refused = await lookUp(person, values)
      expect(refused.error(field)).toBe(key)
      const kept = refused.reply.kind === 'form' && refused.reply.form.fields.map(({ value }) => value ?? '')
      expect(kept).toEqual([values.serial, values.number])
    }
    expect((await lookUp(person)).reply).toMatchObject({ form: { command: 'register.confirm' } })
    expect(await chat().audit()).toHaveLength(2)
  })

  test('where others can read, serials are masked; to the person alone they are whole', async () => {
    const person = await mei()
    const open = await person.saysInPublic(`register ${serial} ${number}`)
    expect(open.texts.join(' ')).toContain('••••0001')
    expect(open.texts.join(' ')).not.toContain(serial)
    expect((await lookUp(person)).texts.join(' ')).toContain(serial)
  })

  test('a site contact hears what a colleague registered; the colleague does not', async () => {
    const primary = await chat().signedUp('jing.chen@pudong-logistics.example', { locale: 'zh-CN' })
    const colleague = await chat().signedUp('yang.liu@pudong-logistics.example')
    const sent = (await chat().outbox()).length
    await colleague.submits(await lookUp(colleague))
    expect((await chat().outbox()).slice(sent)).toMatchObject([
      { to: { kind: 'person', who: primary.who }, language: 'zh-CN' },
    ])
  })

  test('a confirmation pressed by another person acts for the presser alone', async () => {
    const [a, b] = [await mei(), await chat().signedUp('other@elsewhere.example', { company: 'Elsewhere' })]
    const found = await lookUp(a)
    expect((await b.submits(found)).keys[0]).toBe('register.done.title')
    expect(await ownerOf()).toBe('Elsewhere')
    const stranger = chat().person('OLGA')
    expect((await stranger.submits(found)).keys[0]).toBe('errors.sign-up-first.title')
    expect((await a.submits(found)).keys[0]).toBe('register.unknown')
  })
})
