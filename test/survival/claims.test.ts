/** A hundred engineers claim one case at once, half by its card in Slack, half by words in Teams: one of them has it. */
import { expect, test } from 'vitest'
import { createChat } from '../../src/chat.ts'
import type { CaseNumber } from '../../src/domain/case.ts'
import type { Contact, ContactId } from '../../src/domain/contact.ts'
import type { OrganizationId } from '../../src/domain/organization.ts'
import type { SerialNumber } from '../../src/domain/serial.ts'
import { loadWords } from '../../src/i18n.ts'
import { createLog } from '../../src/log.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createInbox } from '../../src/store/inbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { createSecrets } from '../../src/store/secrets.ts'
import { addContact, addLicense, addOrganization, addProduct } from '../store/vendor-rows.ts'
import { onEachDatabase, type TestEngine } from '../support/database.ts'
import { root } from '../support/locale-files.ts'
import { waiting } from './books.ts'
import { type Bot, startBot } from './bot-process.ts'
import { pause } from './chat.ts'
import { type Platforms, startPlatforms, teamsTriage, triage } from './platforms.ts'
import { spreadOver } from './spread.ts'

const each = 50
/** Longer than platforms wait, so that a busy machine fails nothing: CLAIMS_PATIENCE_MS=3000 waits as Slack does. */
const patienceMs = Number(process.env.CLAIMS_PATIENCE_MS ?? 60_000)
type Place = Parameters<typeof openDatabase>[0]

onEachDatabase('a hundred claims at once', (engine) => {
  test('one owner, ninety-nine are told who has it, the card changes once', { timeout: 300_000 }, async () => {
    const { at, remove } = await engine.place()
    const platforms = await startPlatforms({ slack: each, teams: each, engineers: 1_000, patienceMs })
    const number = await prepare(at, platforms)
    const env = {
      ...platforms.env,
      ...(at.url ? { DATABASE_URL: at.url } : { DATA_DIR: at.dataDir! }),
      TEAMS_ALLOWED_TENANTS: platforms.teams.state().tenant.id,
    }
    const bots = await start(engine, env)
    const spread = await spreadOver(bots)
    platforms.connect(spread)

    const press = await cardButton(platforms, number)
    const { slack, teams } = platforms
    const updates = () =>
      slack.calls.filter(
        ({ method, args, outcome }) => method === 'chat.update' && args.ts === press.ts && outcome === 'ok',
      ).length
    expect(updates()).toBe(0)

    const own = new Map(teams.state().conversations.map(({ user, id }) => [user, id]))
    const deeds = await Promise.all([
      ...slack.state().people.map(({ id: user }) => slack.act({ do: 'press', user, channel: triage, ...press })),
      ...teams
        .state()
        .people.map(({ id: user }) =>
          teams.act({ do: 'say', user, conversation: own.get(user)!, text: `claim ${number}` }),
        ),
    ])
    expect(deeds.filter(({ ok }) => !ok)).toEqual([])
    for (const count of spread.counts) expect(count).toBeGreaterThan(each / 2)

    await expect.poll(() => Object.keys(told(platforms)).length, { timeout: 120_000 }).toBe(2 * each)
    // What would come too often would come now.
    await expect.poll(updates, { timeout: 60_000 }).toBeGreaterThan(0)
    for (const bot of bots) {
      await pause(1000)
      expect(await bot.terminate(), bot.output()).toBe(0)
    }

    const { pool, close } = await openDatabase(at)
    const { rows: cases } = await pool.query('SELECT owner_email AS owner, status FROM cases')
    expect(cases).toEqual([{ owner: expect.any(String), status: 'claimed' }])
    const { rows: claims } = await pool.query(`SELECT actor FROM case_events WHERE kind = 'case-claimed'`)
    expect(claims).toEqual([{ actor: cases[0].owner }])
    const { rows: staff } = await pool.query('SELECT name FROM staff WHERE email = $1', [cases[0].owner])
    const { name } = staff[0]
    expect(await waiting(pool)).toBe(0)
    await close()

    const answers = Object.entries(told(platforms))
    const winners = answers.filter(([, words]) => words.some((said) => said.includes(`Case ${number} is yours`)))
    expect(winners.map(([email, words]) => [email, words.length])).toEqual([[cases[0].owner, 1]])
    const others = answers.filter(([email]) => email !== cases[0].owner)
    expect(others).toHaveLength(2 * each - 1)
    for (const [email, words] of others) {
      expect(words, email).toHaveLength(1)
      expect(words[0], email).toContain(`${name} already has Case ${number}`)
    }
    expect(updates()).toBe(1)

    await spread.close()
    await platforms.close()
    await remove()
  })
})

/** Two processes share a server; the embedded database belongs to one. */
async function start({ name }: TestEngine, env: Record<string, string>): Promise<Bot[]> {
  const first = await startBot(env)
  return name === 'embedded' ? [first] : [first, await startBot(env)]
}

/** Everyone of both platforms an engineer, and one case that nobody has. */
async function prepare(at: Place, { slack, teams }: Platforms): Promise<CaseNumber> {
  const database = await openDatabase(at)
  await enlist(database, 'slack', slack.state().team.id, slack.state().people)
  await enlist(database, 'teams', teams.state().tenant.id, teams.state().people)
  await addProduct(database)
  await addOrganization(database, 'org-1')
  await addLicense(database, {
    serial: 'DB2OFORG1',
    registrationHash: 'r',
    organizationId: 'org-1',
    agreements: [{ contractHash: 'c' }],
  })
  const id = (await addContact(database, { organizationId: 'org-1', email: 'ann@org-1.example' })) as ContactId
  const outbox = createOutbox(database.pool)
  const { cases } = createChat({
    database,
    outbox,
    inbox: createInbox(database.pool, outbox),
    secrets: createSecrets('a master key that keeps nothing here'),
    words: loadWords(root),
    now: () => new Date(),
    log: createLog('error'),
    language: 'en',
    vendorZone: 'Asia/Taipei',
    vendorTo: { kind: 'conversation', platform: 'slack', workspace: slack.state().team.id, conversation: triage },
    slackCommand: '/support',
    mail: false,
  })
  const contact: Contact = {
    id,
    organizationId: 'org-1' as OrganizationId,
    name: 'Ann',
    email: 'ann@org-1.example',
    role: 'primary',
    purposes: [],
  }
  const text = 'It stops at night.'
  const opened = await cases.open(
    { kind: 'contact', who: { platform: 'slack', workspace: 'T0ELSEWHERE', user: 'U0ANN' }, contact },
    {
      topic: 'defect',
      severity: 2,
      title: 'The database stops',
      serial: 'DB2OFORG1' as SerialNumber,
      description: { words: [{ kind: 'text', runs: [{ text }] }], text, files: [] },
    },
    'opened-once',
    new Date(),
  )
  if (opened.status !== 'opened') throw new Error(opened.status)
  // What the customer is told is not what this is about, and nobody of that workspace is here.
  await database.pool.query(`DELETE FROM outbox_messages WHERE payload::text LIKE '%T0ELSEWHERE%'`)
  await database.pool.query(`DELETE FROM case_threads WHERE side = 'customer'`)
  await database.close()
  return opened.case.number
}

async function enlist(
  { prisma }: Database,
  platform: 'slack' | 'teams',
  workspace: string,
  people: { id: string; name: string; email: string }[],
): Promise<void> {
  await prisma.staff.createMany({
    data: people.map(({ name, email }) => ({
      ...{ name, email, role: 'engineer', products: [] },
      triageChannel: platform === 'teams' ? teamsTriage : null,
    })),
  })
  await prisma.chatIdentity.createMany({
    data: people.map(({ id: user, email }) => ({ platform, workspace, user, email, linkedAt: new Date() })),
  })
}

/** The card once it stands in the triage channel, and its button. */
async function cardButton({ slack }: Platforms, number: number) {
  const card = () => slack.state().messages.find(({ channel, bot, thread }) => channel === triage && bot && !thread)
  await expect.poll(card, { timeout: 60_000 }).toBeDefined()
  const { ts, blocks } = card()!
  const all = blocks as { block_id: string; elements?: { action_id: string; value?: string }[] }[]
  for (const { block_id: blockId, elements = [] } of all) {
    const found = elements.find(({ value }) => value?.includes('"case.claim"') && value.includes(`"${number}"`))
    if (found) return { ts, blockId, actionId: found.action_id }
  }
  throw new Error('the card has no button to claim it')
}

/** By mail address what each engineer alone was answered. */
function told({ screens }: Platforms): Record<string, string[]> {
  const answers: Record<string, string[]> = {}
  const tell = (email: string | undefined, words: unknown) => {
    if (email) answers[email] = [...(answers[email] ?? []), JSON.stringify(words)]
  }
  const { slack, teams } = screens()
  const mail = new Map([...slack.people, ...teams.people].map(({ id, email }) => [id, email]))
  const direct = new Map<string, string | undefined>([
    ...slack.conversations.filter(({ kind }) => kind === 'direct').map(({ id, user }) => [id, user] as const),
    ...teams.conversations.filter(({ kind }) => kind === 'personal').map(({ id, user }) => [id, user] as const),
  ])
  for (const { bot, channel, ephemeralFor, blocks } of slack.messages)
    if (bot) tell(mail.get(ephemeralFor ?? direct.get(channel) ?? ''), blocks)
  for (const { bot, conversation, attachments } of teams.messages)
    if (bot) tell(mail.get(direct.get(conversation) ?? ''), attachments)
  return answers
}
