/** What the vendor's people write to each other is looked for in everything that a customer can see: it must be nowhere. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseMessage } from '../../src/domain/case.ts'
import { forCustomer } from '../../src/features/case-thread/message-view.ts'
import { readerName } from '../../src/served-cases.ts'
import { createSignedLinks } from '../../src/web/signed-links.ts'
import { linkSecret, type RunningBot, slackTeam, startRunningBot, teamsTenant, triageChannel } from './running-bot.ts'

const canary = 'CANARY'
/** In a note or its file; what customers type to look for one is none. */
const has = (shown: unknown) => /CANARY[- ](\d|in a file)|canary-dump/i.test(JSON.stringify(shown))
const [wang, grace, erin, max] = ['U0WANG', 'U0ALEX', 'U0ERIN', 'U0MEI']
const engineers = [erin, max]
const serial = 'WAS70014821'

let bot: RunningBot
beforeAll(async () => {
  bot = await startRunningBot()
  const { prisma } = bot.db
  await bot.slack.act({ do: 'join', user: max, channel: triageChannel })
  await prisma.staff.create({ data: { email: 'max@vendor.example', name: 'Max', role: 'manager', products: [] } })
  const link = async (user: string, email: string, isStaff: boolean) => {
    const teams = bot.teams
      .state()
      .people.find(({ email: theirs }) => theirs === bot.slack.state().people.find(({ id }) => id === user)!.email)!
    const contactId = isStaff ? null : (await prisma.contact.findFirstOrThrow({ where: { email } })).id
    for (const who of [
      { platform: 'slack', workspace: slackTeam.id, user },
      { platform: 'teams', workspace: teamsTenant.id, user: teams.id },
    ])
      await prisma.chatIdentity.create({
        data: { ...who, contactId, email: isStaff ? email : null, linkedAt: new Date() },
      })
  }
  await link(wang, 'jianguo.wang@formosa-bank.example', false)
  await link(grace, 'grace.liu@formosa-bank.example', false)
  await link(erin, 'erin@vendor.example', true)
  await link(max, 'max@vendor.example', true)
})
afterAll(() => bot?.stop())

const press = (user: string, command: string, values: Record<string, string>) =>
  bot.press(user, JSON.stringify({ command, values }))

async function open(title: string): Promise<{ number: number; card: string }> {
  const values = { topic: 'defect', serial, severity: '2', title, description: `${title}, since noon.` }
  expect((await press(wang, 'case.describe', values)).status).toBe(200)
  const found = () => bot.db.prisma.case.findFirst({ where: { title } })
  await expect.poll(found, { timeout: 30_000 }).not.toBeNull()
  const card = () =>
    bot.slack
      .state()
      .messages.find(
        ({ channel, bot, thread, text }) => channel === triageChannel && bot && !thread && text.includes(title),
      )
  await expect.poll(card, { timeout: 30_000 }).toBeDefined()
  return { number: (await found())!.number, card: card()!.ts }
}

const notes = () =>
  bot.db.prisma.caseMessage.findMany({
    where: { audience: 'internal' },
    orderBy: { position: 'asc' },
    include: { files: true },
  })
const teamsId = (user: string) =>
  bot.teams.state().people.find(({ email }) => email === bot.slack.state().people.find(({ id }) => id === user)!.email)!
    .id
const ownChat = (user: string) => bot.teams.state().conversations.find((each) => each.user === teamsId(user))!.id
const rest = () =>
  expect
    .poll(
      async () =>
        (
          await bot.db.pool.query(`SELECT
  (SELECT count(*) FROM outbox_messages WHERE status IN ('pending', 'sending', 'unknown'))::int
  + (SELECT count(*) FROM inbox WHERE status = 'pending')::int AS n`)
        ).rows[0].n,
      { timeout: 60_000 },
    )
    .toBe(0)

/** Of all that stands in the simulated platforms or was ever sent to them, what somebody else than an engineer reads. */
function seenByCustomers(): { looked: number; leaked: unknown[] } {
  const { messages, conversations, modals, homes } = bot.slack.state()
  const direct = new Map(conversations.filter(({ kind }) => kind === 'direct').map(({ id, user }) => [id, user!]))
  const inSecret = (channel: unknown) =>
    channel === triageChannel || engineers.includes(direct.get(String(channel)) ?? String(channel))
  const ours = new Set(engineers.flatMap((user) => [ownChat(user)]))
  const staffTeams = new Set(engineers.map(teamsId))
  const seen = [
    ...messages.filter(({ channel, ephemeralFor }) =>
      ephemeralFor ? !engineers.includes(ephemeralFor) : !inSecret(channel),
    ),
    ...[...modals, ...homes].filter(({ user }) => !engineers.includes(user)),
    ...bot.slack.calls.filter(
      ({ method, args }) =>
        method.startsWith('chat.') && !inSecret(args.channel) && !engineers.includes(String(args.user)),
    ),
    ...bot.teams.state().messages.filter(({ conversation }) => !ours.has(conversation)),
    ...bot.teams.state().dialogs.filter(({ user }) => !staffTeams.has(user)),
    ...bot.teams.calls.filter(
      (call) =>
        ![...ours].some(
          (id) => JSON.stringify(call).includes(id) || JSON.stringify(call).includes(encodeURIComponent(id)),
        ),
    ),
    ...bot.mailbox.mails(),
  ]
  return { looked: seen.length, leaked: seen.filter(has) }
}

test('no way leads a note to a customer', { timeout: 240_000 }, async () => {
  const { slack, teams } = bot
  const first = await open('Portal login fails')
  const second = await open('Portal is slow')
  const of = { number: String(first.number) }
  expect((await press(grace, 'case.follow', of)).status).toBe(200)
  const inThread = { user: erin, channel: triageChannel, thread: first.card }

  // Written, changed and taken back in the engineers' thread, with a file; quoting the customer and naming them.
  const file = {
    name: 'canary-dump.txt',
    type: 'text/plain',
    base64: Buffer.from(`${canary} in a file`).toString('base64'),
  }
  await slack.act({ do: 'say', ...inThread, text: `${canary}-1 <@${wang}> wrote "since noon"`, files: [file] })
  await slack.act({ do: 'say', ...inThread, text: `${canary}-2 to be changed` })
  await slack.act({ do: 'say', ...inThread, text: `${canary}-3 to be taken back` })
  await expect.poll(async () => (await notes()).length, { timeout: 30_000 }).toBe(3)
  const written = slack.state().messages.filter(({ user, thread }) => user === erin && thread === first.card)
  const ts = (mark: string) => written.find(({ text }) => text.includes(mark))!.ts
  await slack.act({
    do: 'edit',
    user: erin,
    channel: triageChannel,
    ts: ts(`${canary}-2`),
    text: `${canary}-2 changed`,
  })
  await slack.act({ do: 'delete', user: erin, channel: triageChannel, ts: ts(`${canary}-3`) })
  // By every other way that notes and reasons are written.
  await bot.slash(erin, `claim ${first.number}`)
  await bot.slash(erin, `note ${first.number} ${canary}-4 typed`)
  await bot.submit(erin, 'case.note', of, { text: `${canary}-5 by form` })
  await bot.slash(erin, `release ${first.number} ${canary}-6 for the next one`)
  await bot.slash(erin, `transfer ${first.number} max@vendor.example`)
  await bot.slash(erin, `take over ${first.number} ${canary}-7 because`)
  await teams.act({
    do: 'say',
    user: teamsId(erin),
    conversation: ownChat(erin),
    text: `note ${first.number} ${canary}-8 from Teams`,
  })
  await slack.act({ do: 'mention', ...inThread, text: `${canary}-9 names the bot without a command` })
  await expect
    .poll(async () => (await notes()).filter(({ text }) => text.includes('from Teams')).length, { timeout: 30_000 })
    .toBe(1)
  // Through all states, and into another case: what the customer is told on the way says nothing of it.
  for (const words of [
    `answer ${first.number} We look into it.`,
    `ask ${first.number} Which version?`,
    `resolve ${first.number} Restart it.`,
    `reopen ${first.number}`,
    `case severity ${first.number} 3`,
    `note ${second.number} ${canary}-10 of the duplicate`,
    `merge ${second.number} ${first.number}`,
    `note ${first.number} ${canary}-11 after the merge`,
    `note ${second.number} ${canary}-12 in what was merged`,
    `resolve ${first.number} Really.`,
    `note ${first.number} ${canary}-13 of a resolved case`,
  ])
    expect((await bot.slash(erin, words)).status).toBe(200)
  await rest()
  expect((await notes()).map(({ text }) => /CANARY-\d+/.exec(text)?.[0])).toEqual(
    [1, 2, undefined, 4, 5, 8, 10, 11, 12, 13].map((n) => n && `${canary}-${n}`),
  )

  // All that a customer, or a colleague of theirs, can ask for.
  const noteFile = (await notes()).flatMap(({ files }) => files)[0]!
  const asked = [
    ...['case list', 'case list all', `case list ${canary}`, `case show ${first.number}`, `case show ${second.number}`],
    ...[
      'help',
      `queue ${canary}`,
      `note ${first.number} hello`,
      `claim ${first.number}`,
      `case reply ${first.number} More words`,
    ],
  ]
  for (const user of [wang, grace]) {
    for (const words of asked) expect(has(await bot.slash(user, words)), `${user}: ${words}`).toBe(false)
    for (const page of ['1', '2', '3', '4']) await press(user, 'case.show', { ...of, page })
    for (const command of ['case.file', 'case.unsay', 'case.retry', 'case.note', 'queue'])
      expect(
        has(
          await press(user, command, {
            ...of,
            file: noteFile.id,
            message: noteFile.messageId,
            delivery: noteFile.id,
            text: 'x',
          }),
        ),
      ).toBe(false)
    await slack.act({ do: 'home', user })
    for (const words of [`case show ${first.number}`, 'case list', `case show ${second.number}`])
      await teams.act({ do: 'say', user: teamsId(user), conversation: ownChat(user), text: words })
  }
  // Even with a good link to it, made for them, the file of a note is none of theirs.
  const links = createSignedLinks({ secrets: [linkSecret], base: () => bot.address })
  const linkFor = (user: string) =>
    links.file(noteFile.id, readerName({ platform: 'slack', workspace: slackTeam.id, user }))!
  for (const user of [wang, grace]) {
    const got = await fetch(linkFor(user))
    expect([got.status, has(await got.text())]).toEqual([404, false])
  }
  // An engineer who asks where customers listen is told nothing there.
  for (const words of [`case show ${first.number}`, `queue`, `note ${first.number} spoken in public`])
    await teams.post({
      ...teams.compose(teamsId(wang), '19:systems@thread.tacv2', words),
      from: teams.compose(teamsId(erin), ownChat(erin), words).from,
    })
  // What cannot be delivered: the vendor is told, in the words of the platform, and nobody else.
  await rest()
  slack.setFaults([{ method: 'chat.postMessage', kind: 'refuse', error: 'channel_not_found', times: 1 }])
  await bot.submit(erin, 'case.note', of, { text: `${canary}-14 that nobody gets` })
  await rest()
  slack.setFaults([])
  await bot.moveCases()
  // The process that gave it up may be about to tell of it, too.
  const failures = () => bot.db.prisma.caseEvent.count({ where: { kind: 'case-delivery-failed' } })
  await expect.poll(failures, { timeout: 30_000 }).toBe(1)
  await rest()

  const { looked, leaked } = seenByCustomers()
  expect(leaked).toEqual([])
  expect(looked).toBeGreaterThan(40)
  // It was there to be found: engineers read it in the thread and on the sheet.
  expect(has((await bot.slash(erin, `case show ${first.number}`)).json)).toBe(true)
  expect(
    bot.faults.filter((line) => line.includes('something broke') || line.includes('on its way to a customer')),
  ).toEqual([])
})

test('a note cannot be given to what is made for customers', () => {
  const note = { audience: 'internal' } as CaseMessage<'internal'>
  // @ts-expect-error the type keeps notes out
  const make = () => forCustomer(note)
  expect(make).toBeTypeOf('function')
})
