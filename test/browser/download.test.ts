/** A colleague who is let in with one click, and files that come through a card of Slack and of Teams, in a real browser. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Browser, Download, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loadWords } from '../../src/i18n.ts'
import { projectFolder } from '../../src/store/migrations-folder.ts'
import { chromiumPath, startChromium } from '../support/chromium.ts'
import { type StartedBot, startBot } from './support/started-bot.ts'
import { type Visitor, visit } from './support/visitor.ts'

const words = loadWords(projectFolder)
const ja = (key: string, values?: Record<string, string | number>) => words.phrase('ja', key, values)
const en = (key: string, values?: Record<string, string | number>) => words.phrase('en', key, values)
const informix = 'Informix Dynamic Server (IDS)'
const license = { serial: 'IDS-1151-5530', number: 'REG-IDS-1151-5530' }

describe.skipIf(!chromiumPath)('files and a colleague in the browser', { timeout: 300_000 }, () => {
  let bot: StartedBot
  let browser: Browser
  let visitor: Visitor
  const downloads: Download[] = []

  beforeAll(async () => {
    bot = await startBot()
    browser = await startChromium()
    visitor = await visit(browser, bot.address)
    visitor.page.on('download', (download) => void downloads.push(download))
    // Which of the two pages a download in a new window belongs to, Chromium decides anew each time: here it stays in this one.
    await visitor.page.evaluate(() => {
      window.open = (address) => {
        const link = document.createElement('a')
        link.href = String(address)
        link.click()
        return null
      }
    })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await bot?.stop()
  }, 60_000)

  afterEach(({ task }) => (task.result?.state === 'fail' ? visitor.report('download', bot.printed()) : undefined))

  const codeFor = (address: string) =>
    visitor.pane('mail').getByRole('article').filter({ hasText: address }).getByTestId('mail-code').first().innerText()

  async function signUp(name: string, email: string, says: typeof ja) {
    const { pane, write } = visitor
    await write('slack', '/support signup')
    const modal = pane('slack').getByRole('dialog')
    await modal.getByLabel(says('signup.field.name')).fill(name)
    await modal.getByLabel(says('signup.field.email')).fill(email)
    await modal.getByLabel(says('signup.field.phone')).fill('+81-3-5550-0121')
    await modal.getByRole('button', { name: says('signup.submit') }).click()
    await modal.getByLabel(says('signup.code.field')).fill(await codeFor(email))
    await modal.getByRole('button', { name: says('signup.code.submit') }).click()
    await modal.getByText(says('signup.done.title', { name })).waitFor()
    await modal
      .locator('footer')
      .getByRole('button', { name: says('platform.close') })
      .click()
  }

  /** Presses the card's link and reads the file that comes. */
  async function fetchThrough(card: Locator): Promise<{ name: string; sha256: string }> {
    const before = downloads.length
    const name = ja('downloads.action.fetch')
    // Teams draws it as a link.
    await card
      .getByRole('button', { name, exact: true })
      .or(card.getByRole('link', { name, exact: true }))
      .click()
    await expect.poll(() => downloads.length, { timeout: 30_000 }).toBe(before + 1)
    const download = downloads.at(-1)!
    const bytes = await readFile(await download.path())
    return { name: download.suggestedFilename(), sha256: createHash('sha256').update(bytes).digest('hex') }
  }

  test('a file comes whole through a card in Slack and through one in Teams, and both are on record', async () => {
    const { write, become, said, message, photograph } = visitor
    await become('slack', '佐藤健')
    await signUp('佐藤健', 'ken.sato@kitano-seiki.example', ja)

    await write('slack', 'ダウンロード informix')
    const shelf = message('slack', ja('downloads.shelf.title', { product: informix }))
    await shelf
      .getByRole('button', { name: ja('downloads.action.files', { files: 3 }) })
      .first()
      .click()
    const release = message('slack', 'Linux-x64')
    await release
      .getByRole('button', { name: ja('downloads.action.get') })
      .first()
      .click()
    const card = message('slack', ja('downloads.verify.title'))
    const text = await card.innerText()
    await photograph('download-slack')
    const inSlack = await fetchThrough(card)
    expect(text).toContain(inSlack.name)
    expect(text).toContain(inSlack.sha256)

    await write('slack', 'link')
    const code = /\b[2-9A-Z]{8}\b/.exec(await said('slack', ja('link.code.title', { code: '' }).trim()))?.[0]
    await become('teams', '佐藤健')
    await write('teams', `link ${code}`)
    await said('teams', ja('link.done', { name: '佐藤健' }))
    await write('teams', `ダウンロード ${license.serial}`)
    const theirs = message('teams', ja('downloads.shelf.title', { product: informix }))
    await theirs
      .getByRole('button', { name: ja('downloads.action.get') })
      .last()
      .click()
    const paper = message('teams', ja('downloads.verify.title'))
    const told = await paper.innerText()
    await photograph('download-teams')
    const inTeams = await fetchThrough(paper)
    expect(told).toContain(inTeams.name)
    expect(told).toContain(inTeams.sha256)

    await write('slack', 'ダウンロード記録')
    const record = await said('slack', ja('downloads.outcome.complete'))
    for (const { name } of [inSlack, inTeams]) expect(record).toContain(name)
  })

  test('a newcomer shows the numbers of a license, waits, and is let in with one click', async () => {
    const { write, become, said, message, photograph } = visitor
    await become('slack', 'Alex Morgan')
    await signUp('Alex Morgan', 'alex.morgan@brightport.example', en)
    await write('slack', `register ${license.serial} ${license.number}`)
    const refused = message('slack', en('register.unknown'))
    await refused.waitFor()
    await become('slack', '佐藤健')
    const asked = message('slack', ja('contacts.join.text'))
    expect(await asked.innerText()).toContain('Alex Morgan')
    await photograph('join-request')
    await asked.getByRole('button', { name: ja('contacts.join.answer.technical') }).click()
    await said('slack', ja('contacts.join.settled.joined', { name: 'Alex Morgan', by: '佐藤健' }))
    await become('slack', 'Alex Morgan')
    await said('slack', en('contacts.join.welcome.title', { organization: 'Kitano Seiki' }))
    await write('slack', 'coverage informix')
    expect(await said('slack', `${informix} V11.5`)).toContain(license.serial)
  })

  test('the browser had nothing to complain of', () => {
    expect(visitor.complaints).toEqual([])
  })
})
