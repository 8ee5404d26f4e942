/** Whose a bot token is: the first installation comes from the environment as a bare token. */
import type { Installation } from '../../src/bot/bot.ts'
import type { Log } from './bolt.ts'
import { Clients } from './clients.ts'

/** Asks Slack once, for ten seconds at most; rejects with Slack's own reason when the token is refused. */
export async function installationOfToken(
  token: string,
  { log, apiUrl }: { log: Log; apiUrl?: string },
): Promise<Installation> {
  const unknown: Installation = { platform: 'slack', workspace: '', token, scopes: [] }
  const client = new Clients(log, apiUrl, Date.now).for(unknown, 'delivery')
  const owner = await client.auth.test()
  if (!owner.team_id || !owner.bot_id) throw new Error('SLACK_BOT_TOKEN is not the token of a bot')
  return {
    ...unknown,
    workspace: owner.team_id,
    ...(owner.enterprise_id ? { enterprise: owner.enterprise_id } : {}),
    ...(owner.user_id ? { botUser: owner.user_id } : {}),
    scopes: owner.response_metadata?.scopes ?? [],
  }
}
