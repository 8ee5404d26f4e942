/** What a failed call means for the outbox, which alone decides on trying again. */
import { DeliveryError, type DeliveryFault } from '../../src/bot/platform.ts'
import { ChannelFault } from './botbuilder.ts'

/** Faults before a connection stood: nothing was sent. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

const defaultWaitSeconds = 5
const longestWaitSeconds = 3_600

/** `Retry-After` in seconds or as a date; Teams also answers 429 without it. */
function waitSeconds(retryAfter: string | undefined, now: number): number {
  const seconds = retryAfter === undefined ? Number.NaN : Number(retryAfter)
  const until = Number.isNaN(seconds) ? (Date.parse(retryAfter ?? '') - now) / 1000 : seconds
  if (!Number.isFinite(until)) return defaultWaitSeconds
  return Math.min(Math.max(Math.ceil(until), 1), longestWaitSeconds)
}

function answered(
  status: number,
  code: string | undefined,
  retryAfter: string | undefined,
  now: number,
): DeliveryFault {
  const detail = code ? `${status} ${code}` : String(status)
  if (status === 429 || (status === 503 && retryAfter !== undefined))
    return { kind: 'rate-limited', retryAfterSeconds: waitSeconds(retryAfter, now) }
  if (status === 401) return { kind: 'workspace-gone', detail }
  // Microsoft says to repeat 412, 502 and 504; in practice what they answer was often executed.
  if (status === 412 || status === 408 || status >= 500) return { kind: 'uncertain', detail }
  return { kind: 'permanent', detail }
}

/** The fault of a post. `now` is in ms since 1970. */
export function postFault(error: unknown, now: number): DeliveryFault {
  if (error instanceof DeliveryError) return error.fault
  if (!(error instanceof ChannelFault)) return { kind: 'uncertain', detail: String(error).slice(0, 200) }
  const { fault } = error
  switch (fault.at) {
    case 'login':
      return { kind: 'not-executed', detail: `no token: ${fault.detail}` }
    case 'connection':
      return { kind: beforeSending.has(fault.code) ? 'not-executed' : 'uncertain', detail: fault.code }
    case 'answer':
      return answered(fault.status, fault.code, fault.retryAfter, now)
  }
}

/** The fault of a file that was not given: an expired link is a 401 or 403, and no later try will be let in. */
export function answerFault(status: number, retryAfter: string | undefined, now: number): DeliveryFault {
  const fault = answered(status, undefined, retryAfter, now)
  if (fault.kind === 'workspace-gone') return { kind: 'permanent', detail: fault.detail }
  return fault.kind === 'uncertain' ? { kind: 'not-executed', detail: fault.detail } : fault
}

/** Whether the connector answered that what it was asked for is not there. */
export const isGone = (error: unknown): boolean =>
  error instanceof ChannelFault && error.fault.at === 'answer' && error.fault.status === 404

/** The fault of what may be done again: nothing was said by opening a conversation, and nothing is by looking. */
export function harmlessFault(error: unknown, now: number): DeliveryFault {
  const fault = postFault(error, now)
  return fault.kind === 'uncertain' ? { kind: 'not-executed', detail: fault.detail } : fault
}
