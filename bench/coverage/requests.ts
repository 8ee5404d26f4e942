/** `/support coverage SERIAL` as Slack sends it: each request its own happening, with its own trigger, time and signature. */
import { createHmac, randomUUID } from 'node:crypto'
import { teamId } from '../workspace.ts'
import type { Question } from './customers.ts'

/** Ready to be written to a socket; good for five minutes. */
export function signedRequest({ user, serial }: Question, secret: string, address: string, id: string): Buffer {
  const body = new URLSearchParams({
    token: 'legacy',
    team_id: teamId,
    team_domain: 'bench',
    channel_id: 'C0GENERAL00',
    channel_name: 'general',
    user_id: user,
    user_name: user.toLowerCase(),
    command: '/support',
    text: `coverage ${serial}`,
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: `https://hooks.slack.com/commands/${teamId}/${id}`,
    trigger_id: `${id}.${randomUUID()}`,
  }).toString()
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return Buffer.from(
    [
      'POST /slack/events HTTP/1.1',
      `host: ${new URL(address).host}`,
      'user-agent: Slackbot 1.0 (+https://api.slack.com/robots)',
      'accept: application/json,*/*',
      'content-type: application/x-www-form-urlencoded',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-slack-request-timestamp: ${timestamp}`,
      `x-slack-signature: v0=${signature}`,
      'connection: keep-alive',
      '',
      body,
    ].join('\r\n'),
  )
}
