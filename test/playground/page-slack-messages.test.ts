import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumPath } from '../support/chromium.ts'
import { type PageBrowser, type PageHouse, startPageBrowser } from './page-house.ts'

const hanako = 'U0OUTSIDER0'
const general = 'C0GENERAL00'

let browser: PageBrowser
let house: PageHouse
let heard: any[]

function answer(_path: string, body: string): undefined {
  if (body.startsWith('{')) heard.push(JSON.parse(body).event)
}

const pane = () => house.pane('slack')
const said = (text: string, where: Locator = pane()) => where.getByRole('article').filter({ hasText: text })
const message = (text: string) => house.slack.state().messages.find((each) => each.text.includes(text))!
async function choose(text: string, item: string): Promise<void> {
  await said(text).getByRole('button', { name: 'More actions' }).press('Enter')
  await house.page.getByRole('menuitem', { name: item }).click()
}

describe.skipIf(!chromiumPath)("a person's messages in Slack", () => {
  beforeAll(async () => {
    browser = await startPageBrowser()
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    heard = []
    house = await browser.open(answer)
    await pane().getByRole('button', { name: 'general' }).click()
  })
  afterEach(async () => {
    await house.close()
    expect(house.complaints).toEqual([])
  })

  test('an own message is changed in its place and marked; what others wrote offers no such thing', async () => {
    await house.slack.act({ do: 'say', user: hanako, channel: general, text: 'Mine' })
    await house.write(pane(), 'It stoped at <db2start> & so on')
    await said('It stoped').waitFor()
    await choose('It stoped', 'Edit message')
    const editor = pane().getByRole('textbox', { name: 'Edit message' })
    expect(await editor.inputValue()).toBe('It stoped at <db2start> & so on')
    await editor.fill('It stopped at <db2start>')
    await editor.press('Enter')
    await said('It stopped at <db2start>').getByText('(edited)').waitFor()
    await expect.poll(() => heard.at(-1)).toMatchObject({ subtype: 'message_changed' })
    await said('Mine').getByRole('button', { name: 'More actions' }).press('Enter')
    await house.page.getByRole('menu').waitFor()
    expect(await house.page.getByRole('menuitem', { name: 'Edit message' }).count()).toBe(0)
  })

  test('an own message is taken back after a question; the first of a thread leaves its place', async () => {
    for (const text of ['Alone', 'Answered']) {
      await house.write(pane(), text)
      await said(text).waitFor()
    }
    const thread = message('Answered').ts
    await house.slack.act({ do: 'say', user: hanako, channel: general, text: 'An answer', thread })
    for (const text of ['Alone', 'Answered']) {
      await choose(text, 'Delete message')
      const question = pane().getByRole('alertdialog', { name: 'Delete message' })
      await question.getByRole('button', { name: 'Delete' }).click()
      await said(text).waitFor({ state: 'detached' })
    }
    expect(await pane().getByText('This message was deleted.').count()).toBe(1)
    await pane().getByRole('button', { name: '1 reply' }).click()
    const panel = pane().getByRole('region', { name: /^Thread/ })
    await said('An answer', panel).waitFor()
    expect(await said('This message was deleted.', panel).count()).toBe(1)
  })

  test('a question before deleting can be answered with no, also by Escape', async () => {
    await house.write(pane(), 'It stays')
    await said('It stays').waitFor()
    for (const leave of [
      () => pane().getByRole('button', { name: 'Cancel' }).click(),
      () => house.page.keyboard.press('Escape'),
    ]) {
      await choose('It stays', 'Delete message')
      await pane().getByRole('alertdialog').waitFor()
      await leave()
      await pane().getByRole('alertdialog').waitFor({ state: 'detached' })
    }
    expect(message('It stays').deleted).toBeUndefined()
  })

  test('what Slack refuses is told at the message, and what was typed stays', async () => {
    await house.write(pane(), 'Gone in a moment')
    await said('Gone in a moment').waitFor()
    await choose('Gone in a moment', 'Edit message')
    const editor = pane().getByRole('textbox', { name: 'Edit message' })
    await editor.fill('Too late')
    await house.page.route('**/playground/slack', (route) =>
      route.fulfill({ json: { ok: false, status: 0, ms: 0, refused: 'message_not_found' } }),
    )
    await editor.press('Enter')
    await pane().getByRole('article').getByRole('alert').getByText('message_not_found').waitFor()
    expect(await editor.inputValue()).toBe('Too late')
  })

  test('files are chosen or dropped, shown with name and size, and come back byte for byte', async () => {
    const buffer = Buffer.from(Uint8Array.from({ length: 70_000 }, (_, i) => i % 256))
    await pane()
      .locator('.composer input[type=file]')
      .setInputFiles([{ name: 'db2diag 障害.log', mimeType: 'text/plain', buffer }])
    await drop(pane().getByRole('log'), 'dropped.txt')
    await house.write(pane(), 'With the log')
    const link = said('With the log').getByRole('link', { name: 'Download db2diag 障害.log' })
    expect(await link.innerText()).toContain('70 kB')
    expect(await said('With the log').getByRole('link').count()).toBe(2)
    const [download] = await Promise.all([house.page.waitForEvent('download'), link.click()])
    const bytes: Buffer[] = []
    for await (const chunk of await download.createReadStream()) bytes.push(chunk)
    expect(Buffer.concat(bytes).equals(buffer)).toBe(true)
    await expect.poll(() => heard.at(-1)?.files?.length).toBe(2)
  })

  test('a dropped file waits beside the words and can be taken out again', async () => {
    await drop(pane().getByRole('log'), 'dropped.txt')
    await pane().locator('.composer').getByText('dropped.txt').waitFor()
    await pane().getByRole('button', { name: 'Remove dropped.txt' }).click()
    expect(await pane().locator('.composer').getByText('dropped.txt').count()).toBe(0)
    expect(await pane().getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
  })

  async function drop(where: Locator, name: string): Promise<void> {
    const dataTransfer = await house.page.evaluateHandle(
      `(() => { const all = new DataTransfer(); all.items.add(new File(['dropped'], ${JSON.stringify(name)})); return all })()`,
    )
    await where.dispatchEvent('dragover', { dataTransfer })
    await where.dispatchEvent('drop', { dataTransfer })
  }
})
