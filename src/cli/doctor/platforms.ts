/** What the platforms and the mail server say of the credentials. */
import { tryConnection } from '../../../adapters/email/smtp.ts'
import { botScopes } from '../../../adapters/slack/surface.ts'
import { installationOfToken } from '../../../adapters/slack/token-owner.ts'
import { checkCredentials } from '../../../adapters/teams/credentials.ts'
import type { Config } from '../../config.ts'
import { clockFinding } from './clock.ts'
import { type Finding, fault, look, ok, reasonOf, unused } from './finding.ts'

const waitMs = 10_000
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

export async function examineSlack({ slack }: Config): Promise<Finding[]> {
  if (!slack) return [unused('slack', 'not configured')]
  const apiUrl = slack.apiUrl ?? 'https://slack.com/api/'
  const clock = await look('clock', () => slackClock(apiUrl))
  if (!slack.botToken) {
    return [ok('slack', 'for many workspaces: each brings its token with its installation'), ...clock]
  }
  const { botToken } = slack
  const token = await look('slack', async () => {
    const { workspace, scopes } = await installationOfToken(botToken, { log: quiet, apiUrl })
    const missing = botScopes.filter((scope) => !scopes.includes(scope))
    if (missing.length === 0) return [ok('slack', `the token is ${workspace}’s, every scope granted`)]
    return [
      fault(
        'slack',
        `${workspace} grants no ${missing.join(', ')}: paste manifest/slack.yaml into the app’s manifest and install it again`,
      ),
    ]
  })
  return [...token, ...clock]
}

/** Any answer carries Slack's own time. */
async function slackClock(apiUrl: string): Promise<Finding[]> {
  const before = Date.now()
  const answer = await fetch(new URL('api.test', apiUrl), { method: 'POST', signal: AbortSignal.timeout(waitMs) })
  const theirs = Date.parse(answer.headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return [unused('clock', 'Slack’s answer tells no time')]
  // The header has whole seconds.
  return [clockFinding('Slack’s', theirs, before - 1_000, Date.now())]
}

/** Where Microsoft hands out tokens, and where it publishes the keys with which it signs. */
export const microsoft = {
  login: (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0/.well-known/openid-configuration`,
  keys: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
}

export async function examineTeams({ teams, http }: Config, at = microsoft): Promise<Finding[]> {
  if (!teams) return [unused('teams', 'not configured')]
  const { credentials, openIdMetadataUrl } = teams
  try {
    checkCredentials(credentials, http.host)
  } catch (error) {
    return [fault('teams', `${reasonOf(error)}: compare with the app registration in Azure`)]
  }
  if (credentials.kind === 'anonymous') return [ok('teams', 'without authentication, for a simulator on this machine')]
  const places = [
    ['the login of TEAMS_TENANT_ID', at.login(credentials.tenantId)],
    ['Microsoft’s keys', openIdMetadataUrl ?? at.keys],
  ] as const
  const found = await Promise.all(places.map(([what, url]) => look('teams', () => reach(what, url))))
  const faults = found.flat().filter(({ state }) => state === 'fault')
  return faults.length > 0
    ? faults
    : [ok('teams', `${credentials.kind} of ${credentials.appId}: well formed, Microsoft’s login and keys answer`)]
}

async function reach(what: string, url: string): Promise<Finding[]> {
  const cure = 'check TEAMS_TENANT_ID, the network and the proxy'
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(waitMs) })
    await answer.body?.cancel()
    return [answer.ok ? ok('teams', what) : fault('teams', `${what} at ${url} answers ${answer.status}: ${cure}`)]
  } catch (error) {
    return [fault('teams', `${what} at ${url} cannot be reached: ${reasonOf(error)}; ${cure}`)]
  }
}

export async function examineMail({ mail }: Config): Promise<Finding[]> {
  if (!mail) return [unused('mail', 'not configured: nobody can sign up by mail, only by invitation')]
  const { host } = new URL(mail.smtpUrl)
  try {
    await tryConnection(mail.smtpUrl, waitMs)
    return [ok('mail', `${host} greets and takes the login`)]
  } catch (error) {
    return [fault('mail', `${host} cannot be used: ${reasonOf(error)}; check SMTP_URL and that the server runs`)]
  }
}
