import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumPath } from '../support/chromium.ts'
import { type PageBrowser, type PageHouse, startPageBrowser } from './page-house.ts'

const [hanako, emma] = ['7d0f4a52-1b6e-4c39-9a80-53e1c2f7b604', 'c2b91e07-4d58-4a1f-b6c3-88f0d97a2e15']
const [personal, channel] = ['a:1personal-1', '19:9f3c5d7a1e2b4c6d8f00@thread.tacv2']
const cardType = 'application/vnd.microsoft.card.adaptive'

let browser: PageBrowser
let house: PageHouse
let heard: any[]

function answer(path: string, body: string): unknown {
  if (path !== '/api/messages') return undefined
  const activity = JSON.parse(body)
  heard.push(activity)
  return activity.type === 'invoke' ? { task: { type: 'message', value: 'Case 7 was opened' } } : undefined
}

async function botCall(method: string, conversation: string, body: object, id = ''): Promise<string> {
  const path = `v3/conversations/${encodeURIComponent(conversation)}/activities/${id}`
  const response = await fetch(`${house.teams.serviceUrl}${path}`.replace(/\/$/, ''), {
    method,
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', ...body }),
  })
  expect(response.status).toBeLessThan(300)
  return ((await response.json()) as { id: string }).id
}

const card = (text: string) => ({
  attachments: [
    { contentType: cardType, content: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] } },
  ],
})
const pane = () => house.pane('teams')
const said = (text: string, where: Locator = pane()) => where.getByRole('article').filter({ hasText: text })
const message = (text: string) => house.teams.state().messages.find((each) => each.text?.includes(text))!
async function choose(text: string, item: string): Promise<void> {
  await said(text).last().getByRole('button', { name: 'More actions' }).press('Enter')
  await house.page.getByRole('menuitem', { name: item }).click()
}

describe.skipIf(!chromiumPath)('Teams in the page', () => {
  beforeAll(async () => {
    browser = await startPageBrowser()
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    heard = []
    house = await browser.open(answer)
    await pane().waitFor()
  })
  afterEach(async () => {
    await house.close()
    expect(house.complaints).toEqual([])
  })

  test('an own message is changed in its place, and the bot hears of it; what somebody else wrote cannot be', async () => {
    await house.write(pane(), 'DB2 stoped')
    await botCall('POST', personal, { text: 'Noted' })
    await said('DB2 stoped').waitFor()
    await choose('DB2 stoped', 'Edit message')
    const editor = pane().getByRole('textbox', { name: 'Edit message' })
    await editor.fill('DB2 stopped')
    await editor.press('Enter')
    await said('DB2 stopped').getByText('(edited)').waitFor()
    expect(heard.at(-1)).toMatchObject({ type: 'messageUpdate', text: 'DB2 stopped' })
    await said('Noted').getByRole('button', { name: 'More actions' }).press('Enter')
    await house.page.getByRole('menu').waitFor()
    expect(await house.page.getByRole('menuitem', { name: 'Edit message' }).count()).toBe(0)
  })

  test('Escape leaves a message as it was', async () => {
    await house.write(pane(), 'As it was')
    await choose('As it was', 'Edit message')
    const editor = pane().getByRole('textbox', { name: 'Edit message' })
    await editor.fill('Something else')
    await editor.press('Escape')
    await said('As it was').waitFor()
    expect(message('As it was').editedAt).toBeUndefined()
  })

  test('an own message is taken back', async () => {
    await house.write(pane(), 'Not meant for you')
    await choose('Not meant for you', 'Delete message')
    await pane().getByText('This message was deleted.').waitFor()
    expect(await pane().getByText('Not meant for you').count()).toBe(0)
    await expect.poll(() => heard.at(-1)).toMatchObject({ type: 'messageDelete' })
  })

  test('a quoted message goes with the words and stands above them', async () => {
    await botCall('POST', personal, card('Which version is it?'))
    await said('Which version').waitFor()
    await choose('Which version', 'Reply with quote')
    await pane().locator('.composer').getByText('Which version').waitFor()
    await house.write(pane(), '11.5')
    await said('11.5').getByRole('blockquote').getByText('Which version').waitFor()
    expect(message('11.5').quotes).toBe(house.teams.state().messages[0]?.id)
    expect(await pane().locator('.composer').getByRole('blockquote').count()).toBe(0)
  })

  test('files are attached, shown with name and size, and come back byte for byte', async () => {
    const buffer = Buffer.from(Uint8Array.from({ length: 4200 }, (_, i) => i % 256))
    await pane()
      .locator('.composer input[type=file]')
      .setInputFiles([
        { name: 'db2diag 障害.log', mimeType: 'text/plain', buffer },
        { name: 'wrong.txt', mimeType: 'text/plain', buffer },
      ])
    await pane().getByRole('button', { name: 'Remove wrong.txt' }).click()
    await pane().getByRole('button', { name: 'Send' }).click()
    const link = pane().getByRole('link', { name: 'Download db2diag 障害.log' })
    expect(await link.innerText()).toContain('4.2 kB')
    const [download] = await Promise.all([house.page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe('db2diag 障害.log')
    const bytes: Buffer[] = []
    for await (const chunk of await download.createReadStream()) bytes.push(chunk)
    expect(Buffer.concat(bytes).equals(buffer)).toBe(true)
    expect(await pane().getByText('wrong.txt').count()).toBe(0)
  })

  test('files beyond what can be sent are refused where they were chosen', async () => {
    const dataTransfer = await house.page.evaluateHandle(
      `(() => { const all = new DataTransfer(); all.items.add(new File([new Uint8Array(11e6)], 'dump.bin')); return all })()`,
    )
    await pane().getByRole('log').dispatchEvent('drop', { dataTransfer })
    await pane().getByRole('alert').getByText('Files of up to').waitFor()
    expect(await pane().getByText('dump.bin').count()).toBe(0)
  })

  test('a channel shows each post with its answers; a reply goes under its post', async () => {
    await house.teams.act({ do: 'mention', user: emma, conversation: channel, text: 'DB2 does not start' })
    await house.teams.act({ do: 'say', user: emma, conversation: channel, text: 'Lunch?' })
    const tab = pane().getByRole('button', { name: /Systems.*Unread/ })
    await tab.click()
    const post = pane().getByRole('region', { name: 'Thread' }).filter({ hasText: 'DB2 does not start' })
    await post.getByRole('button', { name: 'Reply' }).click()
    await house.page.keyboard.type('Here neither')
    await house.page.keyboard.press('Enter')
    await said('Here neither', post).waitFor()
    expect(message('Here neither')).toMatchObject({ user: hanako, replyTo: message('DB2 does not start').id })
    // Nobody mentioned the bot, and it was not granted to read.
    expect(heard.map(({ text }) => text)).not.toContain('Here neither')
    await house.page.keyboard.press('Escape')
    await post.getByRole('button', { name: 'Reply' }).waitFor()
    await tab.waitFor({ state: 'detached' })
  })

  test('a message that mentioned the bot still does after it was changed', async () => {
    await pane()
      .getByRole('button', { name: /Systems/ })
      .click()
    await house.write(pane(), '@Anshin DB2 stoped')
    await said('DB2 stoped').waitFor()
    await choose('DB2 stoped', 'Edit message')
    const editor = pane().getByRole('textbox', { name: 'Edit message' })
    await editor.fill((await editor.inputValue()).replace('stoped', 'stopped'))
    await editor.press('Enter')
    await said('DB2 stopped').waitFor()
    await expect.poll(() => heard.at(-1)).toMatchObject({ type: 'messageUpdate' })
    expect(heard.at(-1).text).toContain('<at>')
    expect(message('DB2 stopped').text).toMatch(/^@[^@]*$/)
  })

  test('what Teams refuses is told at the message, and what was typed stays', async () => {
    await house.write(pane(), 'Gone in a moment')
    await said('Gone in a moment').waitFor()
    await choose('Gone in a moment', 'Edit message')
    const editor = pane().getByRole('textbox', { name: 'Edit message' })
    await editor.fill('Too late')
    await house.page.route('**/playground/teams', (route) =>
      route.fulfill({ json: { ok: false, status: 0, ms: 0, refused: 'no such message' } }),
    )
    await editor.press('Enter')
    await pane().getByRole('article').getByRole('alert').getByText('no such message').waitFor()
    expect(await editor.inputValue()).toBe('Too late')
  })

  test("a message's action opens the app's dialog", async () => {
    await house.write(pane(), 'It fails')
    await said('It fails').waitFor()
    await choose('It fails', 'Open a case')
    await pane().getByRole('dialog').getByText('Case 7 was opened').waitFor()
    expect(heard.at(-1).value).toMatchObject({ commandId: 'case-open' })
  })

  test('formatted words are drawn as formatted, and nothing in them can run, fetch or lead astray', async () => {
    await house.teams.act({
      do: 'say',
      user: hanako,
      conversation: personal,
      text: 'It stopped',
      html:
        '<p>It <strong>stopped</strong> <a href="https://example.com/x">here</a> <a href="javascript:alert(1)">there</a></p>' +
        '<pre>line 1\nline 2</pre><ul><li>one</li></ul><script>document.title = "taken"</script>' +
        '<style>article { display: none }</style><form action="/x"><input value="secret"></form><img src="/nowhere.png" alt="a picture">',
    })
    const drawn = said('stopped')
    await drawn.waitFor()
    expect(await drawn.getByRole('strong').innerText()).toBe('stopped')
    expect(await drawn.getByRole('listitem').innerText()).toBe('one')
    expect(await drawn.locator('pre').innerText()).toBe('line 1\nline 2')
    expect(await drawn.getByRole('link').evaluateAll((all: any[]) => all.map(({ href }) => href))).toEqual([
      'https://example.com/x',
    ])
    expect(await drawn.innerText()).toContain('a picture')
    expect(await drawn.locator('script, style, form, input, img').count()).toBe(0)
    expect(await drawn.innerText()).not.toContain('taken')
    // Already the parser is told that such a style is not allowed here.
    house.complaints = house.complaints.filter((each) => !each.includes('inline style'))
  })

  test('a card that the bot changed is drawn anew', async () => {
    const id = await botCall('POST', personal, card('Nobody has it'))
    await said('Nobody has it').waitFor()
    await botCall('PUT', personal, card('Erika has it'), id)
    await said('Erika has it').waitFor()
    expect(await said('Nobody has it').count()).toBe(0)
  })
})
