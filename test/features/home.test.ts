import { expect, test } from 'vitest'
import { onEachChat } from '../support/conversation.ts'

onEachChat('home', (chat) => {
  test('a stranger sees what this is and the ways in', async () => {
    const home = await chat().person('OLGA').opensHome()
    expect(home.keys.slice(0, 3)).toEqual(['help.welcome.title', 'help.welcome.text', 'help.welcome.invited'])
    expect(home.offers).toEqual(['signup', 'invitation', 'language', 'help'])
  })

  test('a contact sees the coverage of the organization today, in its own zone', async () => {
    const sato = await chat().signedUp('ken.sato@kitano-seiki.example')
    chat().at('2026-11-22T15:30:00Z')
    const home = await sato.opensHome()
    expect(home.values('coverage.overview.summary')).toEqual({
      covered: 3,
      total: 6,
      day: { day: '2026-11-23' },
      zone: 'Asia/Tokyo',
    })
    const overview = await sato.says('coverage')
    expect(home.keys.slice(0, 5)).toEqual(overview.keys.slice(0, 5))
    expect(home.offers).toEqual(expect.arrayContaining(overview.offers))
    expect(home.keys).toContain('case.home.none')
    expect(home.offers).toEqual(expect.arrayContaining(['case.open', 'case.list']))
  })

  test('a contact without a license sees how to register the first', async () => {
    const mei = await chat().signedUp('mei.lin@brightport.example', { company: 'Brightport' })
    const home = await mei.opensHome()
    expect(home.keys[0]).toMatch(/^(coverage\.overview\.none|help\.welcome\.first)\.title$/)
    expect(home.offers).toContain('register')
  })

  test('the vendor’s people see what they may do', async () => {
    expect((await (await chat().signedUp('erin@vendor.example')).opensHome()).keys[0]).toBe('help.title')
  })

  test('opening it stores nothing and says nothing', async () => {
    const sato = await chat().signedUp('ken.sato@kitano-seiki.example')
    const before = await chat().stored()
    await sato.opensHome()
    await chat().person('OLGA').opensHome()
    expect(await chat().stored()).toEqual(before)
  })

  test('a message is answered once through the outbox, in the conversation where it was written', async () => {
    const row = await chat().person('OLGA', { locale: 'ja-JP', zone: 'Asia/Tokyo' }).writes('hello')
    expect(row).toMatchObject({
      to: { kind: 'conversation', platform: 'slack', workspace: 'T1', conversation: 'DOLGA' },
      language: 'ja',
      zone: 'Asia/Tokyo',
    })
    expect(await chat().outbox()).toHaveLength(1)
  })
})
