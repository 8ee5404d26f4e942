/** Reads how the bot speaks to Slack and to Teams, as which app. */
import { existsSync, readFileSync } from 'node:fs'
import type { Variables } from './variables.ts'

export interface SlackConfig {
  signingSecret: string
  botToken?: string
  appToken?: string
  apiUrl?: string
  triageChannel?: string
}

type TeamsCredentials =
  | { kind: 'anonymous' }
  | { kind: 'secret'; appId: string; password: string; tenantId: string }
  | { kind: 'certificate'; appId: string; tenantId: string; thumbprint: string; privateKey: string }
  | { kind: 'managed-identity'; appId: string; tenantId: string }

export interface TeamsConfig {
  credentials: TeamsCredentials
  allowedTenants: string[]
  triageChannel?: string
  openIdMetadataUrl?: string
}

const isLoopback = (host: string): boolean => ['localhost', '::1', '[::1]'].includes(host) || host.startsWith('127.')

/** Undefined where none of its variables is set. Adds to `faults` what is wrong, each with its variable and its cure. */
export function readSlack(v: Variables, faults: string[]): SlackConfig | undefined {
  const given = (
    ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_APP_TOKEN'] as const
  ).filter((name) => v[name])
  if (given.length === 0) return undefined
  if (!v.SLACK_SIGNING_SECRET)
    faults.push(
      `SLACK_SIGNING_SECRET is missing beside ${given.join(', ')}: copy it from the app’s Basic Information page`,
    )
  if (Boolean(v.SLACK_CLIENT_ID) !== Boolean(v.SLACK_CLIENT_SECRET)) {
    faults.push(
      `${v.SLACK_CLIENT_ID ? 'SLACK_CLIENT_SECRET' : 'SLACK_CLIENT_ID'} is missing: both are needed for many workspaces`,
    )
  }
  if (v.SLACK_BOT_TOKEN && v.SLACK_CLIENT_ID)
    faults.push('SLACK_BOT_TOKEN and SLACK_CLIENT_ID contradict each other: one workspace or many')
  if (!v.SLACK_BOT_TOKEN && v.SLACK_CLIENT_ID && v.SLACK_CLIENT_SECRET) {
    faults.push(
      'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for installing into many workspaces, which this version cannot do yet: remove them and set SLACK_BOT_TOKEN',
    )
  }
  if (!v.SLACK_BOT_TOKEN && !v.SLACK_CLIENT_ID)
    faults.push('SLACK_BOT_TOKEN is missing: install the app to the workspace and copy the xoxb- token')
  return {
    signingSecret: v.SLACK_SIGNING_SECRET ?? '',
    ...(v.SLACK_BOT_TOKEN ? { botToken: v.SLACK_BOT_TOKEN } : {}),
    ...(v.SLACK_APP_TOKEN ? { appToken: v.SLACK_APP_TOKEN } : {}),
    ...(v.SLACK_API_URL ? { apiUrl: v.SLACK_API_URL } : {}),
    ...(v.SLACK_TRIAGE_CHANNEL ? { triageChannel: v.SLACK_TRIAGE_CHANNEL } : {}),
  }
}

/** The same for Teams. */
export function readTeams(v: Variables, faults: string[]): TeamsConfig | undefined {
  const ways = [
    v.TEAMS_APP_PASSWORD && 'TEAMS_APP_PASSWORD',
    (v.TEAMS_CERTIFICATE_THUMBPRINT || v.TEAMS_CERTIFICATE_KEY_FILE) && 'TEAMS_CERTIFICATE_…',
    v.TEAMS_MANAGED_IDENTITY && 'TEAMS_MANAGED_IDENTITY',
    v.TEAMS_ANONYMOUS && 'TEAMS_ANONYMOUS',
  ].filter(Boolean)
  if (ways.length === 0 && !v.TEAMS_APP_ID) return undefined
  const credentials = teamsCredentials(v, ways as string[], faults)
  return {
    credentials: credentials ?? { kind: 'anonymous' },
    allowedTenants: [...new Set([...v.TEAMS_ALLOWED_TENANTS, ...(v.TEAMS_TENANT_ID ? [v.TEAMS_TENANT_ID] : [])])],
    ...(v.TEAMS_TRIAGE_CHANNEL ? { triageChannel: v.TEAMS_TRIAGE_CHANNEL } : {}),
    ...(v.TEAMS_OPENID_METADATA_URL ? { openIdMetadataUrl: v.TEAMS_OPENID_METADATA_URL } : {}),
  }
}

function teamsCredentials(v: Variables, ways: string[], faults: string[]): TeamsCredentials | undefined {
  if (ways.length > 1) {
    faults.push(`${ways.join(' and ')} contradict each other: choose one way to authenticate`)
    return undefined
  }
  if (v.TEAMS_ANONYMOUS) {
    if (v.TEAMS_APP_ID)
      faults.push('TEAMS_ANONYMOUS and TEAMS_APP_ID contradict each other: anonymous is for a local simulator only')
    if (!isLoopback(v.HOST))
      faults.push(
        `TEAMS_ANONYMOUS is refused on HOST ${v.HOST}: anyone could speak for anyone; listen on 127.0.0.1 or configure credentials`,
      )
    return { kind: 'anonymous' }
  }
  const missing = (['TEAMS_APP_ID', 'TEAMS_TENANT_ID'] as const).filter((name) => !v[name])
  for (const name of missing) faults.push(`${name} is missing beside ${ways[0] ?? 'TEAMS_APP_ID'}`)
  const base = { appId: v.TEAMS_APP_ID ?? '', tenantId: v.TEAMS_TENANT_ID ?? '' }
  if (v.TEAMS_APP_PASSWORD) return { kind: 'secret', ...base, password: v.TEAMS_APP_PASSWORD }
  if (v.TEAMS_MANAGED_IDENTITY) return { kind: 'managed-identity', ...base }
  if (v.TEAMS_CERTIFICATE_THUMBPRINT && v.TEAMS_CERTIFICATE_KEY_FILE) {
    if (existsSync(v.TEAMS_CERTIFICATE_KEY_FILE)) {
      const privateKey = readFileSync(v.TEAMS_CERTIFICATE_KEY_FILE, 'utf8')
      return { kind: 'certificate', ...base, thumbprint: v.TEAMS_CERTIFICATE_THUMBPRINT, privateKey }
    }
    faults.push(`TEAMS_CERTIFICATE_KEY_FILE names no readable file: ${v.TEAMS_CERTIFICATE_KEY_FILE}`)
  } else if (ways.length === 1) {
    faults.push('TEAMS_CERTIFICATE_THUMBPRINT and TEAMS_CERTIFICATE_KEY_FILE belong together: one of them is missing')
  } else {
    faults.push('TEAMS_APP_PASSWORD, TEAMS_CERTIFICATE_… or TEAMS_MANAGED_IDENTITY is missing beside TEAMS_APP_ID')
  }
  return undefined
}
