/** What a failed Web API call means for the outbox: can it have been executed, and is there sense in trying again? */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { DeliveryError, type DeliveryFault } from '../../src/bot/platform.ts'

const workspaceGone = new Set([
  'account_inactive',
  'app_uninstalled',
  'invalid_auth',
  'not_authed',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
])
/** By its own words Slack may have done part of the work before these. */
const uncertain = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'])
const notExecuted = new Set(['accesslimited', 'org_login_required', 'team_added_to_org'])
/** No connection was made, so nothing was sent. */
const neverSent = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const defaultPauseSeconds = 30

/** The code of an error or of what caused it: `fetch` hides it below a "fetch failed". */
function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    if (typeof (one as NodeJS.ErrnoException).code === 'string') codes.push((one as NodeJS.ErrnoException).code!)
    if (one instanceof AggregateError) codes.push(...one.errors.flatMap(codesOf))
  }
  return codes
}

export function deliveryFault(error: unknown): DeliveryFault {
  if (error instanceof DeliveryError) return error.fault
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'rate-limited', retryAfterSeconds: Math.max(1, error.retryAfter) }
  }
  if (error instanceof WebAPIPlatformError) return platformFault(error.data.error)
  if (error instanceof WebAPIHTTPError) {
    const detail = `HTTP ${error.statusCode}`
    return error.statusCode >= 500 || error.statusCode === 408
      ? { kind: 'uncertain', detail }
      : { kind: 'permanent', detail }
  }
  const detail = error instanceof Error ? error.message : String(error)
  // The SDK's words for a 429 whose Retry-After is missing or no number.
  if (detail.startsWith('Retry header did not contain')) {
    return { kind: 'rate-limited', retryAfterSeconds: defaultPauseSeconds }
  }
  const cause = error instanceof WebAPIRequestError ? error.original : error
  const codes = codesOf(cause)
  if (codes.length > 0 && codes.every((code) => neverSent.has(code))) {
    return { kind: 'not-executed', detail: codes.join(' ') }
  }
  return { kind: 'uncertain', detail: [detail, ...codes].join(' ') }
}

function platformFault(code: string): DeliveryFault {
  if (code === 'ratelimited' || code === 'rate_limited') {
    return { kind: 'rate-limited', retryAfterSeconds: defaultPauseSeconds }
  }
  if (workspaceGone.has(code)) return { kind: 'workspace-gone', detail: code }
  if (uncertain.has(code)) return { kind: 'uncertain', detail: code }
  if (notExecuted.has(code)) return { kind: 'not-executed', detail: code }
  // The SDK puts a body that is no JSON (a proxy's page, a cut answer) where Slack's code stands.
  if (!/^[a-z0-9_]{1,80}$/u.test(code)) return { kind: 'uncertain', detail: 'the answer was no JSON' }
  return { kind: 'permanent', detail: code }
}

/** Slack's error code, where the call was answered with one. */
export const platformCode = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError ? error.data.error : undefined
