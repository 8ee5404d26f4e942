import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  channel,
  chat,
  emma,
  sharedFile as file,
  hanako,
  openWorkplace,
  personal,
  reading,
  tenantId,
  type Workplace,
} from './workplace.ts'

let at: Workplace

beforeEach(async () => {
  at = await openWorkplace({ simulator: reading })
})
afterEach(() => at.close())

const latest = () => at.bot.accepted.at(-1)!
const request = (): any => latest().request
const say = (conversation: string, text: string, more: object = {}) =>
  at.act({ do: 'say', user: emma, conversation, text, ...more })
/** A thread of the channel that the bot follows. */
async function followedThread(): Promise<string> {
  const { message } = await say(channel, 'The database stopped')
  at.bot.followed.add(message!)
  return message!
}

describe('words that do not name the bot', () => {
  test('are heard in a thread that it follows, with who wrote them where', async () => {
    const thread = await followedThread()
    const { message } = await say(channel, 'It happens again', { replyTo: thread })
    expect(latest()).toMatchObject({
      who: { platform: 'teams', workspace: tenantId, user: emma },
      place: { workspace: tenantId, conversation: channel, thread, kind: 'channel', private: false },
      request: {
        kind: 'wrote',
        written: { id: message, prose: [{ kind: 'text', runs: [{ text: 'It happens again' }] }], files: [] },
      },
      displayName: 'Emma Clarke',
    })
  })

  test('are nothing to it elsewhere: asked once where they stand, and recorded nowhere', async () => {
    const thread = await followedThread()
    await say(channel, 'Lunch?')
    const other = at.bot.asked.at(-1)!
    expect(other).toMatchObject({ platform: 'teams', workspace: tenantId, conversation: channel })
    expect(other.thread).not.toBe(thread)
    await say(chat, 'Lunch?')
    expect(at.bot.asked.at(-1)).toEqual({ platform: 'teams', workspace: tenantId, conversation: chat })
    expect(at.bot.accepted).toEqual([])
    await at.adapter.stop()
    expect(at.simulator.calls).toEqual([])
  })

  test('are heard in a group chat that it follows, which has no threads', async () => {
    at.bot.followed.add(chat)
    await say(chat, 'One more thing')
    expect(latest().place).toEqual({ workspace: tenantId, conversation: chat, kind: 'channel', private: false })
    expect(request().kind).toBe('wrote')
  })

  test('are answered by no sign of typing: nobody waits for the bot', async () => {
    await say(channel, 'again', { replyTo: await followedThread() })
    await at.adapter.stop()
    expect(at.bot.accepted).toHaveLength(1)
    expect(at.simulator.calls).toEqual([])
  })

  test('never come where nobody granted the bot to read, though the thread is followed', async () => {
    const thread = await followedThread()
    at.simulator.setReadable(channel, false)
    const before = at.simulator.posted.length
    const { message } = await say(channel, 'again', { replyTo: thread })
    await at.act({ do: 'edit', user: emma, conversation: channel, message: message!, text: 'and again' })
    await at.act({ do: 'delete', user: emma, conversation: channel, message: message! })
    expect(at.simulator.posted).toHaveLength(before)
    await at.act({ do: 'mention', user: emma, conversation: channel, text: 'status', replyTo: thread })
    expect(request()).toMatchObject({ kind: 'said', text: 'status' })
  })

  test('are one happening, however often they come', async () => {
    const thread = await followedThread()
    await say(channel, 'again', { replyTo: thread, redeliver: { times: 3, together: true } })
    await say(channel, 'again', { replyTo: thread, redeliver: { times: 2 } })
    expect(at.bot.accepted).toHaveLength(2)
  })

  test('of another app are no person’s words', async () => {
    const thread = await followedThread()
    const activity = at.simulator.compose(emma, channel, 'deployed')
    const conversation = { ...activity.conversation, id: `${channel};messageid=${thread}` }
    for (const type of ['message', 'messageUpdate', 'messageDelete'])
      await at.simulator.post({ ...activity, type, conversation, from: { id: '28:other-app', name: 'Flow' } })
    await at.simulator.post({ ...activity, type: 'messageUpdate', conversation, from: activity.recipient })
    expect(at.simulator.posted).toHaveLength(5)
    expect(at.bot.accepted).toEqual([])
  })

  test('come again when it cannot be found out whether they concern the bot', async () => {
    const thread = await followedThread()
    at.bot.broken = true
    expect(await say(channel, 'again', { replyTo: thread })).toMatchObject({ status: 503 })
    at.bot.broken = false
    await at.simulator.post(at.simulator.posted.at(-1))
    expect(request().kind).toBe('wrote')
  })
})

describe('words to the bot', () => {
  test('are commands also in a thread that it follows, and bring the whole message along', async () => {
    const thread = await followedThread()
    const text = 'answer try this'
    const { message } = await at.act({ do: 'mention', user: emma, conversation: channel, text, replyTo: thread })
    expect(at.bot.asked).toHaveLength(1)
    expect(request()).toEqual({
      kind: 'said',
      text,
      written: { id: message, prose: [{ kind: 'text', runs: [{ text }] }], files: [] },
    })
  })

  test('in a personal chat keep their formatting beside the plain words', async () => {
    const html = '<p>It <strong>fails</strong></p><pre>ORA-600</pre>'
    await at.act({ do: 'say', user: hanako, conversation: personal, text: 'It fails\nORA-600', html })
    expect(at.bot.asked).toEqual([])
    expect(request()).toMatchObject({
      kind: 'said',
      text: 'It fails\nORA-600',
      written: {
        prose: [
          { kind: 'text', runs: [{ text: 'It ' }, { text: 'fails', bold: true }] },
          { kind: 'code', text: 'ORA-600' },
        ],
      },
    })
  })

  test('that quote a message are without the quoted words, which are named', async () => {
    const first = await at.act({ do: 'say', user: hanako, conversation: personal, text: 'close the case' })
    const quote = { do: 'say', user: hanako, conversation: personal, text: 'not yet', quote: first.message! } as const
    await at.act(quote)
    expect(at.simulator.posted.at(-1)!.text).toContain('close the case')
    expect(request()).toMatchObject({
      kind: 'said',
      text: 'not yet',
      written: { prose: [{ kind: 'text', runs: [{ text: 'not yet' }] }], quotes: first.message },
    })
  })

  test('that quote by an entity, as newer clients do, are understood alike', async () => {
    const activity = at.simulator.compose(hanako, personal, '')
    const entities = [{ type: 'quotedReply', quotedReply: { messageId: '1700000000000', preview: 'x' } }]
    await at.simulator.post({
      ...activity,
      text: '<quoted messageId="1700000000000"/> not yet',
      attachments: [],
      entities,
    })
    expect(request()).toMatchObject({ text: 'not yet', written: { quotes: '1700000000000' } })
    expect(request().written.prose).toEqual([{ kind: 'text', runs: [{ text: 'not yet' }] }])
  })

  test('name people by their names, and the bot not at all', async () => {
    const mention = (name: string, i: number) =>
      `<span itemtype="http://schema.skype.com/Mention" itemscope itemid="${i}">${name}</span>`
    const html = `<p>${mention('Anshin', 0)}&nbsp;ask ${mention('佐藤 花子', 1)} please</p>`
    const activity = at.simulator.compose(hanako, personal, '')
    await at.simulator.post({ ...activity, attachments: [{ contentType: 'text/html', content: html }] })
    expect(request().written.prose).toEqual([{ kind: 'text', runs: [{ text: 'ask @佐藤 花子 please' }] }])
  })
})

describe('files', () => {
  test('of a personal chat come with a link and pictures with their address, also without a word', async () => {
    const files = [file('trace.log', 'ORA-600'), file('screen.png', 'PNG', 'image/png')]
    await at.act({ do: 'say', user: hanako, conversation: personal, text: '', files })
    expect(request().written.files).toMatchObject([
      { platform: 'teams', workspace: tenantId, name: 'trace.log', url: expect.stringContaining('/files/') },
      { name: 'image-1', url: expect.stringContaining('/v3/attachments/') },
    ])
    expect(request().written.prose).toEqual([])
  })

  test('of a channel are named, and have no address: a bot has no way to them', async () => {
    const thread = await followedThread()
    await say(channel, 'the trace', { replyTo: thread, files: [file('trace.log', 'ORA-600')] })
    expect(request().written.files).toEqual([{ platform: 'teams', workspace: tenantId, name: 'trace.log' }])
  })

  test('forged attachments are left out, whatever is in them', async () => {
    const info = 'application/vnd.microsoft.teams.file.download.info'
    const attachments = [
      { contentType: info },
      { contentType: info, content: 'text', name: 'a' },
      { contentType: info, content: { downloadUrl: { evil: 1 }, uniqueId: 7 }, name: 'x'.repeat(600) },
      { contentType: 'image/*', contentUrl: ['x'] },
      { contentType: 7 },
      'x',
      null,
    ]
    await at.simulator.post({ ...at.simulator.compose(hanako, personal, 'x'), attachments })
    expect(request().written.files).toEqual([
      { platform: 'teams', workspace: tenantId, name: 'file' },
      { platform: 'teams', workspace: tenantId, name: 'image-1' },
    ])
  })
})

describe('a message that is changed or taken back', () => {
  const edit = (conversation: string, message: string, text: string, more: object = {}) =>
    at.act({ do: 'edit', user: emma, conversation, message, text, ...more })
  const takeBack = (conversation: string, message: string, more: object = {}) =>
    at.act({ do: 'delete', user: emma, conversation, message, ...more })

  test('is told under its own id, with all that is left in it', async () => {
    const thread = await followedThread()
    const { message } = await say(channel, 'the trase', { replyTo: thread, files: [file('trace.log', 'x')] })
    await edit(channel, message!, 'the trace')
    expect(latest().place).toMatchObject({ conversation: channel, thread })
    expect(request()).toMatchObject({
      kind: 'rewrote',
      written: {
        id: message,
        prose: [{ kind: 'text', runs: [{ text: 'the trace' }] }],
        files: [{ name: 'trace.log' }],
      },
    })
    await takeBack(channel, message!)
    expect(request()).toEqual({ kind: 'erased', message })
    expect(latest().place).toMatchObject({ conversation: channel, thread })
  })

  test('every change is a happening of its own, also back to what it said before, and each only once', async () => {
    let now = Date.now()
    const slow = await openWorkplace({ simulator: { now: () => now++ } })
    const { message } = await slow.act({ do: 'say', user: hanako, conversation: personal, text: 'a' })
    const change = (text: string) =>
      slow.act({
        do: 'edit',
        user: hanako,
        conversation: personal,
        message: message!,
        text,
        redeliver: { times: 2, together: true },
      })
    for (const text of ['b', 'a', 'b']) await change(text)
    const remove = {
      do: 'delete',
      user: hanako,
      conversation: personal,
      message: message!,
      redeliver: { times: 2 },
    } as const
    await slow.act(remove)
    expect(slow.bot.accepted.map(({ request: { kind } }) => kind)).toEqual([
      'said',
      'rewrote',
      'rewrote',
      'rewrote',
      'erased',
    ])
    expect(slow.bot.asked).toEqual([])
    await slow.close()
  })

  test('elsewhere is nothing to the bot, a mention of it included', async () => {
    const { message } = await at.act({ do: 'mention', user: emma, conversation: channel, text: 'status' })
    await edit(channel, message!, 'status please')
    await takeBack(channel, message!)
    expect(at.bot.accepted).toHaveLength(1)
    expect(at.bot.asked).toHaveLength(2)
  })

  test('and restored is a change', async () => {
    const { message } = await at.act({ do: 'say', user: hanako, conversation: personal, text: 'a' })
    const said = at.simulator.posted.at(-1)!
    const channelData = { ...said.channelData, eventType: 'undeleteMessage' }
    await at.simulator.post({ ...said, type: 'messageUpdate', channelData })
    expect(request()).toMatchObject({ kind: 'rewrote', written: { id: message } })
  })
})
