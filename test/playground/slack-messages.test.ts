/** What people do with messages, and files both ways, as the simulated workspace tells and refuses it. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoChannels, demoPeople } from '../../adapters/playground/slack/demo-workspace.ts'
import { customer, engineer, general, refusal, type Stage, stage, triage, until } from './slack-bot.ts'
import { type Ear, listen } from './slack-listener.ts'

const stranger = { ...demoPeople[0]!, id: 'U0STRANGER0', email: 's@example.com', team: 'T0OTHER0000' }
const shared = {
  id: 'C0SHARED000',
  name: 'shared',
  kind: 'channel' as const,
  members: [customer, stranger.id],
  shared: true,
}
let ear: Ear
let here: Stage
beforeEach(async () => {
  ear = { heard: [], answerTo: () => undefined }
  const channels = [...demoChannels(demoPeople), shared]
  here = await stage({ people: [...demoPeople, stranger], channels, strict: { perChannelMs: 0 } }, (app) =>
    listen(app, ear),
  )
})
afterEach(() => here.close())

const act: Stage['simulator']['act'] = (deed) => here.simulator.act(deed)
const say = (text: string, more: object = {}) => act({ do: 'say', user: customer, channel: general, text, ...more })
const messages = () => here.simulator.state().messages
const latest = () => messages().at(-1)!
const events = (subtype?: string) =>
  ear.heard
    .filter(({ kind, payload }) => kind === 'message' && payload.subtype === subtype)
    .map(({ payload }) => payload)
const file = (name: string, bytes: string, type?: string) => ({
  name,
  base64: Buffer.from(bytes).toString('base64'),
  ...(type ? { type } : {}),
})

describe('what people type', () => {
  test('comes as marked text and as the rich text of the editor', async () => {
    await say(
      'Hi @Erika Engineer, *bold _both_* `a*b` https://a.example?x=1&y=2 :+1:\n- one\n- two\n> said\n```\n<log>\n```',
    )
    const [event] = events()
    expect(event.text).toBe(
      `Hi <@${engineer}>, *bold _both_* \`a*b\` <https://a.example?x=1&amp;y=2> :+1:\n• one\n• two\n&gt; said\n\`\`\`&lt;log&gt;\`\`\``,
    )
    expect(event.blocks[0].elements).toMatchObject([
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Hi ' },
          { type: 'user', user_id: engineer },
          { type: 'text', text: ', ' },
          { type: 'text', text: 'bold ', style: { bold: true } },
          { type: 'text', text: 'both', style: { bold: true, italic: true } },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'a*b', style: { code: true } },
          { type: 'text', text: ' ' },
          { type: 'link', url: 'https://a.example?x=1&y=2' },
          { type: 'text', text: ' ' },
          { type: 'emoji', name: '+1', unicode: '1f44d' },
          { type: 'text', text: '\n' },
        ],
      },
      { type: 'rich_text_list', style: 'bullet', elements: [{}, {}] },
      { type: 'rich_text_quote', elements: [{ text: 'said' }] },
      { type: 'rich_text_preformatted', elements: [{ text: '<log>' }] },
    ])
  })

  test.each(['<@U0NOBODY>', '2*3*4', 'a_b_c', '<!channel>', ':nosuch:', 'mail@nobody', '``'])(
    '%j is only letters',
    async (text) => {
      await say(text)
      expect(latest().blocks).toMatchObject([{ elements: [{ elements: [{ type: 'text', text }] }] }])
    },
  )

  test('in a thread that is not there is refused', async () => {
    expect(await say('x', { thread: '1.000001' })).toMatchObject({ ok: false, refused: 'thread_not_found' })
  })
})

describe('an own message', () => {
  test('is changed, and the bot is told of now and before', async () => {
    await say('frist')
    const { ts } = latest()
    expect(await act({ do: 'edit', user: customer, channel: general, ts, text: '*first*' })).toMatchObject({ ok: true })
    expect(latest()).toMatchObject({ ts, text: '*first*', editedAt: expect.any(String) })
    expect(events('message_changed')).toMatchObject([
      {
        hidden: true,
        channel: general,
        channel_type: 'channel',
        message: { ts, text: '*first*', edited: { user: customer }, user: customer },
        previous_message: { ts, text: 'frist' },
      },
    ])
  })

  test('is taken back; one that was answered leaves its place, and Slack calls that a change', async () => {
    await say('root')
    const root = latest().ts
    await say('answer', { thread: root })
    const answer = latest().ts
    await act({ do: 'delete', user: customer, channel: general, ts: root })
    expect(messages()).toMatchObject([{ ts: root, deleted: true }, { ts: answer }])
    expect(events('message_changed')).toMatchObject([
      {
        message: { subtype: 'tombstone', user: 'USLACKBOT', ts: root },
        previous_message: { text: 'root', user: customer },
      },
    ])
    await act({ do: 'delete', user: customer, channel: general, ts: answer })
    expect(events('message_deleted')).toMatchObject([
      { deleted_ts: answer, hidden: true, previous_message: { text: 'answer', thread_ts: root } },
    ])
  })

  test('is nobody else’s, and what is not there cannot be touched', async () => {
    await say('mine')
    const { ts } = latest()
    expect(await act({ do: 'edit', user: engineer, channel: general, ts, text: 'x' })).toMatchObject({
      refused: 'cant_update_message',
    })
    expect(await act({ do: 'delete', user: engineer, channel: general, ts })).toMatchObject({
      refused: 'cant_delete_message',
    })
    expect(await act({ do: 'delete', user: customer, channel: general, ts: '1.000001' })).toMatchObject({
      refused: 'message_not_found',
    })
    expect(await refusal(here.client.chat.update({ channel: general, ts, text: 'x' }))).toMatchObject({
      error: 'cant_update_message',
    })
    expect(await refusal(here.client.chat.delete({ channel: general, ts: '1.000001' }))).toMatchObject({
      error: 'message_not_found',
    })
  })
})

test('who comes and goes is among the members or not', async () => {
  expect(await act({ do: 'join', user: customer, channel: triage })).toMatchObject({ ok: true })
  expect((await here.client.conversations.members({ channel: triage })).members).toContain(customer)
  await act({ do: 'leave', user: customer, channel: triage })
  expect((await here.client.conversations.members({ channel: triage })).members).not.toContain(customer)
  expect(await act({ do: 'leave', user: customer, channel: triage })).toMatchObject({ refused: 'channel_not_found' })
})

test('the bot reacts once, and takes it off once', async () => {
  await say('x')
  const reaction = { channel: general, timestamp: latest().ts, name: 'lock' }
  await here.client.reactions.add(reaction)
  expect(await refusal(here.client.reactions.add(reaction))).toMatchObject({ error: 'already_reacted' })
  await here.client.reactions.remove(reaction)
  expect(latest().reactions).toEqual([])
  expect(await refusal(here.client.reactions.remove(reaction))).toMatchObject({ error: 'no_reaction' })
  expect(await refusal(here.client.reactions.add({ ...reaction, timestamp: '1.000001' }))).toMatchObject({
    error: 'message_not_found',
  })
})

describe('a file that a person shares', () => {
  test('is told with its address, which needs a token of the workspace', async () => {
    await say('see', { files: [file('a.log', 'boom')] })
    const [event] = events('file_share')
    const [told] = event.files
    expect(told).toMatchObject({ name: 'a.log', mimetype: 'text/plain', size: 4, file_access: 'visible' })
    const get = async (token?: string) => {
      const answer = await fetch(
        told.url_private_download,
        token ? { headers: { authorization: `Bearer ${token}` } } : {},
      )
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
    }
    expect(await get(here.simulator.token)).toEqual({ status: 200, type: 'text/plain', text: 'boom' })
    for (const token of [undefined, 'xoxb-wrong']) {
      expect(await get(token)).toMatchObject({ status: 200, type: expect.stringContaining('text/html') })
    }
    expect(latest().files).toEqual([
      {
        id: told.id,
        name: 'a.log',
        title: 'a.log',
        mimetype: 'text/plain',
        size: 4,
        url: `/playground/files/slack/${told.id}`,
      },
    ])
    expect(here.simulator.file(told.id)).toMatchObject({ name: 'a.log', bytes: Buffer.from('boom') })
  })

  test('from another company is told by its id alone', async () => {
    await act({ do: 'say', user: stranger.id, channel: shared.id, text: 'see', files: [file('a.log', 'boom')] })
    const [event] = events('file_share')
    expect(event).toMatchObject({ user_team: stranger.team, envelope: { is_ext_shared_channel: true } })
    expect(event.files).toEqual([expect.objectContaining({ file_access: 'check_file_info' })])
    expect(event.files[0]).not.toHaveProperty('name')
    const { file: known } = await here.client.files.info({ file: event.files[0].id })
    expect(known).toMatchObject({ name: 'a.log', size: 4 })
  })
})

describe('a file that the bot uploads', () => {
  const bytes = Buffer.from('the bytes')
  const announce = () => here.client.files.getUploadURLExternal({ filename: 'b.bin', length: bytes.length })
  const put = (url: string, body: Buffer) => fetch(url, { method: 'POST', body: new Uint8Array(body) })

  test('appears a moment after it was completed, where it was sent', async () => {
    await say('root')
    const thread_ts = latest().ts
    const { upload_url, file_id } = await announce()
    expect((await put(upload_url!, bytes)).status).toBe(200)
    const files: [{ id: string; title: string }] = [{ id: file_id!, title: 'B' }]
    const done = await here.client.files.completeUploadExternal({ files, channel_id: general, thread_ts } as never)
    expect(done.files).toMatchObject([{ id: file_id, shares: { public: {} } }])
    const message = await until(() => messages().find((each) => each.files?.length))
    expect(message).toMatchObject({ bot: true, thread: thread_ts, files: [{ id: file_id, size: bytes.length }] })
    expect((await here.client.files.info({ file: file_id! })).file).toMatchObject({
      shares: { public: { [general]: [{ ts: message.ts, thread_ts }] } },
    })
    const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex')
    expect(digest(here.simulator.file(file_id!)!.bytes)).toBe(digest(bytes))
  })

  test('is refused where it was not announced so, not sent, sent twice, or has nowhere to go', async () => {
    const { upload_url, file_id } = await announce()
    const complete = (channel_id: string) =>
      here.client.files.completeUploadExternal({ files: [{ id: file_id!, title: 'B' }], channel_id })
    expect((await put(upload_url!, Buffer.from('other'))).status).toBe(400)
    expect(await refusal(complete(general))).toMatchObject({ error: 'file_update_failed' })
    await put(upload_url!, bytes)
    expect(await refusal(complete('C0NOWHERE00'))).toMatchObject({ error: 'channel_not_found' })
    await complete(general)
    expect(await refusal(complete(general))).toMatchObject({ error: 'file_not_found' })
    expect((await put(upload_url!, bytes)).status).toBe(404)
  })

  test.each(['files.getUploadURLExternal', 'files.completeUploadExternal', 'files.info'])(
    '%s fails by faults',
    async (method) => {
      here.simulator.setFaults([{ method, kind: 'refuse', error: 'internal_error' }])
      expect(await refusal(here.client.apiCall(method, {}))).toMatchObject({ error: 'internal_error' })
    },
  )
})
