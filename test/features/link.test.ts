import { expect, test } from 'vitest'
import { onEachChat, type Person } from '../support/conversation.ts'

const sato = 'ken.sato@kitano-seiki.example'

onEachChat('link', (chat) => {
  const codeOf = async (person: Person) => String((await person.says('link')).values('link.code.title')?.code)
  const use = async (person: Person, code: string) => person.submits(await person.says('link'), { code })

  test('a code shown in Slack makes the Teams account the same person; the Slack account is told', async () => {
    const slack = await chat().signedUp(sato, { locale: 'ja-JP' })
    const sent = (await chat().outbox()).length
    const shown = await slack.says('link')
    expect(shown.values('link.code.expires')).toEqual({ until: { instant: '2026-11-22T02:15:00.000Z' } })
    const teams = chat().person('SATO', { platform: 'teams', locale: 'en-US' })
    const code = String(shown.values('link.code.title')?.code)
    const done = await use(teams, code)
    expect(done.values('link.done')).toEqual({ name: '佐藤健' })
    expect((await teams.says('coverage')).values('coverage.overview.summary')).toMatchObject({ total: 6 })
    const told = (await chat().outbox()).slice(sent)
    expect(told).toMatchObject([
      {
        to: { kind: 'person', who: slack.who },
        language: 'ja',
        content: { view: { title: { key: 'link.told.title' } } },
      },
    ])
    expect((await chat().audit()).at(-1)).toMatchObject({ action: 'identity-linked', organizationId: 'KITANO-SEIKI' })
    expect(JSON.stringify(await chat().audit())).not.toContain(code)
  })

  test('the code can be typed with the command', async () => {
    const code = await codeOf(await chat().signedUp(sato))
    const teams = chat().person('SATO', { platform: 'teams' })
    expect((await teams.says(`link ${code.slice(0, 4)} ${code.slice(4)}`)).keys[0]).toBe('link.done')
  })

  test.each([
    [14 * 60 + 59, 'link.done'],
    [15 * 60, 'link.refused'],
  ])('%i seconds later the code answers %s', async (seconds, key) => {
    const code = await codeOf(await chat().signedUp(sato))
    chat().advance({ seconds })
    const done = await use(chat().person('SATO', { platform: 'teams' }), code)
    expect(done.error('code') ?? done.keys[0]).toBe(key)
  })

  test('a code works once, and a new one voids the former', async () => {
    const slack = await chat().signedUp(sato)
    const first = await codeOf(slack)
    const second = await codeOf(slack)
    expect((await use(chat().person('A', { platform: 'teams' }), first)).error('code')).toBe('link.refused')
    expect((await use(chat().person('A', { platform: 'teams' }), second)).keys[0]).toBe('link.done')
    expect((await use(chat().person('B', { platform: 'teams' }), second)).error('code')).toBe('link.refused')
    expect((await chat().person('B', { platform: 'teams' }).says('coverage')).keys[0]).toBe(
      'errors.sign-up-first.title',
    )
  })

  test('where others can read, no code is shown and none is made', async () => {
    const slack = await chat().signedUp(sato)
    const before = await chat().stored()
    const said = await slack.saysInPublic('link')
    expect(said.keys).toEqual(['link.private-only'])
    expect(await chat().stored()).toEqual(before)
  })

  test('wrong codes lock after five, together with wrong invitation codes', async () => {
    const person = chat().person('OLGA')
    for (let n = 0; n < 3; n++) expect((await use(person, `1234567${n}`)).error('code')).toBe('link.refused')
    for (let n = 0; n < 2; n++) await person.says(`invitation 1234567${n}`)
    const code = await codeOf(await chat().signedUp(sato))
    expect((await use(person, code)).error('code')).toBe('invitation.locked')
    expect((await chat().audit()).filter(({ action }) => action === 'codes-locked')).toHaveLength(1)
  })

  test('two accounts that use one code at once: one is linked', async () => {
    const code = await codeOf(await chat().signedUp(sato))
    const done = await Promise.all(['A', 'B'].map((name) => use(chat().person(name, { platform: 'teams' }), code)))
    expect(done.map((turn) => turn.error('code') ?? turn.keys[0]).sort()).toEqual(['link.done', 'link.refused'])
  })

  test('one account that uses one code twice at once is linked once and told who it is', async () => {
    const code = await codeOf(await chat().signedUp(sato))
    const teams = chat().person('SATO', { platform: 'teams' })
    const form = await teams.says('link')
    const done = await Promise.all([teams.submits(form, { code }), teams.submits(form, { code })])
    expect(done.map(({ keys }) => keys[0]).sort()).toEqual(['link.done', 'signup.already.title'])
    expect((await chat().audit()).filter(({ action }) => action === 'identity-linked')).toHaveLength(1)
  })

  test('the vendor’s own people are told that they are known', async () => {
    const erin = await chat().signedUp('erin@vendor.example')
    expect((await erin.says('link')).keys[0]).toBe('signup.done.staff')
    expect((await erin.says('link 12345678')).keys[0]).toBe('signup.done.staff')
  })
})
