import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumPath } from '../support/chromium.ts'
import { type PageBrowser, type PageHouse, startPageBrowser } from './page-house.ts'

const [ming, erika, hanako] = ['U0CUSTOMER0', 'U0ENGINEER0', 'U0OUTSIDER0']
const [general, triage] = ['C0GENERAL00', 'C0TRIAGE000']

let browser: PageBrowser
let house: PageHouse
/** The names of the events that the bot was told. */
let heard: any[]

function answer(_path: string, body: string): undefined {
  if (body.startsWith('{')) heard.push(JSON.parse(body).event)
  else heard.push(JSON.parse(new URLSearchParams(body).get('payload') ?? '{}'))
}

/** The bot writes; the ts of what it wrote. */
async function botCall(method: string, body: object): Promise<string> {
  const { slack } = house
  const headers = { authorization: `Bearer ${slack.token}`, 'content-type': 'application/json; charset=utf-8' }
  const response = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const answered = (await response.json()) as { ok: boolean; ts: string }
  expect(answered).toMatchObject({ ok: true })
  return answered.ts
}

const slackPane = () => house.pane('slack')
const said = (text: string, where: Locator = slackPane()) => where.getByRole('article').filter({ hasText: text })
const message = (text: string) => house.slack.state().messages.find((each) => each.text.includes(text))!
const panel = () => slackPane().getByRole('region', { name: /^Thread/ })

describe.skipIf(!chromiumPath)('Slack in the page', () => {
  beforeAll(async () => {
    browser = await startPageBrowser()
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    heard = []
    house = await browser.open(answer)
    await slackPane().getByRole('button', { name: 'general' }).click()
  })
  afterEach(async () => {
    await house.close()
    expect(house.complaints).toEqual([])
  })

  test('a thread opens with the keyboard, takes a reply with its ts, and Escape gives the focus back', async () => {
    const root = await botCall('chat.postMessage', { channel: general, text: 'Case 7 was opened' })
    await house.slack.act({ do: 'say', user: hanako, channel: general, text: 'I wait', thread: root })
    const replies = slackPane().getByRole('button', { name: /^1 reply/ })
    await replies.focus()
    await replies.press('Enter')
    expect(await said('I wait', panel()).count()).toBe(1)
    await house.page.keyboard.type('It still fails')
    await house.page.keyboard.press('Enter')
    await said('It still fails', panel()).waitFor()
    expect(message('It still fails')).toMatchObject({ channel: general, thread: root, user: ming })
    await house.page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
    const now = slackPane().getByRole('button', { name: /^2 replies/ })
    await now.waitFor()
    expect(await now.evaluate((button: any) => button === button.ownerDocument.activeElement)).toBe(true)
    // In the conversation itself stands the root alone.
    expect(await said('It still fails').count()).toBe(0)
  })

  test('a thread begins at any message, and a slash in it is words', async () => {
    await house.write(slackPane(), 'Good morning')
    await said('Good morning').hover()
    await slackPane().getByRole('button', { name: 'Reply in thread' }).click()
    await house.write(panel(), '/support signup')
    await said('/support signup', panel()).waitFor()
    expect(message('/support signup').thread).toBe(message('Good morning').ts)
  })

  test('a reaction is chosen from the menu, stands under the message and is joined by another person', async () => {
    await house.write(slackPane(), 'It fails')
    await said('It fails').hover()
    await slackPane().getByRole('button', { name: 'Add reaction' }).click()
    await house.page.getByRole('menuitem', { name: 'React with :ticket:' }).click()
    await slackPane()
      .getByRole('button', { name: /^:ticket:/ })
      .waitFor()
    expect(heard.at(-1)).toMatchObject({ type: 'reaction_added', reaction: 'ticket', user: ming })

    const triagePane = house.pane('triage')
    await triagePane.getByRole('button', { name: 'general' }).click()
    await triagePane.getByRole('button', { name: /^:ticket:/ }).click()
    await expect.poll(() => message('It fails').reactions).toEqual([{ name: 'ticket', users: [ming, erika] }])
  })

  test('a shortcut of a message is in its menu, which the keyboard goes through', async () => {
    await house.write(slackPane(), 'It fails')
    await said('It fails').getByRole('button', { name: 'More actions' }).press('Enter')
    await house.page.keyboard.press('ArrowDown')
    await house.page.keyboard.press('Home')
    await house.page.keyboard.press('Enter')
    await expect.poll(() => heard.at(-1)).toMatchObject({ type: 'message_action', callback_id: 'case-open' })
    expect(heard.at(-1).message.ts).toBe(message('It fails').ts)
  })

  test('what is new in a closed thread or another conversation has a mark until it is looked at', async () => {
    const unread = slackPane().getByText('Unread')
    const root = await botCall('chat.postMessage', { channel: general, text: 'Case 7 was opened' })
    await said('Case 7').waitFor()
    expect(await unread.count()).toBe(0)
    await botCall('chat.postMessage', { channel: general, thread_ts: root, text: 'An engineer answered' })
    const replies = slackPane().getByRole('button', { name: /1 reply.*Unread/ })
    await replies.click()
    await said('An engineer answered', panel()).waitFor()
    await unread.first().waitFor({ state: 'detached' })

    const triageMark = house.pane('triage').getByRole('button', { name: /support-triage.*Unread/ })
    await house.pane('triage').getByRole('button', { name: 'general' }).click()
    await botCall('chat.postMessage', { channel: triage, text: 'A new case' })
    await triageMark.waitFor()
    await triageMark.click()
    await triageMark.waitFor({ state: 'detached' })
  })

  test('a draft waits while other conversations, threads and people are looked at', async () => {
    const line = slackPane().locator('.composer').getByRole('textbox')
    await line.fill('half a thought')
    await slackPane().getByRole('button', { name: 'Anshin', exact: true }).click()
    expect(await line.inputValue()).toBe('')
    const people = slackPane().getByRole('combobox', { name: /^Person in/ })
    await people.selectOption('佐藤花子 (outsider)')
    await people.selectOption('王小明')
    await slackPane().getByRole('button', { name: 'general' }).click()
    expect(await line.inputValue()).toBe('half a thought')
  })

  test('a card that the bot changed shows the new one', async () => {
    const blocks = (text: string) => [{ type: 'section', text: { type: 'mrkdwn', text } }]
    const ts = await botCall('chat.postMessage', { channel: general, text: 'Case', blocks: blocks('Nobody has it') })
    await said('Nobody has it').waitFor()
    await botCall('chat.update', { channel: general, ts, text: 'Case', blocks: blocks('Erika has it') })
    await said('Erika has it').waitFor()
    expect(await said('Nobody has it').count()).toBe(0)
  })

  test("formatted words are drawn as formatted, and what looks like markup in a person's words is not", async () => {
    const run = (text: string, style?: object) => ({ type: 'text', text, ...(style ? { style } : {}) })
    const section = [run('stopped', { bold: true }), run(' <!channel> *x* `y` [a](https://b.example)')]
    await botCall('chat.postMessage', {
      channel: general,
      text: 'Words',
      blocks: [
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_section', elements: section },
            { type: 'rich_text_preformatted', elements: [run('SQL1042C\n  at 2')] },
            {
              type: 'rich_text_list',
              style: 'bullet',
              elements: [{ type: 'rich_text_section', elements: [run('one')] }],
            },
          ],
        },
      ],
    })
    const drawn = said('stopped')
    await drawn.waitFor()
    expect(await drawn.innerText()).toContain('<!channel> *x* `y` [a](https://b.example)')
    expect(await drawn.getByRole('link').count()).toBe(0)
    expect(await drawn.locator('pre').innerText()).toContain('SQL1042C\n  at 2')
    expect(await drawn.getByRole('listitem').count()).toBe(1)
  })

  test('on a phone a thread has the whole width, and its tools need no pointer', async () => {
    await house.page.setViewportSize({ width: 390, height: 844 })
    await house.write(slackPane(), 'It fails')
    await said('It fails').getByRole('button', { name: 'Reply in thread' }).click()
    const box = await panel().boundingBox()
    expect(box).toMatchObject({ x: 0, width: 390 })
    await panel().getByRole('button', { name: 'Close the thread' }).click()
    await house.page.locator('[data-tab=teams]').click()
    await botCall('chat.postMessage', { channel: general, text: 'News' })
    await house.page.locator('[data-tab=slack]').getByText('Unread').waitFor({ state: 'attached' })
    expect(await house.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })
})
