/** What a person does on the playground's page, by what is to be seen there. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { projectFolder } from '../../../src/store/migrations-folder.ts'

/** Long enough for a machine that does many other things; nothing waits for it that is there. */
const patienceMs = 60_000

export interface Visitor {
  page: Page
  pane(name: 'slack' | 'teams' | 'triage' | 'mail'): Locator
  /** Types a line to the bot, in the thread that is open where one is, and sends it. */
  write(pane: 'slack' | 'teams' | 'triage', text: string): Promise<void>
  /** Looks through this person's eyes from here on. */
  become(pane: 'slack' | 'teams' | 'triage', name: string): Promise<void>
  /** The modal that has this title, once it is there. */
  dialog(title: string): Promise<Locator>
  /** The newest message of the bot in a pane that holds these words, once it is there. */
  said(pane: 'slack' | 'teams' | 'triage', words: string): Promise<string>
  /** The newest message in a pane that holds these words, to press its buttons or to fill in its form. */
  message(pane: 'slack' | 'teams' | 'triage', words: string): Locator
  /** Kept for the documentation, and only where `UPDATE_SCREENSHOTS=1` asks for it. */
  photograph(name: string): Promise<void>
  /** For whoever has only the log: what the page shows now that it went wrong, and what the bot printed. */
  report(name: string, printed: string[]): Promise<void>
  /** What the browser complained of: failed loads, script errors, refused styles. */
  complaints: string[]
}

export async function visit(browser: Browser, address: string): Promise<Visitor> {
  const page = await browser.newPage({
    viewport: { width: 1600, height: 900 },
    locale: 'en-US',
    timezoneId: 'Asia/Taipei',
  })
  page.setDefaultTimeout(patienceMs)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(address)
  const pane: Visitor['pane'] = (name) => page.locator(`[data-pane=${name}]`)
  const message: Visitor['message'] = (name, words) => pane(name).getByRole('article').filter({ hasText: words }).last()
  return {
    page,
    pane,
    complaints,
    async write(name, text) {
      const line = pane(name).locator('.composer').last().getByRole('textbox')
      await line.fill(text)
      await line.press('Enter')
    },
    async dialog(title) {
      const dialog = pane('slack').getByRole('dialog').filter({ hasText: title })
      await dialog.waitFor()
      return dialog
    },
    async become(name, who) {
      const people = pane(name).locator('.person-switch select').first()
      const id = await people.locator('option', { hasText: who }).getAttribute('value')
      await people.selectOption(id)
    },
    async said(name, words) {
      const said = message(name, words)
      await said.waitFor()
      return said.innerText()
    },
    message,
    async report(name, printed) {
      const path = join(projectFolder, '.cache', `${name}-failed.png`)
      await page.screenshot({ path })
      console.error(`The page at the failure: ${path}\nThe bot printed:\n${printed.join('\n')}`)
    },
    async photograph(name) {
      if (process.env.UPDATE_SCREENSHOTS !== '1') return
      const folder = join(projectFolder, 'docs', 'screenshots')
      await mkdir(folder, { recursive: true })
      // A caret that blinks would make every picture a new one.
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' })
    },
  }
}
