import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { Clients, clientOptions } from '../../../adapters/slack/clients.ts'
import type { Delivery, Recipient } from '../../../src/bot/platform.ts'
import { shows } from './support/scripted-bot.ts'
import { general, slackHouse } from './support/slack-house.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const delivery = (to: Recipient, more: Partial<Delivery> = {}): Delivery => ({
  id: 'row-1',
  attempt: 1,
  to,
  content: shows('Notice'),
  language: 'en',
  ...more,
})

describe('clients', () => {
  test('wait with a limit, never repeat, never pause for others, never share headers', () => {
    for (const haste of ['interactive', 'delivery'] as const) {
      const options = clientOptions(haste, quiet)
      expect(options).toMatchObject({
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        allowAbsoluteUrls: false,
      })
      expect(options.timeout).toBeGreaterThan(0)
      expect(options).not.toHaveProperty('headers')
    }
  })

  test('of many workspaces are bounded in number, and a new token makes a new client', () => {
    const clients = new Clients(quiet, undefined, Date.now, 10)
    const installation = (workspace: string, token: string) => ({
      platform: 'slack' as const,
      workspace,
      token,
      scopes: [],
    })
    for (let i = 0; i < 100; i++) clients.for(installation(`T${i}`, `xoxb-${i}`), 'delivery')
    expect(clients.size).toBe(10)
    const first = clients.for(installation('T1', 'xoxb-old'), 'delivery')
    expect(clients.for(installation('T1', 'xoxb-old'), 'delivery')).toBe(first)
    expect(clients.for(installation('T1', 'xoxb-new'), 'delivery').token).toBe('xoxb-new')
  })

  test('post with their own workspace’s token only, however mixed', async () => {
    const own = await slackHouse({
      moreWorkspaces: [
        { team: { id: 'T0SECOND000', name: 'Second' }, token: 'xoxb-second' },
        { team: { id: 'T0THIRD0000', name: 'Third' }, token: 'xoxb-third' },
      ],
    })
    const tokens: Record<string, string> = {
      [own.slack.state().team.id]: own.slack.token,
      T0SECOND000: 'xoxb-second',
      T0THIRD0000: 'xoxb-third',
    }
    for (const [workspace, token] of Object.entries(tokens)) {
      await own.installations.save({ platform: 'slack', workspace, token, scopes: [] })
    }
    const sends = Object.keys(tokens).flatMap((workspace) =>
      Array.from({ length: 5 }, (_, i) =>
        own.adapter.platform.deliver(
          delivery(
            { kind: 'conversation', platform: 'slack', workspace, conversation: general },
            { id: `${workspace}-${i}`, content: shows(workspace) },
          ),
        ),
      ),
    )
    await Promise.all(sends)
    for (const workspace of Object.keys(tokens)) {
      const own5 = own.slack.state(workspace).messages
      expect(own5.map(({ text }) => text)).toEqual(Array(5).fill(workspace))
    }
    await own.close()
  })

  test('leave Node’s own fetch in place', () => {
    const dispatcher = (globalThis as Record<symbol, any>)[Symbol.for('undici.globalDispatcher.1')]
    // npm's undici carries its class from node_modules; Node's own has no file there.
    expect(dispatcher).toBeDefined()
    expect(dispatcher).not.toBeInstanceOf(npmAgent())
  })
})

function npmAgent(): new () => unknown {
  const boltRequire = createRequire(createRequire(import.meta.url).resolve('@slack/socket-mode'))
  return boltRequire('undici').Agent
}
