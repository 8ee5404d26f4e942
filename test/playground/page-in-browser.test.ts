import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumPath } from '../support/chromium.ts'
import { type PageBrowser, type PageHouse, startPageBrowser } from './page-house.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const option = (value: string, text: string) => ({ value, text: plain(text) })
const input = (id: string, label: string, element: object, optional = false) => ({
  type: 'input',
  block_id: `b-${id}`,
  label: plain(label),
  optional,
  element: { action_id: id, ...element },
})
const modal = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Sign up'),
  submit: plain('Send code'),
  blocks: [
    input('name', 'Your name', { type: 'plain_text_input', initial_value: 'Mei' }),
    input('email', 'E-mail', { type: 'email_text_input' }),
    input('since', 'Since', { type: 'datepicker' }, true),
    input('lang', 'Language', { type: 'radio_buttons', options: [option('en', 'English'), option('ja', '日本語')] }),
    input(
      'product',
      'Product',
      { type: 'static_select', options: [option('p1', 'DB2'), option('p2', 'OMFLOW')] },
      true,
    ),
  ],
}
const cardType = 'application/vnd.microsoft.card.adaptive'
const words = (text: string, bold = false) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...(bold ? { weight: 'Bolder' } : {}) }],
})
const card = (body: object[], actions: object[] = []) => ({ type: 'AdaptiveCard', version: '1.5', body, actions })
const hostile = '<img src=x onerror=alert(1)> [x](javascript:alert(1)) <b>b</b>'

let browser: PageBrowser
let house: PageHouse
let page: Page
let submitted: any[]

/** Answers as a small bot would; the page cannot tell. */
async function answer(path: string, body: string, { slack }: PageHouse): Promise<unknown> {
  if (path === '/slack/events') {
    if (body.startsWith('{')) return undefined
    const fields = new URLSearchParams(body)
    const payload = JSON.parse(fields.get('payload') ?? 'null')
    if (!payload && fields.get('text') === 'crash') throw new Error('crash')
    if (!payload) {
      const headers = { authorization: `Bearer ${slack.token}`, 'content-type': 'application/json; charset=utf-8' }
      const view = { trigger_id: fields.get('trigger_id'), view: modal }
      await fetch(`${slack.apiUrl}views.open`, { method: 'POST', headers, body: JSON.stringify(view) })
      return undefined
    }
    submitted.push(payload.view.state.values)
    const known = payload.view.state.values['b-email'].email.value.endsWith('@known.example')
    return known ? undefined : { response_action: 'errors', errors: { 'b-email': 'This address is not known.' } }
  }
  const activity = JSON.parse(body)
  if (activity.name === 'task/fetch') {
    const fields = [
      words('Serial number', true),
      { type: 'Input.Text', id: 'serial', isRequired: true, errorMessage: 'Please fill in.' },
    ]
    const content = card(fields, [{ type: 'Action.Submit', title: 'Look up', data: { command: 'register' } }])
    return { task: { type: 'continue', value: { title: 'Register', card: { contentType: cardType, content } } } }
  }
  if (activity.name === 'task/submit') {
    submitted.push(activity.value.data)
    return {}
  }
  if (activity.type !== 'message') return undefined
  const open = { type: 'Action.Submit', title: 'Register', data: { msteams: { type: 'task/fetch' } } }
  const content = card([words(hostile), { type: 'TextBlock', text: hostile }], [open])
  await fetch(`${activity.serviceUrl}v3/conversations/${encodeURIComponent(activity.conversation.id)}/activities`, {
    method: 'POST',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', attachments: [{ contentType: cardType, content }] }),
  })
  return undefined
}

const pane: PageHouse['pane'] = (name) => house.pane(name)
const write: PageHouse['write'] = (where, text) => house.write(where, text)

if (!chromiumPath) console.warn('Skipped: no Chromium in /usr/bin (Debian: apt-get install chromium).')

/** Playwright's own `isVisible` is content with what is scrolled away. */
async function isInView(what: Locator, where: Locator): Promise<boolean> {
  const [inner, outer] = await Promise.all([what.boundingBox(), where.boundingBox()])
  return !!inner && !!outer && inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height
}

describe.skipIf(!chromiumPath)('the page in a browser', () => {
  beforeAll(async () => {
    browser = await startPageBrowser()
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    submitted = []
    house = await browser.open(answer)
    page = house.page
  })
  afterEach(async () => {
    await house.close()
    expect(house.complaints).toEqual([])
  })

  test('a modal keeps what was typed, shows errors under the field, and hands every kind of value over', async () => {
    await write(pane('slack'), '/support signup')
    const dialog = pane('slack').getByRole('dialog', { name: 'Sign up' })
    await dialog.getByRole('button', { name: 'Send code' }).click()
    await dialog.getByText('Please complete this required field.').first().waitFor()
    expect(submitted).toEqual([])

    await dialog.getByLabel('E-mail').fill('mei@unknown.example')
    await dialog.getByLabel('Since').fill('2026-02-28')
    await dialog.getByLabel('日本語').check()
    await dialog.getByLabel('Product').selectOption('OMFLOW')
    await dialog.getByRole('button', { name: 'Send code' }).click()
    await dialog.locator('[data-block-id=b-email]').getByText('This address is not known.').waitFor()
    expect(await dialog.getByLabel('Since').inputValue()).toBe('2026-02-28')

    await dialog.getByLabel('E-mail').fill('mei@known.example')
    await dialog.getByRole('button', { name: 'Send code' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(submitted[1]).toMatchObject({
      'b-name': { name: { value: 'Mei' } },
      'b-email': { email: { value: 'mei@known.example' } },
      'b-since': { since: { selected_date: '2026-02-28' } },
      'b-lang': { lang: { selected_option: { value: 'ja' } } },
      'b-product': { product: { selected_option: { value: 'p2' } } },
    })
  })

  test('Escape closes a modal, and a hint opens one on the first screen', async () => {
    await pane('slack').getByRole('button', { name: 'What is covered?' }).click()
    const dialog = pane('slack').getByRole('dialog')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(house.slack.state().modals).toEqual([])
  })

  test('a slash command that fails is told by Slackbot, to this person alone', async () => {
    await write(pane('slack'), '/support crash')
    const notice = pane('slack').getByRole('alert').filter({ hasText: 'Only visible to you' })
    expect(await notice.innerText()).toContain('/support failed with the error “dispatch_failed”')
    house.complaints = house.complaints.filter((each) => !each.includes('500'))
  })

  test('the command list is chosen from with the keyboard', async () => {
    await pane('slack').getByRole('textbox').fill('/supp')
    await pane('slack').getByRole('option', { name: '/support signup' }).waitFor()
    await pane('slack').getByRole('textbox').press('Tab')
    await pane('slack').getByRole('dialog', { name: 'Sign up' }).waitFor()
  })

  test('a task module hands over its inputs, which are named by the bold text above them', async () => {
    await write(pane('teams'), 'register')
    await pane('teams').getByRole('button', { name: 'Register' }).click()
    const dialog = pane('teams').getByRole('dialog', { name: 'Register' })
    await dialog.getByRole('button', { name: 'Look up' }).click()
    await dialog.getByText('Please fill in.').waitFor()
    await dialog.getByRole('textbox', { name: 'Serial number' }).fill('OMF-2026-0001')
    await dialog.getByRole('button', { name: 'Look up' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(submitted).toEqual([{ command: 'register', serial: 'OMF-2026-0001' }])
  })

  test("a customer's words stay words: no markup, no picture, no link", async () => {
    await write(pane('teams'), hostile)
    await pane('teams').getByRole('button', { name: 'Register' }).waitFor()
    await write(pane('slack'), hostile)
    await pane('slack').getByRole('article').getByText('onerror=alert(1)').waitFor()
    expect(await pane('teams').getByText(hostile, { exact: true }).count()).toBe(3)
    for (const where of [pane('teams'), pane('slack')])
      expect(await where.getByRole('log').locator('img, b b, a[href^="javascript:"]').count()).toBe(0)
  })

  test('the newest card is in view, also when the conversation is longer than the pane', async () => {
    for (let round = 1; round <= 6; round += 1) {
      await write(pane('teams'), `register ${round}`)
      const newest = pane('teams')
        .getByRole('button', { name: 'Register' })
        .nth(round - 1)
      await newest.waitFor()
      await expect.poll(() => isInView(newest, pane('teams').getByRole('log'))).toBe(true)
    }
  })

  test('on a phone one pane shows at a time', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await pane('slack').waitFor()
    expect(await pane('teams').isVisible()).toBe(false)
    await page.locator('[data-tab=mail]').click()
    expect(await pane('mail').isVisible()).toBe(true)
    expect(await pane('slack').isVisible()).toBe(false)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })
})
