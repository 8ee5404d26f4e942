import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import type { Browser, Locator, Page } from 'playwright-core'
import { buildPage } from '../../adapters/playground/build-page.mjs'
import { startMailbox } from '../../adapters/playground/mailbox.ts'
import type { CommandGuide } from '../../adapters/playground/page-contract.ts'
import { playgroundRoutes } from '../../adapters/playground/page-routes.ts'
import { type SlackSimulator, startSlackSimulator } from '../../adapters/playground/slack/simulator.ts'
import { startTeamsSimulator, type TeamsSimulator } from '../../adapters/playground/teams/simulator.ts'
import { startChromium } from '../support/chromium.ts'

/** What a bot says to a request; throwing answers 500. */
export type BotAnswer = (path: string, body: string, house: PageHouse) => Promise<unknown> | unknown

export interface PageHouse {
  slack: SlackSimulator
  teams: TeamsSimulator
  page: Page
  /** What the browser complained of: blocked inline scripts or styles, failed loads, errors of the page's own. */
  complaints: string[]
  pane(name: 'slack' | 'teams' | 'triage' | 'mail'): Locator
  write(where: Locator, text: string): Promise<void>
  close(): Promise<void>
}

export interface PageBrowser {
  open(answer: BotAnswer): Promise<PageHouse>
  close(): Promise<void>
}

const guide: CommandGuide = {
  command: '/support',
  bot: 'Anshin',
  commands: [{ usage: 'signup', summary: 'Make yourself known' }],
  shortcuts: [{ callbackId: 'case-open', label: 'Open a case', on: 'message' }],
}

/** Bundles the page once and starts a browser; each house is a playground of its own with the page open. */
export async function startPageBrowser(): Promise<PageBrowser> {
  const bundle = await mkdtemp(join(tmpdir(), 'anshin-page-'))
  await buildPage(bundle)
  const browser = await startChromium()
  return {
    open: (answer) => openHouse(browser, bundle, answer),
    async close() {
      await browser.close()
      await rm(bundle, { recursive: true })
    },
  }
}

async function openHouse(browser: Browser, bundle: string, answer: BotAnswer): Promise<PageHouse> {
  let house: PageHouse
  const bot = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    try {
      const said = await answer(request.url ?? '', body, house)
      if (said) response.setHeader('content-type', 'application/json')
      response.end(said ? JSON.stringify(said) : '')
    } catch {
      response.writeHead(500).end()
    }
  })
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(bot.address() as AddressInfo).port}`
  const listeners = new Set<() => void>()
  const onChange = () => {
    for (const listener of listeners) listener()
  }
  const slack = await startSlackSimulator({ signingSecret: 's', eventsUrl: `${address}/slack/events`, onChange })
  const teams = await startTeamsSimulator({ messagesUrl: `${address}/api/messages`, onChange })
  const mailbox = await startMailbox({ onChange })
  const english = JSON.parse(await readFile(new URL('../../locales/en/playground.json', import.meta.url), 'utf8'))
  const app = Fastify()
  await app.register(playgroundRoutes, {
    slack,
    teams,
    mailbox,
    bundle,
    clock: { now: () => new Date(), aheadDays: () => 0, jump: () => {}, reset: () => {} },
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hints: () => [
      { label: 'What is covered?', platform: 'slack' as const, side: 'customer' as const, text: '/support coverage' },
    ],
    words: () => english,
    guide: () => guide,
  })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, locale: 'en-US' })

  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) house.complaints.push(message.text())
  })
  page.on('pageerror', (error) => house.complaints.push(error.message))
  house = {
    slack,
    teams,
    page,
    complaints: [],
    pane: (name) => page.locator(`[data-pane=${name}]`),
    async write(where, text) {
      const line = where.locator('.composer').getByRole('textbox').last()
      await line.fill(text)
      await line.press('Enter')
    },
    async close() {
      await page.close()
      await Promise.all([app.close(), slack.close(), teams.close(), mailbox.close()])
      bot.closeAllConnections()
      bot.close()
    },
  }
  await page.goto(origin)
  return house
}
