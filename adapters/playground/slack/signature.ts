import { createHmac } from 'node:crypto'

/** The headers with which Slack signs a request body; `timestamp` in whole seconds since 1970. */
export function signSlackRequest(
  signingSecret: string,
  body: string,
  timestamp: number,
): { 'x-slack-request-timestamp': string; 'x-slack-signature': string } {
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` }
}
