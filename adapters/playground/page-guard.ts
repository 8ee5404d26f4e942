/**
 * Keeps other web pages and other machines from driving the playground: it has no sign-in, so being asked
 * by the very page it serves, on this machine, is the whole permission.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'

const loopbackAddress = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/
const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i

/** Why a request may not reach the playground; undefined when it may. */
export function refusal(request: FastifyRequest): string | undefined {
  const { headers, method } = request
  if (!loopbackAddress.test(request.socket.remoteAddress ?? '')) return 'The playground answers on this machine only.'
  // A proxy or a tunnel on this machine makes the whole internet look like loopback.
  if (headers['x-forwarded-for'] || headers.forwarded) return 'The playground does not answer through a proxy.'
  // A foreign name that resolves to 127.0.0.1 (DNS rebinding) makes a foreign page same-origin.
  const host = headers.host ?? ''
  if (!loopbackHost.test(host)) return 'The playground answers to 127.0.0.1 and localhost only.'
  const { origin } = headers
  if (origin !== undefined && origin !== `http://${host}`) return 'Another page may not use the playground.'
  // Fetch metadata: another port of localhost counts as same-site, so only same-origin will do. Following a link to the page itself may.
  const site = headers['sec-fetch-site']
  const opening =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !opening)
    return 'Another page may not use the playground.'
  return undefined
}

/** No inline script, no other host, no framing: a customer's words in a message can never run or fetch anything. */
export const pageHeaders: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** A Fastify `onRequest` hook: 403 with the reason, or the page's security headers and on. */
export async function guard(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  reply.headers(pageHeaders)
  const reason = refusal(request)
  return reason === undefined ? undefined : reply.code(403).send({ error: reason })
}
