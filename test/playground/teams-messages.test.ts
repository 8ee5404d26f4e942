import type { TurnContext } from 'botbuilder'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TeamsConversation } from '../../adapters/playground/contract.ts'
import { defaultConversations, defaultPeople } from '../../adapters/playground/teams/default-tenant.ts'
import { startTeamsSimulator, type TeamsSimulator } from '../../adapters/playground/teams/simulator.ts'
import { startTestBot, type TestBot } from './teams-bot.ts'

const [hanako, emma] = defaultPeople.map(({ id }) => id) as [string, string]
const personal = 'a:1personal-1'
const channel = defaultConversations.find(({ kind }) => kind === 'channel')!.id
const chat: TeamsConversation = { id: '19:chat@thread.v2', name: 'Both', kind: 'groupChat', members: [hanako, emma] }
const crowd: TeamsConversation = {
  id: '19:crowd@thread.v2',
  name: 'Crowd',
  kind: 'groupChat',
  members: Array.from({ length: 120 }, (_, i) => `person-${i}`),
}

let teams: TeamsSimulator
let bot: TestBot
let heard: TurnContext['activity'][] = []
let now = 1_800_000_000_000

beforeEach(async () => {
  heard = []
  const people = [
    ...defaultPeople,
    ...crowd.members.map((id) => ({ ...defaultPeople[1]!, id, name: id, email: `${id}@kaede.example` })),
  ]
  const conversations = [...defaultConversations, chat, crowd]
  teams = await startTeamsSimulator({ now: () => now, limits: false, people, conversations })
  bot = await startTestBot(async (turn) => void heard.push(turn.activity))
  teams.setMessagesUrl(bot.url)
})
afterEach(async () => {
  await bot.close()
  await teams.close()
})

const latest = (): any => teams.posted.at(-1)
const said = () => teams.state().messages.at(-1)!
const say = (conversation: string, text: string, more: object = {}) =>
  teams.act({ do: 'say', user: hanako, conversation, text, ...more })
const base64 = (text: string) => Buffer.from(text).toString('base64')
const get = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers })

test('formatted words come as HTML beside the text, a quotation with the message that it quotes', async () => {
  const first = await say(personal, 'a < b')
  await say(personal, 'it fails', { html: '<p>it <strong>fails</strong></p>', quote: first.message })
  expect(latest()).toMatchObject({ type: 'message', text: 'a < b\r\nit fails', textFormat: 'plain' })
  const [{ contentType, content }] = latest().attachments
  expect(contentType).toBe('text/html')
  expect(content).toContain(`itemtype="http://schema.skype.com/Reply" itemid="${first.message}"`)
  expect(content).toContain('<p itemprop="preview">a &lt; b</p>')
  expect(content.endsWith('<p>it <strong>fails</strong></p>')).toBe(true)
  expect(said()).toMatchObject({ text: 'it fails', html: '<p>it <strong>fails</strong></p>', quotes: first.message })
  expect(await say(channel, 'x', { quote: first.message })).toMatchObject({
    ok: false,
    refused: expect.stringContaining('threads'),
  })
  expect(await say(personal, 'x', { quote: 'none' })).toMatchObject({ ok: false })
})

test('files of a personal chat come with a link that expires, pictures with an address that wants a token', async () => {
  const secured = await startTeamsSimulator({ now: () => now, appId: 'app', messagesUrl: bot.url })
  const files = [
    { name: 'trace.log', type: 'text/plain', base64: base64('ORA-600') },
    { name: 'screen.png', type: 'image/png', base64: base64('PNG') },
  ]
  await secured.act({ do: 'say', user: hanako, conversation: personal, text: 'see', files })
  const [file, picture, words] = secured.posted.at(-1)!.attachments
  expect(file).toMatchObject({
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    name: 'trace.log',
    content: { fileType: 'log', uniqueId: expect.any(String) },
    contentUrl: expect.stringContaining('sharepoint'),
  })
  expect(picture).toMatchObject({ contentType: 'image/*' })
  expect(words.contentType).toBe('text/html')

  expect(await (await get(file.content.downloadUrl)).text()).toBe('ORA-600')
  expect((await get(file.content.downloadUrl.split('?')[0])).status).toBe(401)
  expect((await get(picture.contentUrl)).status).toBe(401)
  expect(await (await get(picture.contentUrl, { authorization: 'Bearer x' })).text()).toBe('PNG')
  now += 10 * 60_000 + 1
  expect((await get(file.content.downloadUrl)).status).toBe(401)
  const shown = secured.state().messages.at(-1)!.files!
  expect(shown).toMatchObject([
    { name: 'trace.log', size: 7, url: `/playground/files/teams/${shown[0]!.id}` },
    { name: 'screen.png', size: 3 },
  ])
  expect(secured.file(shown[0]!.id)).toMatchObject({ name: 'trace.log', type: 'text/plain' })
  await secured.close()
})

test('files of a channel or group chat are references that a bot cannot read', async () => {
  const files = [{ name: 'trace.log', base64: base64('x') }]
  for (const conversation of [channel, chat.id]) {
    await teams.act({ do: 'mention', user: hanako, conversation, text: 'see', files })
    expect(latest().attachments[0]).toEqual({
      contentType: 'reference',
      contentUrl: expect.stringContaining('sharepoint'),
      name: 'trace.log',
    })
  }
  expect(
    await say(personal, '', { files: [{ name: 'huge', base64: base64('x'.repeat(21 * 1024 * 1024)) }] }),
  ).toMatchObject({
    ok: false,
    refused: 'huge is too large',
  })
})

test('a change comes under the message’s id with all of it, a withdrawal without a word', async () => {
  const { message } = await say(personal, 'a', { files: [{ name: 'x.log', base64: base64('x') }] })
  const own = { user: hanako, conversation: personal, message: message! }
  await teams.act({ do: 'edit', ...own, text: 'b' })
  expect(latest()).toMatchObject({
    type: 'messageUpdate',
    id: message,
    text: 'b',
    channelData: { eventType: 'editMessage', tenant: { id: teams.state().tenant.id } },
    from: { aadObjectId: hanako },
  })
  expect(latest().attachments).toHaveLength(2)
  expect(said()).toMatchObject({ text: 'b', editedAt: new Date(now).toISOString() })
  await teams.act({ do: 'delete', ...own })
  expect(latest()).toMatchObject({
    type: 'messageDelete',
    id: message,
    channelData: { eventType: 'softDeleteMessage' },
  })
  expect(latest()).not.toHaveProperty('text')
  expect(said()).toMatchObject({ deleted: true })
  expect(said()).not.toHaveProperty('text')
  expect(heard.map(({ type }) => type)).toEqual(['message', 'messageUpdate', 'messageDelete'])
  for (const what of ['edit', 'delete'] as const)
    expect(await teams.act({ do: what, ...own, text: 'c' })).toMatchObject({
      ok: false,
      refused: expect.stringContaining('no such message'),
    })
})

test('nobody changes what somebody else wrote', async () => {
  const { message } = await say(chat.id, 'mine')
  const deed = { do: 'edit', user: emma, conversation: chat.id, message: message!, text: 'yours' } as const
  expect(await teams.act(deed)).toMatchObject({ ok: false, refused: 'only who wrote a message can change it' })
  expect(said().text).toBe('mine')
})

test('what does not mention the bot reaches it where it was granted to read, and only while it is', async () => {
  const everything = async (conversation: string) => {
    const { message } = await say(conversation, 'just talking')
    const own = { user: hanako, conversation, message: message! }
    await teams.act({ do: 'edit', ...own, text: 'still talking' })
    await teams.act({ do: 'delete', ...own })
  }
  await everything(channel)
  await everything(chat.id)
  expect(heard).toEqual([])
  teams.setReadable(channel, true)
  await everything(channel)
  await everything(chat.id)
  expect(heard.map(({ type, conversation }) => [type, conversation.conversationType])).toEqual([
    ['message', 'channel'],
    ['messageUpdate', 'channel'],
    ['messageDelete', 'channel'],
  ])
  teams.setReadable(channel, false)
  await everything(channel)
  expect(heard).toHaveLength(3)
  const { message } = await teams.act({ do: 'mention', user: hanako, conversation: channel, text: 'help' })
  await teams.act({ do: 'edit', user: hanako, conversation: channel, message: message!, text: 'help me' })
  expect(latest()).toMatchObject({
    type: 'messageUpdate',
    text: '<at>Anshin</at> help me',
    conversation: { id: `${channel};messageid=${message}` },
  })
})

test('members come in pages of at least fifty', async () => {
  const page = async (query: string) => {
    const response = await get(`${teams.serviceUrl}v3/conversations/${crowd.id}/pagedmembers${query}`)
    return (await response.json()) as { members: { id: string }[]; continuationToken?: string }
  }
  const first = await page('?pageSize=10')
  expect(first.members).toHaveLength(50)
  const second = await page(`?pageSize=60&continuationToken=${first.continuationToken}`)
  expect(second.members).toHaveLength(60)
  const third = await page(`?pageSize=60&continuationToken=${second.continuationToken}`)
  expect(third.continuationToken).toBeUndefined()
  expect(new Set([first, second, third].flatMap(({ members }) => members.map(({ id }) => id))).size).toBe(120)
})
