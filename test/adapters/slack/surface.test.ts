import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { botEvents, botScopes, eventScopes, methodScopes } from '../../../adapters/slack/surface.ts'

const sources = readdirSync('adapters/slack')
  .filter((name) => name.endsWith('.ts') && name !== 'surface.ts')
  .map((name) => ({ name, text: readFileSync(`adapters/slack/${name}`, 'utf8') }))
const all = sources.map(({ text }) => text).join('\n')
const families = 'admin|apps|auth|bookmarks|chat|conversations|files|oauth|pins|reactions|team|usergroups|users|views'

describe('the app asks for what it uses and for nothing else', () => {
  test('every Web API method that is called has its scopes, and every listed one is called', () => {
    const called = new Set(
      [...all.matchAll(new RegExp(`\\.(${families})\\.(\\w+)\\(`, 'gu'))].map(([, a, b]) => `${a}.${b}`),
    )
    expect([...called].sort()).toEqual(Object.keys(methodScopes).sort())
    expect(all).not.toMatch(/\.apiCall\(/u)
  })

  test('every event that is subscribed to is dealt with', () => {
    for (const event of botEvents) expect(all).toContain(`'${event.split('.')[0]}'`)
  })

  test('the scopes are those of methods and events, and `commands`', () => {
    const needed = new Set(['commands', ...Object.values(methodScopes).flat(), ...Object.values(eventScopes).flat()])
    expect(new Set(botScopes)).toEqual(needed)
    expect(botScopes).toHaveLength(needed.size)
  })
})

describe('traps of the SDK stay closed', () => {
  test('one place makes clients, and none sets headers', () => {
    const makers = sources.filter(({ text }) => /new WebClient\(/u.test(text)).map(({ name }) => name)
    expect(makers).toEqual(['clients.ts'])
    expect(sources.find(({ name }) => name === 'clients.ts')?.text).not.toMatch(/^\s*headers:/mu)
  })

  test('whatever loads the SDK lets Node load its own fetch first', () => {
    for (const { name, text } of sources) {
      const load = text.search(/^import (?!type)[^\n]*from '@slack\//mu)
      if (load < 0 || name === 'delivery-fault.ts') continue
      expect(text.search(/^import '\.\/own-fetch-dispatcher\.ts'/mu), name).toBeGreaterThanOrEqual(0)
      expect(text.search(/^import '\.\/own-fetch-dispatcher\.ts'/mu), name).toBeLessThan(load)
    }
  })

  test('no text is ever sent as mrkdwn', () => {
    expect(all).not.toMatch(/'mrkdwn'|type: 'markdown'/u)
  })
})
