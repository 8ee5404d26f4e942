/** Slack's request signature, judged more strictly than the SDK does: its check is open towards the future. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const windowSeconds = 300
const digits = /^\d{1,12}$/u

/** The header's one value; undefined when it is missing or stands there twice (Node joins doubles with a comma). */
function single(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name]
  return values?.length === 1 ? values[0] : undefined
}

/** Why a request is not Slack's, or undefined when it is. `nowMs` is our clock; both directions count. */
export function forgeryOf(request: IncomingMessage, body: Buffer, secret: string, nowMs: number): string | undefined {
  const timestamp = single(request, 'x-slack-request-timestamp')
  const signature = single(request, 'x-slack-signature')
  if (timestamp === undefined || signature === undefined) return 'signature headers missing or doubled'
  if (!digits.test(timestamp)) return 'timestamp is no integer'
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > windowSeconds) return 'timestamp outside five minutes'
  const expected = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
    'latin1',
  )
  const given = Buffer.from(signature, 'latin1')
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : 'signature does not match'
}
