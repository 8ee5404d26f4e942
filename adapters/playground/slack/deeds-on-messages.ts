import type { SlackConversation, SlackDeed, SlackMessage } from '../contract.ts'
import type { Sent } from './bot-line.ts'
import type { SlackEvent } from './events.ts'
import { DeedRefusal } from './fields.ts'
import { shownFile } from './files.ts'
import { changedEvent, lookOf, messageEvent, removal } from './message-events.ts'
import { react as addReaction, reactionEvent } from './methods-reactions.ts'
import type { Scene } from './scene.ts'
import { typedText } from './typed-text.ts'

/** What people do with messages: write, change, take back, react. */

type Of<Kind extends SlackDeed['do']> = Extract<SlackDeed, { do: Kind }>

export async function say(scene: Scene, deed: Of<'say'> | Of<'mention'>): Promise<Sent | undefined> {
  const { workspace } = scene
  scene.person(deed.user)
  const conversation = scene.place(deed.user, deed.channel)
  if (deed.thread && !workspace.message(conversation.id, deed.thread)) throw new DeedRefusal('thread_not_found')
  const mention = deed.do === 'mention' ? workspace.botUser : undefined
  const files = (deed.files ?? []).map(({ name, type, base64 }) => {
    const bytes = Buffer.from(base64, 'base64')
    return workspace.files.keep({ name, bytes, user: deed.user, ...(type ? { mimetype: type } : {}) })
  })
  if (deed.text === '' && files.length === 0 && !mention) throw new DeedRefusal('no_text')
  // A file without words comes without blocks.
  const typed = deed.text === '' && !mention ? { text: '' } : typedText(workspace, deed.text, mention)
  const message = workspace.post({
    channel: conversation.id,
    user: deed.user,
    bot: false,
    ...typed,
    ...(deed.thread ? { thread: deed.thread } : {}),
    ...(files.length > 0 ? { files: files.map(shownFile) } : {}),
  })
  for (const file of files) {
    const place = { ts: message.ts, ...(deed.thread ? { thread: deed.thread } : {}) }
    workspace.files.share(file, conversation.id, place)
  }
  if (conversation.withoutBot) return undefined
  const event: SlackEvent = {
    ...messageEvent(workspace, conversation, message),
    client_msg_id: workspace.ids.token(36),
  }
  const { channel_type: _, subtype: __, ...mentioned } = event
  const events: SlackEvent[] = [event]
  // In a channel a mention comes twice, under two event ids: as a message and as a mention.
  if (named(workspace.botUser, message) && conversation.kind === 'channel') {
    events.unshift({ ...mentioned, type: 'app_mention' })
  }
  return scene.tell(...events)
}

const named = (botUser: string, { text }: SlackMessage): boolean => text.includes(`<@${botUser}>`)

/** An own message where it stands. */
function own(
  scene: Scene,
  { user, channel, ts }: { user: string; channel: string; ts: string },
  refusal: string,
): { conversation: SlackConversation; message: SlackMessage } {
  scene.person(user)
  const conversation = scene.place(user, channel)
  const message = scene.workspace.message(conversation.id, ts)
  if (!message || message.deleted) throw new DeedRefusal('message_not_found')
  if (message.user !== user) throw new DeedRefusal(refusal)
  return { conversation, message }
}

export async function edit(scene: Scene, deed: Of<'edit'>): Promise<Sent | undefined> {
  const { workspace } = scene
  const { conversation, message } = own(scene, deed, 'cant_update_message')
  const before = lookOf(workspace, message)
  const mention = named(workspace.botUser, message) ? workspace.botUser : undefined
  Object.assign(message, typedText(workspace, deed.text, mention), { editedAt: workspace.ids.timestamp() })
  workspace.changed()
  if (conversation.withoutBot) return undefined
  return scene.tell(changedEvent(workspace, conversation, message, before))
}

export async function takeBack(scene: Scene, deed: Of<'delete'>): Promise<Sent | undefined> {
  const { workspace } = scene
  const { conversation, message } = own(scene, deed, 'cant_delete_message')
  const event = removal(workspace, conversation, message)
  if (conversation.withoutBot) return undefined
  return scene.tell(event)
}

export async function react(scene: Scene, { user, channel, ts, reaction }: Of<'react'>): Promise<Sent | undefined> {
  const { workspace } = scene
  scene.person(user)
  const conversation = scene.place(user, channel)
  const message = workspace.message(conversation.id, ts)
  if (!message || message.deleted) throw new DeedRefusal('message_not_found')
  if (!addReaction(workspace, message, reaction, user)) throw new DeedRefusal('already_reacted')
  if (conversation.withoutBot) return undefined
  return scene.tell(reactionEvent(workspace, message, reaction, user))
}

/** Comes into a channel or leaves it. */
export async function comeOrGo(scene: Scene, deed: Of<'join' | 'leave'>): Promise<Sent | undefined> {
  const { workspace } = scene
  scene.person(deed.user)
  const conversation = workspace.conversation(deed.channel)
  const isIn = conversation?.members.includes(deed.user)
  if (conversation?.kind !== 'channel' || (deed.do === 'leave' && !isIn)) throw new DeedRefusal('channel_not_found')
  if (conversation.archived) throw new DeedRefusal('is_archived')
  if (deed.do === 'join' && isIn) throw new DeedRefusal('already_in_channel')
  conversation.members =
    deed.do === 'join'
      ? [...conversation.members, deed.user]
      : conversation.members.filter((each) => each !== deed.user)
  workspace.changed()
  if (conversation.withoutBot) return undefined
  return scene.tell({
    type: deed.do === 'join' ? 'member_joined_channel' : 'member_left_channel',
    user: deed.user,
    channel: conversation.id,
    channel_type: conversation.private ? 'G' : 'C',
    team: workspace.person(deed.user)?.team ?? workspace.team.id,
    event_ts: workspace.ids.timestamp(),
  })
}
