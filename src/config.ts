/** The only reader of the environment. All faults are named at once, each with its variable and its cure. */
import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { filesPlace } from './files-place.ts'
import { signingKeyIn } from './license-files/keys.ts'
import { readSlack, readTeams, type SlackConfig, type TeamsConfig } from './platform-config.ts'
import type { FilesPlace } from './store/file-stores.ts'
import { type Variables, variables } from './variables.ts'

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
  slack?: SlackConfig
  slackCommand: string
  teams?: TeamsConfig
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
