import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigurationError, readConfig } from '../src/config.ts'
import { variables } from '../src/variables.ts'

type Env = Record<string, string>

const slack = { SLACK_SIGNING_SECRET: 'a-signing-secret', SLACK_BOT_TOKEN: 'xoxb-1-2-abc' }
const teams = { TEAMS_APP_ID: 'app', TEAMS_TENANT_ID: 'tenant', TEAMS_APP_PASSWORD: 'secret' }
const mail = { SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'support@vendor.example' }

const without = (env: Env, name: string): Env => Object.fromEntries(Object.entries(env).filter(([key]) => key !== name))

function faultsOf(env: Env): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults
    throw error
  }
  return []
}

describe('a half-set or contradictory group names each variable and what to do', () => {
  const groups: [string, Env, string[]][] = [
    [
      'a bot token without its secret',
      without(slack, 'SLACK_SIGNING_SECRET'),
      ['SLACK_SIGNING_SECRET', 'Basic Information'],
    ],
    ['a secret without a token', without(slack, 'SLACK_BOT_TOKEN'), ['SLACK_BOT_TOKEN', 'install']],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN']],
    [
      'a client id without its secret',
      { SLACK_SIGNING_SECRET: 'a-signing-secret', SLACK_CLIENT_ID: '1.2' },
      ['SLACK_CLIENT_SECRET'],
    ],
    [
      'a client secret without its id',
      { SLACK_SIGNING_SECRET: 'a-signing-secret', SLACK_CLIENT_SECRET: 's' },
      ['SLACK_CLIENT_ID'],
    ],
    [
      'many workspaces',
      { SLACK_SIGNING_SECRET: 'a-signing-secret', SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 's' },
      ['SLACK_CLIENT_ID', 'cannot do yet', 'SLACK_BOT_TOKEN'],
    ],
    [
      'one workspace and many',
      { ...slack, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 's' },
      ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID'],
    ],
    ['a Teams password alone', { TEAMS_APP_PASSWORD: 'secret' }, ['TEAMS_APP_ID', 'TEAMS_TENANT_ID']],
    ['a Teams app without its tenant', without(teams, 'TEAMS_TENANT_ID'), ['TEAMS_TENANT_ID']],
    [
      'a Teams app without a way to prove itself',
      without(teams, 'TEAMS_APP_PASSWORD'),
      ['TEAMS_APP_PASSWORD', 'TEAMS_CERTIFICATE', 'TEAMS_MANAGED_IDENTITY'],
    ],
    [
      'two ways to prove itself',
      { ...teams, TEAMS_MANAGED_IDENTITY: 'true' },
      ['TEAMS_APP_PASSWORD', 'TEAMS_MANAGED_IDENTITY'],
    ],
    [
      'a certificate without its key',
      { ...without(teams, 'TEAMS_APP_PASSWORD'), TEAMS_CERTIFICATE_THUMBPRINT: 'AB' },
      ['TEAMS_CERTIFICATE_THUMBPRINT', 'TEAMS_CERTIFICATE_KEY_FILE'],
    ],
    [
      'a certificate key that is not there',
      {
        ...without(teams, 'TEAMS_APP_PASSWORD'),
        TEAMS_CERTIFICATE_THUMBPRINT: 'AB',
        TEAMS_CERTIFICATE_KEY_FILE: '/nowhere/key.pem',
      },
      ['TEAMS_CERTIFICATE_KEY_FILE', '/nowhere/key.pem'],
    ],
    [
      'anonymous with credentials',
      { TEAMS_ANONYMOUS: 'true', TEAMS_APP_ID: 'app' },
      ['TEAMS_ANONYMOUS', 'TEAMS_APP_ID'],
    ],
    [
      'anonymous for the whole network',
      { TEAMS_ANONYMOUS: 'true', HOST: '0.0.0.0' },
      ['TEAMS_ANONYMOUS', 'HOST', '127.0.0.1'],
    ],
    ['a mail server without a sender', { ...slack, SMTP_URL: mail.SMTP_URL }, ['MAIL_FROM', 'SMTP_URL']],
    ['a sender without a mail server', { ...slack, MAIL_FROM: mail.MAIL_FROM }, ['SMTP_URL', 'MAIL_FROM']],
    [
      'a license key that is not there',
      { LICENSE_SIGNING_KEY_FILE: '/nowhere/key.pem' },
      ['LICENSE_SIGNING_KEY_FILE', '/nowhere/key.pem', 'openssl genpkey'],
    ],
    [
      'a license key that is no key',
      { LICENSE_SIGNING_KEY_FILE: import.meta.filename },
      ['LICENSE_SIGNING_KEY_FILE', 'no private key', 'openssl genpkey'],
    ],
    ['nothing to talk to', { PLAYGROUND: 'false' }, ['PLAYGROUND', 'SLACK_', 'TEAMS_']],
  ]
  test.each(groups)('%s', (_title, env, named) => {
    const said = faultsOf(env).join('\n')
    for (const word of named) expect(said).toContain(word)
  })

  test('several faults of several groups are all told at once', () => {
    const said = faultsOf({
      ...without(slack, 'SLACK_SIGNING_SECRET'),
      ...without(teams, 'TEAMS_TENANT_ID'),
      SMTP_URL: mail.SMTP_URL,
    })
    expect(said).toHaveLength(3)
  })
})

describe('a value of the wrong form names its variable and the right form', () => {
  const values: [string, string, string][] = [
    ['DATABASE_URL', 'mysql://root@127.0.0.1/db', 'postgresql://'],
    ['PORT', 'http', 'port number'],
    ['PORT', '70000', 'PORT'],
    ['PUBLIC_URL', 'bot.example.com', 'https://'],
    ['TZ_VENDOR', 'Taipei', 'Asia/Taipei'],
    ['DEFAULT_LOCALE', 'fr', 'zh-TW'],
    ['LOG_LEVEL', 'loud', 'debug'],
    ['SLACK_BOT_TOKEN', 'xapp-1', 'xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'xapp-'],
    ['SLACK_SIGNING_SECRET', 'short', 'Basic Information'],
    ['SLACK_TRIAGE_CHANNEL', '#support', 'C0123ABCD'],
    ['SLACK_COMMAND', 'support', '/support'],
    ['TEAMS_ANONYMOUS', 'perhaps', 'true or false'],
    ['SMTP_URL', 'mail.example.com:25', 'smtp://'],
    ['TOKEN_ENCRYPTION_KEY', 'tooshort', 'openssl rand -base64 32'],
    ['METRICS_TOKEN', 'short', '16'],
    ['VENDOR_NAME', 'x'.repeat(101), 'at most 100'],
  ]
  test.each(values)('%s=%s', (name, value, cure) => {
    const [said = ''] = faultsOf({ ...slack, [name]: value })
    expect(said.startsWith(name)).toBe(true)
    expect(said).toContain(cure)
  })

  test('a secret is never repeated in what is said of it', () => {
    const secrets = {
      SLACK_SIGNING_SECRET: 's3cr3t!',
      SLACK_BOT_TOKEN: 'xapp-s3cr3t!',
      TOKEN_ENCRYPTION_KEY: 's3cr3t!',
      DATABASE_URL: 'mysql://u:s3cr3t!@h/d',
      SMTP_URL: 'http://u:s3cr3t!@h',
    }
    const said = faultsOf(secrets)
    expect(said).toHaveLength(Object.keys(secrets).length)
    expect(said.join()).not.toContain('s3cr3t!')
  })
})

test('whole groups are taken, an empty value counts as absent, and nothing at all means the playground', () => {
  expect(readConfig({}).playground).toBe(true)
  expect(readConfig({ SLACK_BOT_TOKEN: '  ', SMTP_URL: '' }).playground).toBe(true)
  const config = readConfig({ ...slack, ...teams, ...mail })
  expect(config).toMatchObject({
    playground: false,
    slack: { botToken: slack.SLACK_BOT_TOKEN },
    teams: { credentials: { kind: 'secret', tenantId: 'tenant' }, allowedTenants: ['tenant'] },
    mail: { from: mail.MAIL_FROM },
  })
  expect(readConfig({ TEAMS_ANONYMOUS: 'true' }).teams?.credentials).toEqual({ kind: 'anonymous' })
  const key = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-key-')), 'key.pem')
  fs.writeFileSync(key, 'PEM')
  const certificate = {
    ...without(teams, 'TEAMS_APP_PASSWORD'),
    TEAMS_CERTIFICATE_THUMBPRINT: 'AB',
    TEAMS_CERTIFICATE_KEY_FILE: key,
  }
  expect(readConfig(certificate).teams?.credentials).toMatchObject({ kind: 'certificate', privateKey: 'PEM' })
  fs.rmSync(path.dirname(key), { recursive: true })
})

test('files are kept in the data folder, or in the folder that is named', () => {
  const folderOf = (env: Record<string, string>) => {
    const { place } = readConfig(env).files
    return place.kind === 'folder' && place.folder
  }
  expect(folderOf({ DATA_DIR: '/srv/anshin' })).toBe(path.join('/srv/anshin', 'files'))
  expect(folderOf({ FILES_URL: 'file:./kept' })).toBe('./kept')
  expect(folderOf({ FILES_URL: 'file:/srv/kept' })).toBe('/srv/kept')
  expect(folderOf({ FILES_URL: 'file:///srv/kept%20files' })).toBe('/srv/kept files')
  expect(readConfig({}).files.limitBytes).toBe(25 * 1024 * 1024)
})

test.each([
  ['FILES_URL', 'ftp://server/files', 'must be a folder'],
  ['FILES_URL', 'file://server/share', 'names another machine'],
  ['FILES_URL', 'file:///srv/50%', 'no path that a folder can have'],
  ['FILES_URL', 'file:///srv%2Fkept', 'no path that a folder can have'],
  ['FILE_LIMIT_MB', '0', 'FILE_LIMIT_MB'],
  ['LINK_MINUTES', '0', 'LINK_MINUTES'],
  ['LINK_MINUTES', '1441', 'LINK_MINUTES'],
  ['TRUSTED_PROXIES', 'proxy.example.com', 'must be addresses or networks'],
  ['TRUSTED_PROXIES', '10.0.0.0/33', 'must be addresses or networks'],
  ['TRUSTED_PROXIES', '10.0.0.1,0.0.0.0/0', 'must be addresses or networks'],
  ['LINK_SECRET', 'short', 'at least 32 characters'],
  ['LINK_SECRET', `${'a'.repeat(32)},short`, 'at least 32 characters'],
])('%s=%s is refused', (name, value, reason) => {
  expect(() => readConfig({ [name]: value })).toThrow(reason)
})

describe('files in a bucket', () => {
  const bucket = {
    FILES_URL: 's3://anshin-files/shared/files/?region=eu-central-1&endpoint=https://s3.example.com:9000',
    AWS_ACCESS_KEY_ID: 'AKIA1',
    AWS_SECRET_ACCESS_KEY: 'secret',
  }

  test('are found with their prefix, region and credentials', () => {
    expect(readConfig({ ...bucket, AWS_SESSION_TOKEN: 'session' }).files.place).toEqual({
      ...{ kind: 's3', bucket: 'anshin-files', prefix: 'shared/files/', region: 'eu-central-1' },
      ...{ endpoint: 'https://s3.example.com:9000', accessKeyId: 'AKIA1', secretAccessKey: 'secret' },
      sessionToken: 'session',
    })
    expect(readConfig({ ...bucket, FILES_URL: 's3://b-1.x?region=r' }).files.place).toMatchObject({ prefix: '' })
  })

  test.each([
    ['without a region', { ...bucket, FILES_URL: 's3://anshin-files/files' }, ['FILES_URL', 'region']],
    ['without a bucket', { ...bucket, FILES_URL: 's3:///files?region=r' }, ['FILES_URL', 'names no bucket']],
    ['with an unknown word', { ...bucket, FILES_URL: 's3://bucket?region=r&acl=public' }, ['FILES_URL', 'acl']],
    ['with a bare %', { ...bucket, FILES_URL: 's3://bucket/50%?region=r' }, ['FILES_URL', '%25']],
    ['with a bad endpoint', { ...bucket, FILES_URL: 's3://bucket?region=r&endpoint=minio' }, ['FILES_URL', 'endpoint']],
    [
      'with a secret in the address',
      { ...bucket, FILES_URL: 's3://k:s@bucket?region=r' },
      ['FILES_URL', 'names no bucket'],
    ],
    ['without a key', without(bucket, 'AWS_ACCESS_KEY_ID'), ['AWS_ACCESS_KEY_ID', 'FILES_URL']],
    ['without a secret', without(bucket, 'AWS_SECRET_ACCESS_KEY'), ['AWS_SECRET_ACCESS_KEY', 'FILES_URL']],
  ])('%s are refused', (_, env, words) => {
    expect(faultsOf(env)).toHaveLength(1)
    for (const word of words) expect(faultsOf(env)[0]).toContain(word)
  })

  test('need no credentials where files are in a folder', () => {
    expect(faultsOf({ AWS_ACCESS_KEY_ID: 'of something else' })).toEqual([])
  })
})

test('links live an hour, and proxies are trusted only where they are named', () => {
  expect(readConfig({}).files.linkMinutes).toBe(60)
  expect(readConfig({}).http.trustedProxies).toEqual([])
  expect(readConfig({ TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8 ::1' }).http.trustedProxies).toEqual([
    ...['127.0.0.1', '10.0.0.0/8', '::1'],
  ])
})

test('a secret for links can be changed: the new one first, then the former', () => {
  expect(readConfig({ LINK_SECRET: `${'n'.repeat(32)},${'o'.repeat(32)}` }).linkSecrets).toEqual([
    'n'.repeat(32),
    'o'.repeat(32),
  ])
  expect(readConfig({}).linkSecrets).toEqual([])
})

/** For many workspaces, which cannot install the bot yet. */
const untold = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET']

test('.env.example tells of every variable and of no other', () => {
  const told = fs.readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z][A-Z_]+)=/gm)
  expect([...new Set([...told].map(([, name]) => name))].sort()).toEqual(
    Object.keys(variables.shape)
      .filter((name) => !untold.includes(name))
      .sort(),
  )
})
