import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type Mailbox, startMailbox } from '../../adapters/playground/mailbox.ts'
import { type SlackSimulator, startSlackSimulator } from '../../adapters/playground/slack/simulator.ts'
import { botScopes } from '../../adapters/slack/surface.ts'
import { examineCalendars } from '../../src/cli/doctor/calendars.ts'
import { clockFinding } from '../../src/cli/doctor/clock.ts'
import { outboxFindings } from '../../src/cli/doctor/database.ts'
import { examineTeams } from '../../src/cli/doctor/platforms.ts'
import { readConfig } from '../../src/config.ts'
import { calendarOf } from '../../src/domain/center-calendar.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { checkKey } from '../../src/store/key-check.ts'
import { createSecrets } from '../../src/store/secrets.ts'
import { onEachDatabase } from '../support/database.ts'
import { startProcess } from '../support/own-process.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const secrets = {
  SLACK_SIGNING_SECRET: 'a-signing-secret-of-a-test',
  SLACK_BOT_TOKEN: 'xoxb-1234567890-of-a-test',
  TOKEN_ENCRYPTION_KEY: key,
}

let slack: SlackSimulator
let mailbox: Mailbox
beforeAll(async () => {
  ;[slack, mailbox] = await Promise.all([slackGranting(botScopes), startMailbox()])
})
afterAll(() => Promise.all([slack.close(), mailbox.close()]))

const slackGranting = (scopes: readonly string[]) =>
  startSlackSimulator({
    signingSecret: secrets.SLACK_SIGNING_SECRET,
    token: secrets.SLACK_BOT_TOKEN,
    scopes: [...scopes],
  })

/** What the doctor prints for this environment and nothing else of ours. */
async function doctor(env: Record<string, string>): Promise<{ code: number | string; said: string }> {
  const { PATH = '', HOME = '' } = process.env
  const started = await startProcess('src/cli/doctor.ts', [], { PATH, HOME, ...env })
  const code = await started.ended
  return { code, said: started.lines.join('\n') }
}

onEachDatabase('npm run doctor', ({ name, place }) => {
  let here: Awaited<ReturnType<typeof place>>
  let well: Record<string, string>
  beforeAll(async () => {
    here = await place()
    await inDatabase(({ pool }) => checkKey(pool, createSecrets(key), undefined))
  })
  afterAll(() => here.remove())
  beforeEach(() => {
    well = {
      ...secrets,
      SLACK_API_URL: slack.apiUrl,
      SMTP_URL: mailbox.smtpUrl,
      MAIL_FROM: 'support@vendor.example',
      ...(here.at.url ? { DATABASE_URL: here.at.url } : { DATA_DIR: here.at.dataDir! }),
    }
  })

  async function inDatabase(work: (database: Database) => Promise<unknown>): Promise<void> {
    const database = await openDatabase(here.at)
    try {
      await work(database)
    } finally {
      await database.close()
    }
  }

  test('finds nothing wrong where nothing is, in one line each, and ends with 0', async () => {
    const { code, said } = await doctor(well)
    expect(said).not.toContain('FAULT')
    for (const subject of [
      'configuration',
      'database',
      'key',
      'outbox',
      'calendars',
      'slack',
      'clock',
      'mail',
      'manifests',
    ])
      expect(said).toMatch(new RegExp(`^ok +${subject} `, 'm'))
    expect(said).toMatch(/^- +teams +not configured$/m)
    expect(code).toBe(0)
    for (const secret of Object.values(secrets)) expect(said).not.toContain(secret)
  })

  test('names every fault with its cure, tells no secret and ends with 1', async () => {
    await inDatabase(({ pool }) =>
      pool.query(`
        INSERT INTO outbox_lanes (key, platform, workspace) VALUES ('lane', 'slack', 'slack:T9');
        INSERT INTO outbox_pauses (workspace, reason) VALUES ('slack:T9', 'token_revoked');
        INSERT INTO outbox_messages (dedupe_key, lane, payload, status, created_at) VALUES ('late', 'lane', '{}', 'pending', now() - interval '1 hour');
        INSERT INTO outbox_messages (dedupe_key, lane, payload, status, settled_at) VALUES ('dead', 'lane', '{}', 'dead', now())`),
    )
    const { code, said } = await doctor({
      ...well,
      TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 8).toString('base64'),
      SLACK_BOT_TOKEN: 'xoxb-0987654321-revoked',
      SMTP_URL: 'smtp://someone:a-password-of-a-test@127.0.0.1:1',
    })
    expect(said).toMatch(/^FAULT +key +TOKEN_ENCRYPTION_KEY is not the key/m)
    expect(said).toMatch(/^FAULT +outbox +messages to slack:T9 wait because the token was refused/m)
    expect(said).toMatch(/^FAULT +outbox +the oldest message waits for 60 minutes/m)
    expect(said).toMatch(/^FAULT +outbox +1 given up, the latest within a week/m)
    expect(said).toMatch(/^FAULT +slack +SLACK_BOT_TOKEN is refused by Slack: invalid_auth/m)
    expect(said).toMatch(/^FAULT +mail +127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED.*check SMTP_URL/m)
    expect(said).not.toMatch(/a-password-of-a-test|xoxb-0987|CAgICAgI/)
    expect(code).toBe(1)
    await inDatabase(({ pool }) =>
      pool.query('DELETE FROM outbox_messages; DELETE FROM outbox_pauses; DELETE FROM outbox_lanes'),
    )
  })

  test('tells what is missing in the database without adding it', async () => {
    const migration = 'SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1 DESC LIMIT 1'
    await inDatabase(({ pool }) =>
      pool.query(
        `CREATE TABLE aside AS SELECT * FROM _prisma_migrations WHERE migration_name IN (${migration});
         DELETE FROM _prisma_migrations WHERE migration_name IN (${migration})`,
      ),
    )
    const first = await doctor(well)
    expect(first.said).toMatch(/^FAULT +database +lacks the migrations \d+_\w+: npm start applies them/m)
    expect(first.code).toBe(1)
    expect((await doctor(well)).said).toContain('lacks the migrations')
  })

  if (name === 'embedded')
    test('says that another process holds the embedded database', async () => {
      const other = await place()
      onTestFinished(() => other.remove())
      const database = await openDatabase(other.at)
      const { code, said } = await doctor({ ...well, DATA_DIR: other.at.dataDir! })
      await database.close()
      expect(said).toMatch(/^FAULT +database +The embedded database in .* is in use by process \d+.*DATABASE_URL/m)
      expect(code).toBe(1)
    })
})

test('before the first start there is nothing to find fault with, and nothing is made', async () => {
  const DATA_DIR = join(mkdtempSync(join(tmpdir(), 'anshin-doctor-')), 'data')
  onTestFinished(() => rmSync(join(DATA_DIR, '..'), { recursive: true, force: true }))
  const { code, said } = await doctor({ DATA_DIR })
  expect(said).toMatch(/no platform: npm start runs the playground/)
  expect(said).toMatch(/^- +database +embedded, not made yet/m)
  expect(code).toBe(0)
  expect(() => rmSync(DATA_DIR)).toThrow('ENOENT')
})

test('a configuration that cannot be read is told variable by variable', async () => {
  const { code, said } = await doctor({ PORT: 'high', SLACK_BOT_TOKEN: 'token' })
  expect(said).toMatch(/^FAULT +configuration +PORT must be a port number/m)
  expect(said).toMatch(/^FAULT +configuration +SLACK_BOT_TOKEN must be the bot token/m)
  expect(code).toBe(1)
})

test('a scope that was not granted is named', async () => {
  const poor = await slackGranting(botScopes.filter((scope) => !['im:write', 'users:read'].includes(scope)))
  onTestFinished(() => poor.close())
  const DATA_DIR = join(tmpdir(), 'anshin-doctor-never-made')
  const { code, said } = await doctor({ ...secrets, DATA_DIR, SLACK_API_URL: poor.apiUrl })
  expect(said).toMatch(/^FAULT +slack +\w+ grants no im:write, users:read: paste manifest\/slack\.yaml/m)
  expect(code).toBe(1)
})

describe('the clock', () => {
  test.each([
    [1_000_000, 1_000_000, 1_000_050, 'ok', 'agrees with X'],
    [1_000_020, 1_000_000, 1_000_050, 'ok', 'agrees with X'],
    [1_060_050, 1_000_000, 1_000_050, 'ok', 'agrees with X within 60 s'],
    [1_061_050, 1_000_000, 1_000_050, 'fault', 'is 61 s behind X clock'],
    [938_999, 1_000_000, 1_000_050, 'fault', 'is 61 s ahead of X clock'],
  ])('theirs at %d, asked between %d and %d: %s', (theirs, before, after, state, said) => {
    const finding = clockFinding('X', theirs, before, after)
    expect(finding.state).toBe(state)
    expect(finding.said).toContain(said)
  })
})

test('what was given up long ago is told, and is no fault any more', () => {
  const stats = { pending: 2, sending: 0, unknown: 1, dead: 4, oldestSeconds: 900, paused: [] }
  expect(outboxFindings(stats, false)).toEqual([
    { subject: 'outbox', state: 'ok', said: '3 waiting, 4 given up more than a week ago' },
  ])
  expect(outboxFindings({ ...stats, dead: 0, oldestSeconds: 901 }, false)).toMatchObject([{ state: 'fault' }])
})

describe('the calendars', () => {
  const known = (...ends: [name: string, endsOn: string][]) => {
    const of = ([name, endsOn]: [string, string]) => ({
      holidays: { name, endsOn: endsOn as LocalDate, days: new Map() },
      calendar: calendarOf({}, new Map(), { zone: 'Asia/Taipei' }),
    })
    return {
      all: async () => ends.slice(1).map((each) => ({ center: { id: each[0], name: each[0] }, ...of(each) })),
      vendors: async () => of(ends[0]!),
      ofProduct: async () => of(ends[0]!).calendar,
    }
  }
  const states = async (...ends: [string, string][]) =>
    (await examineCalendars(known(...ends), '2026-11-24' as LocalDate)).map(({ state, said }) => [state, said])

  test('that somebody works by are known long enough, or told with the cure', async () => {
    expect(await states(['TW', '2026-11-30'], ['JP', '2027-12-31'], ['JP', '2027-12-31'])).toEqual([
      ['ok', 'holidays known: JP until 2027-12-31'],
    ])
    expect(await states(['TW', '2027-12-31'], ['CN', '2026-12-31'], ['plant', '2026-11-23'])).toEqual([
      ['fault', expect.stringMatching(/^holidays of plant are known until 2026-11-23 alone.*holidays\.csv$/)],
      ['warning', expect.stringMatching(/^holidays of CN are known until 2026-12-31 \(37 days\): .*holidays\.csv$/)],
    ])
  })
  test('are the vendor’s where there is no centre', async () => {
    expect(await states(['TW', '2026-12-01'])).toEqual([['warning', expect.stringContaining('TW')]])
  })
})

describe('teams', () => {
  const id = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
  const configured = (over: Record<string, string> = {}) =>
    readConfig({ TEAMS_APP_ID: id, TEAMS_APP_PASSWORD: 'a-password-of-a-test', TEAMS_TENANT_ID: id, ...over })

  async function microsoftAnswering(status: number) {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(request.url?.startsWith('/login') ? status : 200).end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return { asked, origin, at: { login: (tenant: string) => `${origin}/login/${tenant}`, keys: `${origin}/keys` } }
  }

  test('well-formed credentials with Microsoft in reach are in order', async () => {
    const { asked, at } = await microsoftAnswering(200)
    expect(await examineTeams(configured(), at)).toMatchObject([{ state: 'ok' }])
    expect(asked.sort()).toEqual(['/keys', `/login/${id}`])
  })

  test('a tenant that Microsoft does not know, and keys out of reach, are faults', async () => {
    const { origin, at } = await microsoftAnswering(400)
    const [tenant, keys] = await examineTeams(configured({ TEAMS_OPENID_METADATA_URL: 'http://127.0.0.1:1/' }), at)
    expect(tenant).toMatchObject({ state: 'fault' })
    expect(tenant!.said).toContain(`${origin}/login/${id} answers 400`)
    expect(keys!.said).toMatch(/keys at http:\/\/127\.0\.0\.1:1\/ cannot be reached/)
    expect(JSON.stringify([tenant, keys])).not.toContain('a-password-of-a-test')
  })

  test('an id that is none is a fault before anything is asked', async () => {
    const { asked, at } = await microsoftAnswering(200)
    const found = await examineTeams(configured({ TEAMS_APP_ID: 'anshin' }), at)
    expect(found).toMatchObject([{ state: 'fault', said: expect.stringContaining('the app id is not a UUID') }])
    expect(asked).toEqual([])
  })
})
