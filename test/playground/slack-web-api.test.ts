import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { demoChannels, demoPeople, supportBotScopes } from '../../adapters/playground/slack/demo-workspace.ts'
import { type SlackSimulator, startSlackSimulator } from '../../adapters/playground/slack/simulator.ts'
import { clientOf, customer, engineer, general, refusal, signingSecret, triage } from './slack-bot.ts'

const stranger = { ...demoPeople[0]!, id: 'U0STRANGER0', email: 'stranger@example.com', team: 'T0OTHER0000' }
const channels = [
  ...demoChannels(demoPeople),
  { id: 'C0CLOSED000', name: 'closed', kind: 'channel' as const, members: [customer], archived: true },
  { id: 'C0FOREIGN00', name: 'foreign', kind: 'channel' as const, members: [customer], withoutBot: true },
  { id: 'C0SECRET000', name: 'secret', kind: 'channel' as const, members: [customer], withoutBot: true, private: true },
]
let simulator: SlackSimulator
beforeAll(async () => {
  simulator = await startSlackSimulator({
    signingSecret,
    people: [...demoPeople, stranger],
    channels,
    strict: { perChannelMs: 0 },
  })
})
beforeEach(() => simulator.reset())
afterAll(() => simulator.close())

test.each([
  ['no token', undefined, 'not_authed'],
  ['an unknown token', 'xoxb-nobody', 'invalid_auth'],
])('a call with %s is refused', async (_, token, error) => {
  const response = await fetch(`${simulator.apiUrl}auth.test`, {
    method: 'POST',
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })
  expect(await response.json()).toEqual({ ok: false, error })
})

test('a revoked token says so, and works again nowhere', async () => {
  const client = clientOf(simulator)
  simulator.setEventsUrl('http://127.0.0.1:9/')
  await simulator.act({ do: 'revoke' })
  expect((await refusal(client.auth.test())).error).toBe('token_revoked')
  expect((await refusal(client.chat.postMessage({ channel: general, text: 'late' }))).error).toBe('token_revoked')
  expect(simulator.state().messages).toEqual([])
})

test('an unknown method is refused by name', async () => {
  const answer = await refusal(clientOf(simulator).apiCall('chat.shout', { channel: general }))
  expect(answer).toMatchObject({ error: 'unknown_method', req_method: 'chat.shout' })
})

test('JSON bodies do the same as forms, and a malformed one is refused', async () => {
  const post = async (body: string) => {
    const headers = { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json; charset=utf-8' }
    return (await fetch(`${simulator.apiUrl}chat.postMessage`, { method: 'POST', headers, body })).json()
  }
  expect(await post(JSON.stringify({ channel: general, text: '登録 🎫' }))).toMatchObject({
    ok: true,
    channel: general,
  })
  expect(await post('{"channel":')).toEqual({ ok: false, error: 'invalid_json' })
  expect(simulator.state().messages.map(({ text }) => text)).toEqual(['登録 🎫'])
})

test.each([
  ['chat.postMessage', 'chat:write', { channel: general, text: 'x' }],
  ['users.info', 'users:read', { user: customer }],
  ['users.lookupByEmail', 'users:read.email', { email: 'x@example.com' }],
  ['conversations.open', 'im:write', { users: customer }],
  ['conversations.history', 'channels:history', { channel: general }],
  ['conversations.history', 'groups:history', { channel: triage }],
  ['conversations.info', 'groups:read', { channel: triage }],
  ['reactions.add', 'reactions:write', { channel: general, timestamp: '1.0', name: 'eyes' }],
])('%s without %s names the scope it needs', async (method, needed, args) => {
  const scopes = supportBotScopes.filter((each) => each !== needed)
  const poor = await startSlackSimulator({ signingSecret, scopes })
  try {
    const answer = await refusal(clientOf(poor).apiCall(method, args))
    expect(answer).toMatchObject({ error: 'missing_scope', needed, provided: scopes.join(',') })
  } finally {
    await poor.close()
  }
})

test.each([
  ['an unknown channel', 'C0NOWHERE00', 'channel_not_found'],
  ['an unknown person', 'U0NOBODY000', 'channel_not_found'],
  ['a person of another workspace', stranger.id, 'channel_not_found'],
  ['an archived channel', 'C0CLOSED000', 'is_archived'],
  ['a channel without the bot', 'C0FOREIGN00', 'not_in_channel'],
  ['a private channel without the bot', 'C0SECRET000', 'channel_not_found'],
])('posting to %s is refused', async (_, channel, error) => {
  expect((await refusal(clientOf(simulator).chat.postMessage({ channel, text: 'x' }))).error).toBe(error)
  expect(simulator.state().messages).toEqual([])
})

test.each([
  ['no text at all', {}, 'no_text'],
  ['an unknown thread', { text: 'x', thread_ts: '1700000000.000100' }, 'thread_not_found'],
  ['a thread that is no timestamp', { text: 'x', thread_ts: 'yesterday' }, 'invalid_thread_ts'],
  ['blocks that are no JSON', { text: 'x', blocks: '[{' }, 'invalid_blocks_format'],
  ['metadata without a payload', { text: 'x', metadata: { event_type: 'a' } }, 'invalid_metadata_schema'],
])('a post with %s is refused', async (_, content, error) => {
  const call = clientOf(simulator).apiCall('chat.postMessage', { channel: general, ...content })
  expect((await refusal(call)).error).toBe(error)
  expect(simulator.state().messages).toEqual([])
})

test('posting to a user id opens the direct conversation, which has an id of its own', async () => {
  const client = clientOf(simulator)
  const posted = await client.chat.postMessage({ channel: customer, text: 'hello' })
  expect(posted.channel).toMatch(/^D/)
  const opened = await client.conversations.open({ users: customer })
  expect(opened.channel?.id).toBe(posted.channel)
  expect(opened.already_open).toBe(true)
})

test('a text beyond 40,000 code points is cut with a warning', async () => {
  const posted = await clientOf(simulator).chat.postMessage({ channel: general, text: '😀'.repeat(40_001) })
  expect(posted.warning).toBe('message_truncated')
  expect([...simulator.state().messages[0]!.text]).toHaveLength(40_000)
})

test('an ephemeral message is seen by members alone, and is in no history, and cannot be updated', async () => {
  const client = clientOf(simulator)
  const outside = client.chat.postEphemeral({ channel: triage, user: customer, text: 'psst' })
  expect((await refusal(outside)).error).toBe('user_not_in_channel')
  const { message_ts: ts } = await client.chat.postEphemeral({ channel: general, user: customer, text: 'psst' })
  expect((await client.conversations.history({ channel: general })).messages).toEqual([])
  const update = client.chat.update({ channel: general, ts: ts!, text: 'loud' })
  expect((await refusal(update)).error).toBe('message_not_found')
})

test('only own messages are updated or deleted, in shorter words than a post takes', async () => {
  const client = clientOf(simulator)
  simulator.setEventsUrl('http://127.0.0.1:9/')
  await simulator.act({ do: 'say', user: customer, channel: general, text: 'mine' })
  const theirs = simulator.state().messages[0]!.ts
  expect((await refusal(client.chat.update({ channel: general, ts: theirs, text: 'x' }))).error).toBe(
    'cant_update_message',
  )
  expect((await refusal(client.chat.delete({ channel: general, ts: theirs }))).error).toBe('cant_delete_message')
  const { ts } = await client.chat.postMessage({ channel: general, text: 'ours', blocks: [{ type: 'divider' }] })
  const long = client.chat.update({ channel: general, ts: ts!, text: 'x'.repeat(4001) })
  expect((await refusal(long)).error).toBe('msg_too_long')
  await client.chat.update({ channel: general, ts: ts!, text: 'ours, better' })
  const updated = simulator.state().messages.find((each) => each.ts === ts)
  expect(updated).toMatchObject({ text: 'ours, better', blocks: [{ type: 'divider' }], editedAt: expect.any(String) })
  await client.chat.delete({ channel: general, ts: ts! })
  expect((await refusal(client.chat.delete({ channel: general, ts: ts! }))).error).toBe('message_not_found')
})

test('history gives metadata back when asked, newest first, within its bounds, page by page', async () => {
  const client = clientOf(simulator)
  const metadata = { event_type: 'delivery', event_payload: { delivery_id: 'd-1' } }
  const first = await client.chat.postMessage({ channel: general, text: '1', metadata })
  for (const text of ['2', '3']) await client.chat.postMessage({ channel: general, text })
  const bare = await client.conversations.history({ channel: general })
  expect(bare.messages?.map(({ text }) => text)).toEqual(['3', '2', '1'])
  expect(bare.messages?.[2]).not.toHaveProperty('metadata')
  const full = await client.conversations.history({ channel: general, include_all_metadata: true })
  expect(full.messages?.[2]?.metadata).toEqual(metadata)
  const after = await client.conversations.history({ channel: general, oldest: first.ts! })
  expect(after.messages?.map(({ text }) => text)).toEqual(['3', '2'])
  const inclusive = await client.conversations.history({ channel: general, oldest: first.ts!, inclusive: true })
  expect(inclusive.messages).toHaveLength(3)
  const page = await client.conversations.history({ channel: general, limit: 2 })
  expect(page.has_more).toBe(true)
  const rest = await client.conversations.history({
    channel: general,
    limit: 2,
    cursor: page.response_metadata!.next_cursor!,
  })
  expect(rest.messages?.map(({ text }) => text)).toEqual(['1'])
  expect(rest.has_more).toBe(false)
})

test('a thread holds its answers, and the channel does not', async () => {
  const client = clientOf(simulator)
  const metadata = { event_type: 'delivery', event_payload: { delivery_id: 'd-2' } }
  const { ts } = await client.chat.postMessage({ channel: general, text: 'question' })
  const reply = await client.chat.postMessage({ channel: general, text: 'answer', thread_ts: ts!, metadata })
  // Answering an answer stays in the same thread.
  await client.chat.postMessage({ channel: general, text: 'more', thread_ts: reply.ts! })
  const replies = await client.conversations.replies({ channel: general, ts: ts!, include_all_metadata: true })
  expect(replies.messages?.map(({ text }) => text)).toEqual(['question', 'answer', 'more'])
  expect(replies.messages?.[1]?.metadata).toEqual(metadata)
  expect((await client.conversations.history({ channel: general })).messages).toHaveLength(1)
  const unknown = client.conversations.replies({ channel: general, ts: '1.000000' })
  expect((await refusal(unknown)).error).toBe('thread_not_found')
})

test('a repeated client_msg_id posts twice, unless the workspace was told to honour it', async () => {
  const args = { channel: general, text: 'once', client_msg_id: '7f3c2a1e-0000-5000-8000-000000000001' }
  for (let i = 0; i < 2; i++) await clientOf(simulator).apiCall('chat.postMessage', args)
  expect(simulator.state().messages).toHaveLength(2)
  const honouring = await startSlackSimulator({ signingSecret, strict: { perChannelMs: 0, honourClientMsgId: true } })
  try {
    for (let i = 0; i < 2; i++) await clientOf(honouring).apiCall('chat.postMessage', args)
    expect(honouring.state().messages).toHaveLength(1)
  } finally {
    await honouring.close()
  }
})

test('a person comes with zone, language when asked, and an address unless they are a stranger', async () => {
  const client = clientOf(simulator)
  const known = (await client.users.info({ user: customer, include_locale: true })).user
  expect(known).toMatchObject({ locale: 'zh-TW', tz: 'Asia/Taipei', tz_offset: 28_800 })
  expect(known?.profile?.email).toBe('ming.wang@example.com')
  expect((await client.users.info({ user: customer })).user).not.toHaveProperty('locale')
  simulator.setPerson(customer, { locale: 'ja-JP' })
  expect((await client.users.info({ user: customer, include_locale: true })).user?.locale).toBe('ja-JP')
  const foreign = (await client.users.info({ user: stranger.id })).user
  expect(foreign).toMatchObject({ is_stranger: true, team_id: 'T0OTHER0000' })
  expect(foreign?.profile).not.toHaveProperty('email')
  expect((await refusal(client.users.info({ user: 'U0NOBODY000' }))).error).toBe('user_not_found')
})

test('people are found by address, but not those of another workspace', async () => {
  const client = clientOf(simulator)
  expect((await client.users.lookupByEmail({ email: 'ERIKA@example.org' })).user?.id).toBe(engineer)
  for (const email of ['nobody@example.com', stranger.email])
    expect((await refusal(client.users.lookupByEmail({ email }))).error).toBe('users_not_found')
})

test('conversations are listed by kind, with their members, and never the hidden ones', async () => {
  const client = clientOf(simulator)
  const all = await client.conversations.list({ types: 'public_channel,private_channel', exclude_archived: true })
  expect(all.channels?.map(({ id }) => id)).toEqual([general, triage, 'C0FOREIGN00'])
  expect((await client.conversations.info({ channel: triage })).channel).toMatchObject({ is_private: true })
  expect((await refusal(client.conversations.info({ channel: 'C0SECRET000' }))).error).toBe('channel_not_found')
  expect((await client.conversations.members({ channel: triage })).members).toEqual([engineer, simulator.botUser])
})

test('a reaction is added once, and a permalink leads to a message that is there', async () => {
  const client = clientOf(simulator)
  const { ts } = await client.chat.postMessage({ channel: general, text: 'x' })
  const react = () => client.reactions.add({ channel: general, timestamp: ts!, name: 'eyes' })
  await react()
  expect((await refusal(react())).error).toBe('already_reacted')
  expect((await client.chat.getPermalink({ channel: general, message_ts: ts! })).permalink).toContain(general)
  const gone = client.chat.getPermalink({ channel: general, message_ts: '1.000000' })
  expect((await refusal(gone)).error).toBe('message_not_found')
})

test('tokens of several workspaces reach each its own', async () => {
  const both = await startSlackSimulator({
    signingSecret,
    moreWorkspaces: [{ team: { id: 'T0SECOND000', name: 'Second' }, token: 'xoxb-second' }],
  })
  try {
    await clientOf(both, 'xoxb-second').chat.postMessage({ channel: general, text: 'second' })
    expect(both.state().messages).toEqual([])
    expect(both.state('T0SECOND000').messages).toMatchObject([{ text: 'second' }])
    expect((await clientOf(both, 'xoxb-second').auth.test()).team_id).toBe('T0SECOND000')
  } finally {
    await both.close()
  }
})

test('an installation code gives the token once, to the right client', async () => {
  const oauth = { clientId: 'id', clientSecret: 'secret' }
  const open = await startSlackSimulator({ signingSecret, oauth })
  try {
    const redirect_uri = 'http://127.0.0.1:1/slack/oauth_redirect'
    const query = new URLSearchParams({ client_id: 'id', redirect_uri, state: 's' })
    const granted = await fetch(`${open.authorizeUrl}?${query}`, { redirect: 'manual' })
    const target = new URL(granted.headers.get('location')!)
    expect(target.searchParams.get('state')).toBe('s')
    const args = { client_id: 'id', client_secret: 'secret', code: target.searchParams.get('code')!, redirect_uri }
    const anonymous = clientOf(open)
    const wrong = anonymous.oauth.v2.access({ ...args, client_secret: 'guess' })
    expect((await refusal(wrong)).error).toBe('bad_client_secret')
    expect(await anonymous.oauth.v2.access(args)).toMatchObject({ access_token: open.token, bot_user_id: open.botUser })
    expect((await refusal(anonymous.oauth.v2.access(args))).error).toBe('invalid_code')
    open.setEventsUrl('http://127.0.0.1:9/')
    await open.act({ do: 'uninstall' })
    const anew = await fetch(`${open.authorizeUrl}?${query}`, { redirect: 'manual' })
    const code = new URL(anew.headers.get('location')!).searchParams.get('code')!
    const { access_token: second } = await anonymous.oauth.v2.access({ ...args, code })
    expect(second).not.toBe('xoxb-T0ANSHIN000-simulated')
    expect((await clientOf(open, second!).auth.test()).ok).toBe(true)
  } finally {
    await open.close()
  }
})
