import { describe, expect, test } from 'vitest'
import { ChannelFault } from '../../../adapters/teams/botbuilder.ts'
import { harmlessFault, postFault } from '../../../adapters/teams/faults.ts'
import { isServiceUrlAllowed, publicServiceHosts } from '../../../adapters/teams/service-url.ts'

describe('where the bot’s token may go', () => {
  test.each([
    ['https://smba.trafficmanager.net/apac/5c8a3b1e/', true],
    ['https://smba.trafficmanager.net/', true],
    ['https://webchat.botframework.com/', true],
    ['https://smba.infra.gov.teams.microsoft.us/gcc/', true],
    ['https://SMBA.TrafficManager.net/emea/', true],
    ['http://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net:8443/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://evil.trafficmanager.net/', false],
    ['https://botframework.com.evil.example/', false],
    ['https://evilbotframework.com/', false],
    ['https://user@smba.trafficmanager.net/', false],
    ['https://127.0.0.1/', false],
    ['http://127.0.0.1:9/', false],
    ['', false],
  ])('%s: %s', (url, allowed) => {
    expect(isServiceUrlAllowed(url, publicServiceHosts)).toBe(allowed)
  })

  test('loopback is on a list only by name, and then without encryption too', () => {
    expect(isServiceUrlAllowed('http://127.0.0.1:5000/', ['127.0.0.1'])).toBe(true)
    expect(isServiceUrlAllowed('http://[::1]:5000/', ['[::1]'])).toBe(true)
    expect(isServiceUrlAllowed('http://127.0.0.1:5000/', ['127.0.0.1:5001'])).toBe(false)
    expect(isServiceUrlAllowed('http://10.0.0.1/', ['10.0.0.1'])).toBe(false)
  })
})

describe('how long Teams wants to be left alone', () => {
  const now = Date.parse('2026-11-22T10:00:00Z')
  test.each([
    [undefined, 5],
    ['7', 7],
    ['0', 1],
    ['-3', 1],
    ['1.2', 2],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 1],
    ['999999999', 3_600],
    ['soon', 5],
  ])('Retry-After %s means %i s', (retryAfter, seconds) => {
    const fault = new ChannelFault({ at: 'answer', status: 429, ...(retryAfter ? { retryAfter } : {}) })
    expect(postFault(fault, now)).toEqual({ kind: 'rate-limited', retryAfterSeconds: seconds })
  })

  test('503 counts as such only with Retry-After', () => {
    const fault = (more: object) => postFault(new ChannelFault({ at: 'answer', status: 503, ...more }), now)
    expect(fault({ retryAfter: '9' })).toEqual({ kind: 'rate-limited', retryAfterSeconds: 9 })
    expect(fault({}).kind).toBe('uncertain')
  })
})

describe('a connection that broke', () => {
  test.each([
    ['ECONNREFUSED', 'not-executed'],
    ['ENOTFOUND', 'not-executed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'not-executed'],
    ['ECONNRESET', 'uncertain'],
    ['ETIMEDOUT', 'uncertain'],
    ['AbortError', 'uncertain'],
  ])('%s: %s when posting, and never uncertain when only opening a conversation', (code, kind) => {
    const fault = new ChannelFault({ at: 'connection', code })
    expect(postFault(fault, 0)).toEqual({ kind, detail: code })
    expect(harmlessFault(fault, 0).kind).toBe('not-executed')
  })

  test('what nobody foresaw is uncertain', () => {
    expect(postFault(new TypeError('x'), 0)).toEqual({ kind: 'uncertain', detail: 'TypeError: x' })
  })
})
