import { expect, test } from 'vitest'
import { onEachChat, type Person, type Turn } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const chen = 'jing.chen@pudong-logistics.example'

onEachChat('coverage', (chat) => {
  const bank = () => chat().signedUp(wang)
  /** The sentences below "why" and "what would change this". */
  const sentences = ({ keys }: Turn, part: 'why' | 'change') =>
    keys.filter((key) => key.startsWith(`coverage.${part}.`) && !key.endsWith('.title'))

  test.each([
    // On the day of the import each of the bank's licenses is in another state.
    ['WAS-7001-4821', 'covered', 'plain', ['one-term|chain', 'no-end'], ['coverage-ends', 'expiry-near', 'renew']],
    ['DB2-9701-3307', 'expiring', '2027-01-06', ['chain', 'no-end'], ['coverage-ends', 'renew']],
    [
      'DB2-8201-0912',
      'covered-past-end-of-service',
      '2027-07-20',
      ['chain', 'past-service'],
      ['coverage-ends', 'renew', 'upgrade'],
    ],
    ['TSM-5001-7745', 'lapsed', '2026-03-31', ['lapsed', 'no-end'], ['register-agreement', 'reinstate']],
    ['DOM-8501-2216', 'not-started', '2026-12-22', ['not-started', 'no-end'], ['coverage-starts']],
    ['CC-7101-6604', 'no-agreement', '2026-11-22', ['none', 'no-end'], ['register-agreement']],
  ])('%s is %s, with the reasons, what would change it, and the ways on', async (serial, status, day, why, change) => {
    const card = await (await bank()).says(`coverage ${serial}`)
    expect(card.keys[0]).toBe(`coverage.headline.${status}`)
    if (day !== 'plain') expect(card.values(`coverage.headline.${status}`)).toMatchObject({ day: { day } })
    const expected = (part: string, names: string[]) =>
      names.map((name) => expect.stringMatching(new RegExp(`^coverage\\.${part}\\.(${name})$`)))
    expect(sentences(card, 'why')).toEqual(expected('why', why))
    expect(sentences(card, 'change').sort()).toEqual(expected('change', change.toSorted()))
    expect(card.values('coverage.fact.day-value')).toEqual({ day: { day: '2026-11-22' }, zone: 'Asia/Taipei' })
    const bare = serial.replaceAll('-', '')
    const isCovered = /^(covered|expiring)/.test(status)
    expect(card.offers).toEqual([
      `agreement {"serial":"${bare}"}`,
      `downloads {"what":"${bare}"}`,
      isCovered
        ? `case.open {"license":"${bare}"}`
        : `case.describe {"serial":"${bare}","severity":"4","topic":"license"}`,
      ...(status === 'lapsed' ? [`sales.ask {"kind":"reinstatement","subject":"${bare}"}`] : []),
      ...(status === 'no-agreement' ? [`sales.ask {"kind":"license","subject":"${bare}"}`] : []),
      `coverage {"_form":"1","what":"${bare}"}`,
      'coverage',
    ])
  })

  test('an answer names the agreement and the days that decided it', async () => {
    const card = await (await bank()).says('coverage DB2-9701-3307')
    expect(card.keys).toContain('coverage.term.agreement')
    expect(card.values('coverage.fact.decided-by')).toBeUndefined()
    const decided = card.reply.kind === 'view' && card.reply.view.body[0]
    expect(decided).toMatchObject({
      kind: 'facts',
      facts: expect.arrayContaining([
        {
          label: { key: 'coverage.fact.decided-by' },
          value: { key: 'coverage.term.agreement', values: { from: { day: '2025-01-07' }, to: { day: '2027-01-06' } } },
        },
      ]),
    })
    expect(card.texts.join('\n')).toContain('January 6, 2027')
  })

  test('maintenance that came with the purchase covers without any agreement', async () => {
    const card = await (await bank()).says('coverage MQ-7001-1190')
    expect(card.keys[0]).toBe('coverage.headline.covered')
    expect(card.keys).toContain('coverage.term.initial')
    expect(card.values('coverage.headline.covered')).toMatchObject({ day: { day: '2027-09-21' } })
  })

  test.each([
    // 45 days from the import: 2027-01-06 is the last covered day.
    ['2026-10-07', 'covered'],
    ['2026-10-08', 'expiring'],
    ['2027-01-06', 'expiring'],
    ['2027-01-07', 'lapsed'],
  ])('asked for %s, the same license is %s', async (on, status) => {
    const card = await (await bank()).says(`coverage DB2-9701-3307 ${on}`)
    expect(card.keys[0]).toBe(`coverage.headline.${status}`)
    expect(card.values('coverage.fact.day-value')).toMatchObject({ day: { day: on } })
  })

  test.each([
    ['2009-04-30', 'V8.2 in service on its last day'],
    ['2009-05-01', 'V8.2 out of service the day after'],
  ])('on %s: %s', async (on) => {
    await chat().import({
      'licenses.csv':
        'serial,registration_number,product_id,version,organization_id,purchased_on\nOLD-8200-0001,OLD-1,db2-udb,V8.2,FORMOSA-BANK,2008-09-01\n',
    })
    const card = await (await bank()).says(`coverage OLD-8200-0001 ${on}`)
    const past = on === '2009-05-01'
    expect(card.keys[0]).toBe(`coverage.headline.${past ? 'covered-past-end-of-service' : 'covered'}`)
    expect(card.keys).toContain(past ? 'coverage.why.past-service' : 'coverage.why.in-service')
  })

  const zones = {
    'organizations.csv':
      'organization_id,name,time_zone\nEAST,East End,Pacific/Kiritimati\nWEST,West End,Etc/GMT+12\nTOKYO,Tokyo End,Asia/Tokyo\n',
    'contacts.csv':
      'organization_id,name,email,role\nEAST,E,e@east.example,primary\nWEST,W,w@west.example,primary\nTOKYO,T,t@tokyo.example,primary\n',
    'licenses.csv':
      'serial,registration_number,product_id,version,organization_id,purchased_on\nEND-EAST-0001,E1,omflow,V2.2,EAST,2026-02-28\nEND-WEST-0001,W1,omflow,V2.2,WEST,2026-02-28\nEND-TOKYO-001,T1,omflow,V2.2,TOKYO,2026-02-28\n',
  }
  test.each([
    // Bought on 2026-02-28 with twelve months: the last day is 2027-02-27, wherever it ends.
    ['e@east.example', 'END-EAST-0001', '2027-02-27T09:59:59Z', '2027-02-27T10:00:00Z'],
    ['w@west.example', 'END-WEST-0001', '2027-02-28T11:59:59Z', '2027-02-28T12:00:00Z'],
    ['t@tokyo.example', 'END-TOKYO-001', '2027-02-27T14:59:59Z', '2027-02-27T15:00:00Z'],
  ])(
    'for %s the last day ends at its own midnight, whatever zone the person sits in',
    async (email, serial, before, after) => {
      await chat().import(zones)
      const person = await chat().signedUp(email, { zone: 'Europe/Berlin' })
      chat().at(before)
      const last = await person.says(`coverage ${serial}`)
      expect(last.keys[0]).toBe('coverage.headline.expiring')
      expect(last.values('coverage.fact.day-value')).toMatchObject({ day: { day: '2027-02-27' } })
      chat().at(after)
      const gone = await person.says(`coverage ${serial}`)
      expect(gone.keys[0]).toBe('coverage.headline.lapsed')
      expect(gone.values('coverage.why.lapsed')).toMatchObject({ day: { day: '2027-02-27' }, count: 1, months: 1 })
      expect((await person.says('coverage')).values('coverage.overview.summary')).toMatchObject({
        covered: 0,
        total: 1,
      })
    },
  )

  test.each([
    ['coverage DB2 9.7', 'coverage.headline.expiring', 'V9.7'],
    ['coverage db2 v8.2', 'coverage.headline.covered-past-end-of-service', 'V8.2'],
    ['coverage ＤＢ２　８．２', 'coverage.headline.covered-past-end-of-service', 'V8.2'],
  ])('"%s" judges the version in use', async (words, headline, version) => {
    const card = await (await bank()).says(words)
    expect(card.keys).toContain(headline)
    expect(card.texts.join('\n')).toContain(version)
  })

  test('a version in use that was not bought is named as the one that was judged', async () => {
    const card = await (await bank()).says('coverage WebSphere Application Server 5.1')
    expect(card.keys[0]).toBe('coverage.headline.covered-past-end-of-service')
    expect(card.values('coverage.headline.covered-past-end-of-service')).toMatchObject({ version: 'V5.1' })
    expect(card.keys).toContain('coverage.fact.version')
    expect((await (await bankAgain()).says('coverage domino')).keys[0]).toBe('coverage.headline.not-started')
  })
  const bankAgain = () => chat().signedUp('yijun.chen@formosa-bank.example')

  test.each([
    ['coverage was-7001-4821'],
    ['coverage WAS70014821'],
    ['coverage ＷＡＳ－７００１－４８２１'],
    ['coverage WAS 7001 4821'],
    ['coverage WAS‐7001‐4821'],
    ['保固 WAS-7001-4821'],
    ['保守 WAS-7001-4821'],
    ['保固WAS-7001-4821'],
  ])('"%s" finds the license', async (words) => {
    expect((await (await bank()).says(words)).values('coverage.fact.serial-value')).toEqual({
      serial: { serial: 'WAS-7001-4821' },
    })
  })

  test('several matches are shown on one card while they are few, and as a list when they are many', async () => {
    const person = await bank()
    const few = await person.says('coverage db2')
    expect(few.keys.filter((key) => key.startsWith('coverage.headline.'))).toHaveLength(2)
    await importMany(5, 'FORMOSA-BANK')
    const many = await person.says('coverage omflow')
    expect(many.values('coverage.found-many.title')).toEqual({ count: 5, what: 'omflow' })
    expect(many.offers).toHaveLength(5)
    expect((await person.presses(many, 'coverage', { what: 'MANY0003' })).values('coverage.fact.serial-value')).toEqual(
      {
        serial: { serial: 'MANY-0003' },
      },
    )
  })

  const importMany = (count: number, organization: string) =>
    chat().import({
      'licenses.csv': `serial,registration_number,product_id,version,organization_id,purchased_on,initial_months\n${Array.from(
        { length: count },
        (_, n) =>
          `MANY-${String(n + 1).padStart(4, '0')},MANY-REG-${n},omflow,V2.2,${organization},2026-01-0${(n % 9) + 1},24`,
      ).join('\n')}\n`,
    })

  test('what fits no license says so and offers to register; the words are repeated at most in part', async () => {
    const person = await bank()
    const none = await person.says('coverage oracle')
    expect(none.values('coverage.found-none.title')).toEqual({ what: 'oracle' })
    expect(none.offers).toEqual(['register', 'coverage'])
    const long = await person.says(`coverage ${'o'.repeat(200)}`)
    expect(long.values('coverage.found-none.title')).toEqual({ what: `${'o'.repeat(59)}…` })
    const longer = await person.says(`coverage ${'o'.repeat(201)}`)
    expect(longer.error('what')).toBe('errors.too-long')
  })

  test('another organization’s serial looks like one that does not exist, by any way of asking', async () => {
    const person = await chat().signedUp(chen)
    for (const ask of [
      (serial: string) => person.says(`coverage ${serial}`),
      (serial: string) => person.invokes({ command: 'coverage', values: { what: serial } }),
      (serial: string) => person.invokes({ command: 'coverage.in-message', values: { text: `see ${serial}, please` } }),
    ]) {
      const [foreign, unknown] = [await ask('WAS-7001-4821'), await ask('WAS-9999-4821')]
      const shown = (turn: Turn, serial: string) => JSON.stringify(turn.shown).replaceAll(serial, '…')
      expect(shown(foreign, 'WAS-7001-4821')).toBe(shown(unknown, 'WAS-9999-4821'))
      expect(foreign.keys[0]).toMatch(/^coverage\.(found-none|in-message\.none)\.title$/)
    }
    expect((await person.says('coverage websphere')).keys[0]).toBe('coverage.found-none.title')
  })

  test('a license that waits for registration is nobody’s yet', async () => {
    expect((await (await chat().signedUp(chen)).says('coverage OMF-2026-0001')).keys[0]).toBe(
      'coverage.found-none.title',
    )
  })

  test('the overview begins with what is most urgent and counts what is covered', async () => {
    const overview = await (await bank()).says('coverage')
    expect(overview.values('coverage.overview.summary')).toEqual({
      covered: 4,
      total: 7,
      day: { day: '2026-11-22' },
      zone: 'Asia/Taipei',
    })
    expect(overview.keys.filter((key) => key.startsWith('coverage.state.'))).toEqual(
      ['expiring', 'lapsed', 'covered-past-end-of-service', 'no-agreement', 'not-started', 'covered', 'covered'].map(
        (state) => `coverage.state.${state}`,
      ),
    )
    expect(overview.offers.at(-1)).toBe('register')
  })

  test('long lists are shown page by page, each license once, on the day that was asked for', async () => {
    const person = await bank()
    await importMany(20, 'FORMOSA-BANK')
    const seen: string[] = []
    let page = await person.says('coverage 2026-12-01')
    for (let pages = 1; ; pages++) {
      expect(page.values('coverage.overview.summary')).toMatchObject({ total: 27, day: { day: '2026-12-01' } })
      const details = page.offers.filter((each) => each.includes('"what"'))
      expect(details.every((each) => each.includes('"on":"2026-12-01"'))).toBe(true)
      seen.push(...details)
      const more = page.offers.find((each) => each.includes('"page"'))
      if (!more) {
        expect(pages).toBe(4)
        break
      }
      page = await person.presses(page, 'coverage', JSON.parse(more.slice('coverage '.length)))
    }
    expect(new Set(seen).size).toBe(27)
    expect(seen).toHaveLength(27)
    const beyond = await person.invokes({ command: 'coverage', values: { page: '99' } })
    expect(beyond.values('coverage.overview.page')).toEqual({ from: 25, to: 27, total: 27 })
  })

  test.each(['0', '-1', '99999', 'two', '1e9', ''])(
    'a page "%s" that no button offers is answered without a fault',
    async (page) => {
      const answer = await (await bank()).invokes({ command: 'coverage', values: { page } })
      expect(answer.keys[0]).toMatch(/^(coverage\.|errors\.invalid)/)
    },
  )

  test('the other day is asked for in a form that knows the license', async () => {
    const person = await bank()
    const card = await person.says('coverage DB2-9701-3307')
    const form = await person.presses(card, 'coverage', { what: 'DB297013307', _form: '1' })
    expect(form.reply).toMatchObject({
      form: {
        command: 'coverage',
        fields: [
          { name: 'what', value: 'DB297013307' },
          { name: 'on', kind: 'day' },
        ],
      },
    })
    expect((await person.submits(form, { on: '2027-01-07' })).keys[0]).toBe('coverage.headline.lapsed')
    expect((await person.submits(form, { on: 'tomorrow week' })).error('on')).toBe('errors.day')
    expect((await person.submits(form, { on: '2027-02-30' })).error('on')).toBe('errors.day')
  })

  test('the licenses named in a message are found in it, those of others are not', async () => {
    const person = await bank()
    const ask = (text: string) => person.invokes({ command: 'coverage.in-message', values: { text } })
    expect((await ask('Our DB2-9701-3307 is down')).keys[0]).toBe('coverage.headline.expiring')
    const two = await ask('DB2-9701-3307 and was 7001 4821, also OMF-2024-0101')
    expect(two.values('coverage.overview.summary')).toMatchObject({ total: 2 })
    expect((await ask('nothing here')).keys[0]).toBe('coverage.in-message.none.title')
    expect((await ask('')).keys[0]).toBe('coverage.in-message.none.title')
  })

  test('asking stores nothing and tells nobody', async () => {
    const person: Person = await bank()
    const before = await chat().stored()
    for (const words of ['coverage', 'coverage db2', 'coverage nothing', 'coverage DB2-9701-3307 2027-01-07'])
      await person.says(words)
    expect(await chat().stored()).toEqual(before)
  })
})
