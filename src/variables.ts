/** The environment's variables, each with its form and what is said of a wrong one. */
import { isIP } from 'node:net'
import { z } from 'zod'
import { languages } from './domain/contact.ts'
import { isTimeZone } from './domain/local-date.ts'

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

/** Every variable; `.env.example` is checked against this. */
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
export type Variables = z.infer<typeof variables>
