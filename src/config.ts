/** The only reader of the environment. All faults are named at once, each with its variable and its cure. */
import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { languages } from './domain/contact.ts'
import { isTimeZone } from './domain/local-date.ts'
import { filesPlace } from './files-place.ts'
import { signingKeyIn } from './license-files/keys.ts'
import type { FilesPlace } from './store/file-stores.ts'

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', 'on', 'off', '1', '0'], { error: 'must be true or false' })
    .transform((word) => ['true', 'on', '1'].includes(word))
    .default(fallback)

const url = (protocols: string[], cure: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), { error: cure })

const zone = z.string().refine(isTimeZone, { error: 'must be a time zone name, for example Asia/Taipei' })

const list = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .default([])

/** An address, or a network with its prefix. Networks of everybody would let everybody say whence they come. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  if (longest === 0 || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= longest)
}

/** Every variable, its form and the group it belongs to; `.env.example` is checked against this. */
export const variables = z.object({
  DATABASE_URL: url(['postgresql:', 'postgres:'], 'must be postgresql://user:password@host:5432/database').optional(),
  DATA_DIR: z.string().default('./data'),
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(3978),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url(
    ['https:', 'http:'],
    'must be the address at which the platforms reach the bot, https://…',
  ).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
  TZ_VENDOR: zone.default('Asia/Taipei'),
  VENDOR_NAME: z.string().max(100, 'is too long: at most 100 letters').default('Anshin'),
  DEFAULT_LOCALE: z.enum(languages).default('en'),
  SLACK_SIGNING_SECRET: z.string().min(8, 'is too short: copy it from the app’s Basic Information page').optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'must be the bot token, which begins with xoxb-').optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must be the app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: url(['https:', 'http:'], 'must be an address, https://slack.com/api/ by default').optional(),
  SLACK_TRIAGE_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'must be a channel id such as C0123ABCD, not a name')
    .optional(),
  SLACK_COMMAND: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'must be a slash command such as /support')
    .default('/support'),
  TEAMS_APP_ID: z.string().optional(),
  TEAMS_APP_PASSWORD: z.string().optional(),
  TEAMS_CERTIFICATE_THUMBPRINT: z.string().optional(),
  TEAMS_CERTIFICATE_KEY_FILE: z.string().optional(),
  TEAMS_MANAGED_IDENTITY: flag(false),
  TEAMS_TENANT_ID: z.string().optional(),
  TEAMS_ALLOWED_TENANTS: list,
  TEAMS_TRIAGE_CHANNEL: z.string().optional(),
  TEAMS_ANONYMOUS: flag(false),
  TEAMS_OPENID_METADATA_URL: url(['https:', 'http:'], 'must be an address').optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'must be smtp://user:password@host:587').optional(),
  MAIL_FROM: z.string().optional(),
  TOKEN_ENCRYPTION_KEY: z
    .string()
    .refine(
      (text) => Buffer.from(text, 'base64').length >= 32,
      'must be 32 random bytes in base64: openssl rand -base64 32',
    )
    .optional(),
  FILES_URL: z
    .string()
    .regex(
      /^(?:file:.|s3:\/\/)/,
      'must be a folder, file:/var/lib/anshin/files, or a bucket, s3://bucket/prefix?region=…',
    )
    .refine((text) => !/^file:\/\/[^/]/.test(text), {
      error: 'names another machine: write file:/folder or file:folder',
    })
    .optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  FILE_LIMIT_MB: z.coerce.number({ error: 'must be a number of megabytes' }).int().min(1).max(1000).default(25),
  LINK_SECRET: list.refine((secrets) => secrets.every((secret) => secret.length >= 32), {
    error: 'is too short: use at least 32 characters (openssl rand -base64 32)',
  }),
  KEEP_PAID_VERSIONS: flag(false),
  LICENSE_SIGNING_KEY_FILE: z.string().optional(),
  LINK_MINUTES: z.coerce.number({ error: 'must be a number of minutes' }).int().min(1).max(1440).default(60),
  TRUSTED_PROXIES: list.refine((proxies) => proxies.every(isNetwork), {
    error: 'must be addresses or networks of your proxies, 127.0.0.1 or 10.0.0.0/8',
  }),
  METRICS: flag(true),
  METRICS_TOKEN: z.string().min(16, 'is too short: use at least 16 characters').optional(),
  WORKER: flag(true),
  PLAYGROUND: flag(true),
})
type Variables = z.infer<typeof variables>

export type TeamsConfig =
  | { kind: 'anonymous' }
  | { kind: 'secret'; appId: string; password: string; tenantId: string }
  | { kind: 'certificate'; appId: string; tenantId: string; thumbprint: string; privateKey: string }
  | { kind: 'managed-identity'; appId: string; tenantId: string }

export interface Config {
  database: { url?: string; dataDir: string }
  http: {
    host: string
    port: number
    publicUrl?: string
    /** Whose word on where a request came from is believed. */
    trustedProxies: string[]
    metrics: boolean
    metricsToken?: string
  }
  logLevel: NonNullable<Variables['LOG_LEVEL']>
  vendorZone: string
  language: Variables['DEFAULT_LOCALE']
  /** As papers and license files name the vendor. */
  vendorName: string
  /** Signs license files, PEM; absent: none are made. */
  licenseKey?: string
  slack?: {
    signingSecret: string
    botToken?: string
    appToken?: string
    apiUrl?: string
    triageChannel?: string
  }
  slackCommand: string
  teams?: { credentials: TeamsConfig; allowedTenants: string[]; triageChannel?: string; openIdMetadataUrl?: string }
  /** Absent: nobody can sign up by mail, only by invitation. */
  mail?: { smtpUrl: string; from: string }
  /** Absent: a key of its own is made and kept in the data folder. */
  encryptionKey?: string
  /** Where the vendor's files and those that people share are, how large one of the latter may be, and how long a link lives. */
  files: { place: FilesPlace; limitBytes: number; linkMinutes: number }
  /** What links are signed with, the current one first; empty: a key derived from the master key. */
  linkSecrets: string[]
  /** After a lapse, customers may still download what came out while they were covered. */
  keepsPaidVersions: boolean
  worker: boolean
  /** No platform is configured: simulated ones are started. */
  playground: boolean
}

export class ConfigurationError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\nSee .env.example for every variable.`,
    )
    this.name = 'ConfigurationError'
  }
}

/** The process's environment with `.env` of the working folder below it; empty values count as absent. */
export function environment(file = '.env'): Record<string, string> {
  const merged = { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...process.env }
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined && value.trim() !== ''),
  ) as Record<string, string>
}

const isLoopback = (host: string): boolean => ['localhost', '::1', '[::1]'].includes(host) || host.startsWith('127.')

/** Reads the configuration; throws one ConfigurationError that names every faulty variable and its cure. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = []
  const known = Object.fromEntries(Object.keys(variables.shape).map((name) => [name, env[name]?.trim() || undefined]))
  const parsed = variables.safeParse(known)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) faults.push(`${String(issue.path[0])} ${issue.message}`)
    throw new ConfigurationError(faults)
  }
  const v = parsed.data
  const slack = readSlack(v, faults)
  const teams = readTeams(v, faults)
  if (v.SMTP_URL && !v.MAIL_FROM)
    faults.push('MAIL_FROM is missing beside SMTP_URL: set the sender, for example support@example.com')
  if (!v.SMTP_URL && v.MAIL_FROM) faults.push('SMTP_URL is missing beside MAIL_FROM: set smtp://user:password@host:587')
  const licenseKey = readLicenseKey(v, faults)
  const connected = slack !== undefined || teams !== undefined
  if (!connected && !v.PLAYGROUND)
    faults.push('no platform is configured and PLAYGROUND is false: set the SLACK_… or TEAMS_… variables')
  const place = filesPlace(v, faults)
  if (faults.length > 0) throw new ConfigurationError(faults)
  return {
    database: { dataDir: v.DATA_DIR, ...(v.DATABASE_URL ? { url: v.DATABASE_URL } : {}) },
    http: {
      host: v.HOST,
      port: v.PORT,
      trustedProxies: v.TRUSTED_PROXIES,
      metrics: v.METRICS,
      ...(v.METRICS_TOKEN ? { metricsToken: v.METRICS_TOKEN } : {}),
      ...(v.PUBLIC_URL ? { publicUrl: v.PUBLIC_URL } : {}),
    },
    // A newcomer's terminal shows the address, not every request.
    logLevel: v.LOG_LEVEL ?? (connected ? 'info' : 'warn'),
    vendorZone: v.TZ_VENDOR,
    language: v.DEFAULT_LOCALE,
    vendorName: v.VENDOR_NAME,
    ...(licenseKey ? { licenseKey } : {}),
    slackCommand: v.SLACK_COMMAND,
    ...(slack ? { slack } : {}),
    ...(teams ? { teams } : {}),
    ...(v.SMTP_URL && v.MAIL_FROM ? { mail: { smtpUrl: v.SMTP_URL, from: v.MAIL_FROM } } : {}),
    ...(v.TOKEN_ENCRYPTION_KEY ? { encryptionKey: v.TOKEN_ENCRYPTION_KEY } : {}),
    files: { place, limitBytes: v.FILE_LIMIT_MB * 1024 * 1024, linkMinutes: v.LINK_MINUTES },
    linkSecrets: v.LINK_SECRET,
    keepsPaidVersions: v.KEEP_PAID_VERSIONS,
    worker: v.WORKER,
    playground: !connected,
  }
}

function readLicenseKey({ LICENSE_SIGNING_KEY_FILE: file }: Variables, faults: string[]): string | undefined {
  if (file === undefined) return undefined
  try {
    return signingKeyIn(file)
  } catch (fault) {
    faults.push(`LICENSE_SIGNING_KEY_FILE ${file} ${(fault as Error).message}`)
    return undefined
  }
}

function readSlack(v: Variables, faults: string[]): Config['slack'] {
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

function readTeams(v: Variables, faults: string[]): Config['teams'] {
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

function teamsCredentials(v: Variables, ways: string[], faults: string[]): TeamsConfig | undefined {
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
