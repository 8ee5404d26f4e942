import { expect, test } from 'vitest'
import { onEachChat } from '../support/conversation.ts'

const sato = 'ken.sato@kitano-seiki.example'

onEachChat('questions and answers', (chat) => {
  test.each([
    ['en', 'faq can we renew later', 'Yes. You can renew'],
    ['zh-TW', '常見問題 收不到驗證信', '驗證信由台灣寄出'],
    ['zh-CN', '常见问题 收不到验证邮件', '验证邮件由台湾发出'],
    ['ja', 'よくある質問 確認メールが届かない', '確認メールは台湾から'],
  ])('a stranger who reads %s and writes "%s" gets the answer in that language', async (locale, words, answer) => {
    const said = await chat().person('OLGA', { locale }).says(words)
    expect(said.texts.join('\n')).toContain(answer)
    expect(said.keys).not.toContain('faq.foreign')
  })

  test('without words all questions are listed, page by page, each with its answer one press away', async () => {
    const olga = chat().person('OLGA')
    const list = await olga.says('faq')
    expect(list.keys[0]).toBe('faq.title')
    const shown = await olga.presses(list, list.offers[0]!.split(' ')[0]!)
    expect(shown.offers).toEqual(['faq', 'centers'])
    const next = await olga.presses(list, 'faq', { page: '2' })
    expect(next.values('guide.page')).toMatchObject({ from: 9 })
  })

  test('several that fit come with their answers, the rest on further pages', async () => {
    const olga = chat().person('OLGA')
    const found = await olga.says('faq maintenance')
    expect(found.values('faq.found')).toEqual({ words: 'maintenance' })
    const more = await olga.presses(found, 'faq', { words: 'maintenance', page: '2' })
    expect(more.values('guide.page')).toMatchObject({ from: 4 })
  })

  test('nothing that fits is said, with the ways on', async () => {
    const said = await chat().person('OLGA').says('faq zebra')
    expect([said.keys[0], said.offers]).toEqual(['faq.none', ['faq', 'centers']])
    const known = await (await chat().signedUp(sato)).says('faq zebra')
    expect(known.offers).toEqual(['faq', 'case.open {"text":"zebra"}', 'centers'])
  })

  test('a question without a translation is shown in English, marked; one that is gone is said to be', async () => {
    await chat().import({ 'faq.csv': 'faq_id,locale,question,answer\nnew,en,Is there a zebra?,Yes: a striped one.\n' })
    const olga = chat().person('OLGA', { locale: 'ja' })
    expect((await olga.says('よくある質問 zebra')).keys).toContain('faq.foreign')
    expect((await olga.invokes({ command: 'faq.show', values: { id: 'gone' } })).keys[0]).toBe('faq.gone')
  })

  test('words that are no command bring up to two questions beside what else is said', async () => {
    const stranger = await chat().person('OLGA').says('the confirmation mail does not arrive')
    expect(stranger.keys).toEqual(expect.arrayContaining(['errors.unknown-command.title', 'faq.perhaps']))
    expect(stranger.offers[0]).toBe('faq.show {"id":"omflow-mail-missing"}')

    const customer = await chat().signedUp(sato)
    const said = await customer.says('Can we renew maintenance later?')
    expect(said.offers.filter((offer) => offer.startsWith('faq.show')).length).toBeLessThanOrEqual(2)
    expect(said.offers).toEqual(expect.arrayContaining([expect.stringContaining('case.from-message')]))
    expect((await customer.presses(said, 'faq.show')).offers).toContain('case.open')
    expect((await customer.says('The server is down since noon')).keys).not.toContain('faq.perhaps')
  })

  test('who opened a case reads questions that fit its title, of its product or of none', async () => {
    const chen = await chat().signedUp('jing.chen@pudong-logistics.example')
    const values = { topic: 'license', severity: '4', title: 'How to extend OMFLOW support', description: 'x' }
    const opened = await chen.invokes({ command: 'case.describe', values })
    expect(opened.keys[0]).toBe('case.opened.title')
    expect(opened.offers.some((offer) => offer.startsWith('faq.show'))).toBe(true)
  })
})
