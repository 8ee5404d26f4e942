/** Every route of the server by everybody who must not reach an organization through it. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readerName } from '../../src/served-cases.ts'
import { createHandOuts } from '../../src/store/hand-outs.ts'
import { createIdentities } from '../../src/store/identities.ts'
import { createSignedLinks } from '../../src/web/signed-links.ts'
import { linkSecret, type RunningBot, slackTeam, startRunningBot } from './running-bot.ts'

const canary = 'canary of Kitano'
const holder = { platform: 'slack', workspace: slackTeam.id, user: 'U0HOLDER' } as const
let bot: RunningBot
let contactId: string
let tokens: Record<'download' | 'file' | 'picture', string>

beforeAll(async () => {
  bot = await startRunningBot()
  const { prisma, pool } = bot.db
  contactId = (await prisma.contact.findFirstOrThrow({ where: { email: 'ken.sato@kitano-seiki.example' } })).id
  await prisma.chatIdentity.create({ data: { ...holder, contactId } })
  const { contact } = await createIdentities(pool).findAsker(holder)
  const key = randomUUID()
  mkdirSync(join(bot.filesFolder, key.slice(0, 2)), { recursive: true })
  writeFileSync(join(bot.filesFolder, key.slice(0, 2), key), canary)
  const handOut = await createHandOuts(pool, { lastsMinutes: 60 }).give(
    { who: holder, contact: contact! },
    { kind: 'paper', subject: 'statement', ground: 'own-paper' },
    { fileName: 'canary.csv', sizeBytes: canary.length, source: { store: 'kept', place: key } },
    new Date(),
  )
  const opened = await prisma.case.create({
    data: {
      ...{
        openKey: 'k',
        organizationId: 'KITANO-SEIKI',
        openedBy: contactId,
        topic: 'defect',
        severity: 2,
        status: 'new',
      },
      ...{ title: canary, searchTitle: canary, openedAt: new Date(), lastWordAt: new Date() },
    },
  })
  const message = await prisma.caseMessage.create({
    data: {
      ...{
        caseNumber: opened.number,
        audience: 'customer',
        authorKind: 'contact',
        author: contactId,
        authorName: 'Sato',
      },
      ...{ words: [], searchText: '', text: canary, at: new Date() },
    },
  })
  const file = await prisma.caseFile.create({
    data: {
      messageId: message.id,
      caseNumber: opened.number,
      position: 0,
      name: 'c.txt',
      status: 'kept',
      key,
      size: canary.length,
      sha256: 'ab',
    },
  })
  const links = createSignedLinks({ secrets: [linkSecret], base: () => '' })
  tokens = {
    download: links.download(handOut)!,
    file: links.file(file.id, readerName(holder))!,
    picture: links.picture(`case:${opened.number}`)!,
  }
}, 60_000)
afterAll(() => bot.stop(), 30_000)

const get = (path: string) => bot.post(path, '', {}, 'GET')
/** What each route needs before it tells anything; one that is new stands in no row and fails the first test. */
const table: Record<string, 'token of a person' | 'token of a picture' | 'nothing of customers'> = {
  '/healthz (GET, HEAD)': 'nothing of customers',
  '/readyz (GET, HEAD)': 'nothing of customers',
  '/metrics (GET, HEAD)': 'nothing of customers',
  '/files/* (GET, HEAD)': 'token of a person',
  '/downloads/* (GET, HEAD)': 'token of a person',
  '/pictures/* (GET, HEAD)': 'token of a picture',
}

test('every route is in the table', () => {
  // A tree of what their paths have in common: each leaf ends what stands above it.
  const found: string[] = []
  const above: string[] = []
  for (const [, indent, name] of bot.routes.matchAll(/^([│ ]*)[├└]── (\S.*)$/gm)) {
    above.splice(indent!.length / 4, Number.POSITIVE_INFINITY, name!.replace(/ \(.*/, ''))
    if (name!.endsWith(')')) found.push(`${above.join('')}${name!.slice(name!.indexOf(' ('))}`)
  }
  expect(found.sort()).toEqual(Object.keys(table).sort())
})

describe('what needs no token', () => {
  test.each(['/healthz', '/readyz', '/metrics', '/', '/files/', '/downloads/', '/nothing'])(
    '%s tells nothing of customers',
    async (path) => {
      expect((await get(path)).text).not.toMatch(/kitano|sato|canary|formosa/i)
    },
  )
  test('what platforms send is refused without their signature', async () => {
    const body = new URLSearchParams({
      command: '/support',
      text: 'coverage',
      team_id: slackTeam.id,
      user_id: holder.user,
    })
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await bot.post('/slack/events', body.toString(), form)).status).toBe(401)
    expect((await bot.signed(body.toString(), { secret: 'another' })).status).toBe(401)
  })
})

describe('a link of a person', () => {
  const become = async (who: 'own' | 'former' | 'other' | 'guest') => {
    const { prisma } = bot.db
    const other = await prisma.contact.findFirstOrThrow({ where: { organizationId: 'FORMOSA-BANK' } })
    const now = { own: contactId, former: contactId, other: other.id, guest: null }[who]
    await prisma.contact.update({ where: { id: contactId }, data: { removedAt: who === 'former' ? new Date() : null } })
    await prisma.chatIdentity.updateMany({ where: { user: holder.user }, data: { contactId: now } })
  }
  test.each(['download', 'file'] as const)('of a %s opens while they are a member', async (kind) => {
    await become('own')
    expect(await get(tokens[kind])).toMatchObject({ status: 200, text: canary })
  })
  test.each(
    (['download', 'file'] as const).flatMap((kind) =>
      (['former', 'other', 'guest'] as const).map((who) => [kind, who] as const),
    ),
  )('of a %s opens nothing for who is %s now', async (kind, who) => {
    await become(who)
    const refused = await get(tokens[kind])
    expect(refused).toMatchObject({ status: 404, text: (await get('/nothing')).text.replace('/nothing', tokens[kind]) })
  })
  test('of one kind opens nothing of another', async () => {
    await become('own')
    const [download, file, picture] = Object.values(tokens).map((path) => path.split('/')[2]!)
    for (const path of [
      `/files/${download}`,
      `/downloads/${file}`,
      `/pictures/${file}.png`,
      `/downloads/${picture!.replace('.png', '')}`,
    ])
      expect((await get(path)).status, path).toBe(404)
  })
})
