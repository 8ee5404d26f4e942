import { expect, test } from 'vitest'
import { onEachChat } from '../support/conversation.ts'

onEachChat('language', (chat) => {
  test.each([
    ['en-US', 'en'],
    ['en-GB', 'en'],
    ['ja', 'ja'],
    ['ja-JP', 'ja'],
    ['zh-TW', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-Hant-TW', 'zh-TW'],
    ['zh_TW', 'zh-TW'],
    ['zh-CN', 'zh-CN'],
    ['zh-Hans-SG', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['fr-FR', 'en'],
    ['', 'en'],
    ['<script>', 'en'],
    ['__proto__', 'en'],
  ])('whose platform says "%s" is answered in %s', async (locale, language) => {
    expect((await chat().person('P', { locale }).says('help')).language).toBe(language)
  })

  test('a choice holds from its own answer on, against the platform’s locale, and on both platforms', async () => {
    const slack = await chat().signedUp('mei.lin@brightport.example', { locale: 'en-US' })
    const chosen = await slack.says('language ja')
    expect(chosen).toMatchObject({ language: 'ja', keys: ['language.done', 'common.help'] })
    const code = String((await slack.says('link')).values('link.code.title')?.code)
    const teams = chat().person('MEI', { platform: 'teams', locale: 'en-US' })
    expect((await teams.says(`link ${code}`)).language).toBe('ja')
    expect((await teams.says('help')).language).toBe('ja')
    expect((await chat().audit()).filter(({ action }) => action === 'language-chosen')).toMatchObject([
      { detail: { language: 'ja' } },
    ])
  })

  test('a stranger’s choice is kept, and signing up keeps it', async () => {
    const person = chat().person('P', { locale: 'en-US' })
    await person.says('language zh-TW')
    expect((await person.opensHome()).language).toBe('zh-TW')
    const asked = await person.submits(await person.says('signup'), {
      name: 'P',
      email: 'p@brightport.example',
      phone: '+886 2 5550 0100',
    })
    expect(asked.language).toBe('zh-TW')
    const done = await person.submits(asked, { code: await chat().codeFor('p@brightport.example') })
    expect(done).toMatchObject({ language: 'zh-TW', keys: expect.arrayContaining(['signup.done.title']) })
    expect((await person.says('help')).language).toBe('zh-TW')
  })

  test.each([
    ['language English', 'en'],
    ['lang EN', 'en'],
    ['language 繁體中文', 'zh-TW'],
    ['語言 繁中', 'zh-TW'],
    ['language zh-hant', 'zh-TW'],
    ['language 简体中文', 'zh-CN'],
    ['语言 简中', 'zh-CN'],
    ['language JP', 'ja'],
    ['言語 日本語', 'ja'],
    ['言語日本語', 'ja'],
    ['language ｊａ', 'ja'],
  ])('"%s" is understood', async (words, language) => {
    expect(await chat().person('P').says(words)).toMatchObject({ language, keys: ['language.done', 'common.help'] })
  })

  test('a language that the bot does not speak is told under the field, with the four that it does', async () => {
    const before = await chat().stored()
    const refused = await chat().person('P').says('language klingon')
    expect(refused.error('to')).toBe('errors.choice')
    expect(refused.keys).toEqual(
      expect.arrayContaining(['language.en', 'language.zh-TW', 'language.zh-CN', 'language.ja']),
    )
    expect(await chat().stored()).toEqual(before)
  })

  test('the word alone opens the form', async () => {
    expect(await chat().person('P').says('language')).toMatchObject({
      refused: false,
      reply: { form: { command: 'language' } },
    })
  })
})
