/** Whose a bot token is: the first installation comes from the environment as a bare token. */
import type { Installation } from '../../src/bot/bot.ts'
import type { Log } from './bolt.ts'
import { Clients } from './clients.ts'
import { deliveryFault } from './delivery-fault.ts'

/** Slack did not answer the question: this says nothing about the token. */
export class SlackUnreachableError extends Error {
  constructor(where: string, detail: string) {
    super(
      `Slack at ${where} cannot be asked whose SLACK_BOT_TOKEN is: ${detail}. ` +
        'Check the network, proxy and SLACK_API_URL, then start again.',
    )
    this.name = 'SlackUnreachableError'
  }
}

const whyNot = (error: unknown, where: string): Error => {
  const fault = deliveryFault(error)
  const detail = fault.kind === 'rate-limited' ? 'too many requests' : fault.detail
  if (fault.kind !== 'workspace-gone' && fault.kind !== 'permanent') return new SlackUnreachableError(where, detail)
  return new Error(
    `SLACK_BOT_TOKEN is refused by Slack: ${detail}. Copy the Bot User OAuth Token (xoxb-…) from the app’s ` +
      'OAuth & Permissions page, and install the app to the workspace again if it was removed.',
  )
}

/** Asks Slack once, for ten seconds at most; rejects with Slack's own reason when the token is refused. */
export async function installationOfToken(
  token: string,
  { log, apiUrl }: { log: Log; apiUrl?: string },
): Promise<Installation> {
  const unknown: Installation = { platform: 'slack', workspace: '', token, scopes: [] }
  const client = new Clients(log, apiUrl, Date.now).for(unknown, 'delivery')
  const owner = await client.auth.test().catch((error) => {
    throw whyNot(error, apiUrl ?? 'https://slack.com/api/')
  })
  if (!owner.team_id || !owner.bot_id) throw new Error('SLACK_BOT_TOKEN is not the token of a bot')
  return {
    ...unknown,
    workspace: owner.team_id,
    ...(owner.enterprise_id ? { enterprise: owner.enterprise_id } : {}),
    ...(owner.user_id ? { botUser: owner.user_id } : {}),
    scopes: owner.response_metadata?.scopes ?? [],
  }
}
