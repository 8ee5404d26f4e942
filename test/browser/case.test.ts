/** A case from its first word to its rating, between a customer's Teams and the engineers' Slack, in a real browser. */
import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loadWords } from '../../src/i18n.ts'
import { projectFolder } from '../../src/store/migrations-folder.ts'
import { chromiumPath, startChromium } from '../support/chromium.ts'
import { type StartedBot, startBot } from './support/started-bot.ts'
import { type Visitor, visit } from './support/visitor.ts'

const words = loadWords(projectFolder)

/** What two people say to each other; `command` is the word of the engineer's language. */
const stories = [
  {
    language: 'ja',
    number: '1',
    customer: { seat: '佐藤健', name: '佐藤健', mail: 'ken.sato@kitano-seiki.example', phone: '+81-3-5550-0121' },
    opening: 'ケース作成',
    product: 'WebSphere Application Server',
    title: 'ログイン後に画面が真っ白になる',
    description: '今朝から、ログインすると画面が真っ白になります。再起動しても変わりません。',
    engineer: { seat: 'Erin', name: 'Erin Engineer', mail: 'erin@vendor.example', language: 'en' },
    answer: { command: 'answer', text: 'ご連絡ありがとうございます。ログを送っていただけますか。' },
    note: 'Looks like the old session bug; do not tell yet.',
    log: 'ログを添付します。ご確認ください。',
    resolve: { command: 'resolve', text: 'セッションの設定を変更すると解決します。' },
  },
  {
    language: 'zh-TW',
    number: '2',
    customer: {
      seat: '王建國',
      name: '王建國',
      mail: 'jianguo.wang@formosa-bank.example',
      phone: '+886-2-5550-0111',
    },
    opening: '提報案件',
    product: 'WebSphere MQ',
    title: '登入後畫面一片空白',
    description: '今天早上起，登入後畫面一片空白。重新啟動也一樣。',
    engineer: { seat: '森 誠', name: '森 誠', mail: 'makoto@vendor.example', language: 'ja' },
    answer: { command: 'お客様に回答', text: '您好，請提供 log 檔，謝謝。' },
    note: '以前のセッションの不具合と同じかもしれません。',
    log: '附上 log，麻煩查看。',
    resolve: { command: '解決', text: '調整 session 設定後即可解決。' },
  },
] as const

describe.skipIf(!chromiumPath)('a case in the browser', { timeout: 300_000 }, () => {
  let bot: StartedBot
  let browser: Browser
  let visitor: Visitor

  beforeAll(async () => {
    bot = await startBot()
    browser = await startChromium()
    visitor = await visit(browser, bot.address)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await bot?.stop()
  }, 60_000)

  afterEach(({ task }) => (task.result?.state === 'fail' ? visitor.report('case', bot.printed()) : undefined))

  /** Of the mail to this address, the newest. */
  const codeFor = (address: string) =>
    visitor.pane('mail').getByRole('article').filter({ hasText: address }).getByTestId('mail-code').first().innerText()

  test.each(stories)(
    'is opened in Teams, claimed in Slack, talked over with a log file, resolved and rated: $language',
    async ({
      language,
      number,
      customer,
      opening,
      product,
      title,
      description,
      engineer,
      answer,
      note,
      log,
      resolve,
    }) => {
      const { page, pane, write, become, said, message, photograph } = visitor
      const theirs = (key: string, values?: Record<string, string | number>) => words.phrase(language, key, values)
      const ours = (key: string, values?: Record<string, string | number>) =>
        words.phrase(engineer.language, key, values)
      // What everybody in the channel sees is in the vendor's own language.
      const en = (key: string, values?: Record<string, string | number>) => words.phrase('en', key, values)
      const which = { number }

      // The engineer becomes known, with the code from the mailbox.
      await become('triage', engineer.seat)
      await write('triage', '/support signup')
      const modal = pane('triage').getByRole('dialog')
      await modal.getByLabel(ours('signup.field.name')).fill(engineer.name)
      await modal.getByLabel(ours('signup.field.email')).fill(engineer.mail)
      await modal.getByLabel(ours('signup.field.phone')).fill('+886-2-5550-0999')
      await modal.getByRole('button', { name: ours('signup.submit') }).click()
      await modal.getByLabel(ours('signup.code.field')).fill(await codeFor(engineer.mail))
      await modal.getByRole('button', { name: ours('signup.code.submit') }).click()
      await modal.getByText(ours('signup.done.staff')).waitFor()
      await modal
        .locator('footer')
        .getByRole('button', { name: ours('platform.close') })
        .click()

      // So does the customer, in Teams.
      await become('teams', customer.seat)
      await write('teams', theirs('commands.signup.name'))
      const signUp = message('teams', theirs('signup.intro'))
      await signUp.getByLabel(theirs('signup.field.name')).fill(customer.name)
      await signUp.getByLabel(theirs('signup.field.email')).fill(customer.mail)
      await signUp.getByLabel(theirs('signup.field.phone')).fill(customer.phone)
      await signUp.getByRole('button', { name: theirs('signup.submit') }).click()
      const confirm = message('teams', theirs('signup.code.title'))
      await confirm.getByLabel(theirs('signup.code.field')).fill(await codeFor(customer.mail))
      await confirm.getByRole('button', { name: theirs('signup.code.submit') }).click()
      await said('teams', theirs('signup.done.title', { name: customer.name }))

      // The case: what it is about, then what happens.
      await write('teams', opening)
      const about = message('teams', theirs('case.open.intro'))
      await choose(about, product)
      await choose(about, theirs('case.topic.defect'))
      await about.getByRole('button', { name: theirs('case.open.submit') }).click()
      const describe = message('teams', theirs('case.describe.field.severity-hint'))
      await choose(describe, theirs('case.severity.2'))
      await describe.getByLabel(theirs('case.describe.field.title')).fill(title)
      await describe.getByLabel(theirs('case.describe.field.description')).fill(description)
      await describe.getByRole('button', { name: theirs('case.describe.submit') }).click()
      await said('teams', theirs('case.opened.title', { number, title }))
      const opened = await said('teams', theirs('thread.begins.chat'))
      expect(opened).toContain(theirs('case.due.first-response'))
      expect(opened).toContain(theirs('case.nobody-yet'))

      // Its card is in the triage channel; claiming it changes the card and is told to the customer.
      const card = message('triage', en('case.titled', { number, title }))
      await card.getByRole('button', { name: en('triage.action.claim') }).waitFor()
      if (language === 'zh-TW') await photograph('case-triage')
      await card.getByRole('button', { name: en('triage.action.claim') }).click()
      const channel = pane('triage').locator('.conversation .messages')
      const changed = channel
        .getByRole('article')
        .filter({ hasText: en('case.status.claimed') })
        .last()
      await changed.filter({ hasText: title }).filter({ hasText: engineer.name }).waitFor()
      await said('teams', theirs('thread.claimed', { name: engineer.name }))

      // In the thread the bot's name sends words to the customer; words without it stay inside.
      await channel.locator('.replies').last().click()
      const thread = pane('triage').locator('.thread-panel')
      await thread.getByRole('article').filter({ hasText: description }).waitFor()
      await write('triage', note)
      await thread.getByRole('article').filter({ hasText: note }).getByText('🔒').waitFor()
      await write('triage', `@Anshin ${answer.command} ${answer.text}`)
      const answered = await said('teams', answer.text)
      expect(answered).toContain(theirs('thread.from.staff', { name: engineer.name }))
      if (language === 'ja') await photograph('case-teams-ja')

      // The customer's file arrives as it was sent.
      await pane('teams')
        .locator('.composer input[type=file]')
        .last()
        .setInputFiles({ name: 'server.log', mimeType: 'text/plain', buffer: Buffer.from('ERROR 4711 session lost\n') })
      await write('teams', log)
      await said('teams', theirs('case.wrote.title', which))
      await thread.getByRole('article').filter({ hasText: log }).waitFor()
      const file = thread.locator('a[href^="/playground/files/slack/"]').last()
      await file.waitFor()
      const bytes = await page.request.get(new URL((await file.getAttribute('href'))!, bot.address).href)
      expect(await bytes.text()).toBe('ERROR 4711 session lost\n')
      if (language === 'zh-TW') await photograph('case-thread')

      // Solved, confirmed and rated.
      await write('triage', `@Anshin ${resolve.command} ${resolve.text}`)
      await said('teams', resolve.text)
      const asked = message('teams', theirs('thread.resolved.title', { case: theirs('case.number', which) }))
      await asked.getByRole('button', { name: theirs('case.action.solved') }).click()
      await asked.getByRole('button', { name: theirs('case.close.confirm.yes') }).click()
      await said('teams', theirs('case.closed.title', which))
      await pane('teams')
        .getByRole('article')
        .filter({ has: page.getByRole('button', { name: theirs('case.stars.5') }) })
        .last()
        .getByRole('button', { name: theirs('case.stars.5') })
        .click()
      await said('teams', theirs('case.rated.title', { number, stars: theirs('case.stars.5') }))
      await thread.getByText(en('triage.told.rated', { stars: en('case.stars.5') })).waitFor()

      // Nothing that was meant for the vendor stands anywhere in the customer's Teams.
      expect(await pane('teams').locator('.messages').innerText()).not.toContain(note)
      await thread.getByRole('button', { name: en('playground.closeThread') }).click()
    },
  )

  test('on a phone the customer reads the same, without scrolling sideways', async () => {
    const { page, pane, photograph } = visitor
    await page.setViewportSize({ width: 390, height: 844 })
    await page.locator('[data-tab=teams]').click()
    await pane('teams').getByRole('article').filter({ hasText: stories[1].resolve.text }).last().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await photograph('case-phone')
  })

  test('the browser had nothing to complain of', () => {
    expect(visitor.complaints).toEqual([])
  })
})

/** Few options are drawn as buttons, many as a list. */
async function choose(form: Locator, option: string): Promise<void> {
  await form.waitFor()
  const button = form.getByRole('radio', { name: option })
  if ((await button.count()) > 0) return button.check()
  // A label may also stand in another field's hint.
  const list = form.locator('select').filter({ hasText: option }).first()
  await list.selectOption(await list.locator('option', { hasText: option }).getAttribute('value'))
}
