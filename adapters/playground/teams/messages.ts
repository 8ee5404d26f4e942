/** What people write, change and take back. */
import type { DeedOutcome, TeamsConversation, TeamsDeed, TeamsMessage } from '../contract.ts'
import type { Activity, Surroundings } from './activities.ts'
import { BadDeed, done } from './bad-deed.ts'
import { deletedActivity, editedActivity, saidActivity } from './message-activities.ts'
import type { Said } from './said.ts'
import { type Stage, surroundings } from './stage.ts'

type Deed<D extends TeamsDeed['do']> = Extract<TeamsDeed, { do: D }>

/** In channels and group chats a bot hears what mentions it; the rest only where it was granted to read. */
const isHeard = ({ kind, readable }: TeamsConversation, mention: boolean): boolean =>
  kind === 'personal' || mention || readable === true

/** A channel's thread is named by its first message; a message that answers none begins its own. */
function threadOf(stage: Stage, channel: TeamsConversation, replyTo: string | undefined, ownId: string): string {
  if (!replyTo) return ownId
  const answered = stage.tenant.message(channel.id, replyTo)
  if (!answered) throw new BadDeed(`no such message: ${replyTo}`)
  return answered.replyTo ?? answered.id
}

/** The words that a quotation shows of a message; of a card, what its notification says. */
const previewOf = ({ text, attachments }: TeamsMessage): string => (text ?? (attachments ? 'Card' : '')).slice(0, 120)

function quoteOf({ tenant }: Stage, { kind, id }: TeamsConversation, quote: string): NonNullable<Said['quote']> {
  if (kind === 'channel') throw new BadDeed('a channel has threads instead of quotations')
  const message = tenant.message(id, quote)
  if (!message || message.deleted) throw new BadDeed(`no such message: ${quote}`)
  const author = message.user === undefined ? undefined : tenant.people.get(message.user)
  const from = author ? { id: tenant.userId(author.id), name: author.name } : tenant.bot
  return { id: quote, from, preview: previewOf(message) }
}

export async function say(stage: Stage, deed: Deed<'say' | 'mention'>): Promise<DeedOutcome> {
  const { tenant } = stage
  const at = surroundings(stage, deed.user, deed.conversation)
  const { conversation } = at
  if (!tenant.installed.has(conversation.id)) throw new BadDeed('the app is not installed here')
  const quote = deed.quote ? quoteOf(stage, conversation, deed.quote) : undefined
  const files = (deed.files ?? []).map((file) => tenant.files.keep(file))
  const id = tenant.nextId()
  const mention = deed.do === 'mention'
  const said: Said = {
    id,
    text: deed.text,
    mention,
    ...(deed.html === undefined ? {} : { html: deed.html }),
    ...(quote ? { quote } : {}),
    ...(files.length > 0 ? { files } : {}),
  }
  const thread = conversation.kind === 'channel' ? threadOf(stage, conversation, deed.replyTo, id) : undefined
  const inThread = thread !== undefined && thread !== id
  const replyTo = inThread ? thread : conversation.kind === 'channel' ? undefined : deed.replyTo
  tenant.said.set(`${conversation.id} ${id}`, said)
  tenant.add({
    conversation: conversation.id,
    id,
    user: deed.user,
    bot: false,
    text: shownText(stage, said),
    ...(deed.html === undefined ? {} : { html: deed.html }),
    ...(quote ? { quotes: quote.id } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(files.length > 0
      ? {
          files: files.map((file) => ({
            id: file.id,
            name: file.name,
            size: file.bytes.length,
            url: `/playground/files/teams/${file.id}`,
          })),
        }
      : {}),
  })
  if (!isHeard(conversation, mention)) return done({ message: id })
  const activity = saidActivity({ ...at, ...(thread ? { thread } : {}) }, said)
  const sent: Activity = replyTo ? { ...activity, replyToId: replyTo } : activity
  return { ...(await stage.delivery.deliver(sent, deed.redeliver)), message: id }
}

const shownText = ({ tenant }: Stage, { text, mention }: Said): string =>
  mention ? `@${tenant.bot.name} ${text}` : text

/** The person's own message, which is still there, with where it stands. */
function own(stage: Stage, deed: Deed<'edit' | 'delete'>): { at: Surroundings; message: TeamsMessage; said: Said } {
  const { tenant } = stage
  const message = tenant.message(deed.conversation, deed.message)
  const at = surroundings(stage, deed.user, deed.conversation, message?.replyTo ?? message?.id)
  const said = tenant.said.get(`${at.conversation.id} ${deed.message}`)
  if (!message || message.deleted || !said) throw new BadDeed(`no such message: ${deed.message}`)
  if (message.user !== deed.user) throw new BadDeed('only who wrote a message can change it')
  return { at, message, said }
}

const inReplyTo = (activity: Activity, { replyTo }: TeamsMessage): Activity =>
  replyTo ? { ...activity, replyToId: replyTo } : activity

export async function edit(stage: Stage, deed: Deed<'edit'>): Promise<DeedOutcome> {
  const { at, message, said } = own(stage, deed)
  const { html: _, ...rest } = said
  const changed: Said = { ...rest, text: deed.text }
  stage.tenant.said.set(`${at.conversation.id} ${message.id}`, changed)
  delete message.html
  message.text = shownText(stage, changed)
  message.editedAt = new Date(stage.tenant.now()).toISOString()
  stage.tenant.changed()
  if (!isHeard(at.conversation, said.mention)) return done({ message: message.id })
  const activity = inReplyTo(editedActivity(at, changed), message)
  return { ...(await stage.delivery.deliver(activity, deed.redeliver)), message: message.id }
}

export async function takeBack(stage: Stage, deed: Deed<'delete'>): Promise<DeedOutcome> {
  const { at, message, said } = own(stage, deed)
  delete message.text
  delete message.html
  delete message.files
  message.deleted = true
  stage.tenant.changed()
  if (!isHeard(at.conversation, said.mention)) return done({ message: message.id })
  const activity = inReplyTo(deletedActivity(at, message.id), message)
  return { ...(await stage.delivery.deliver(activity, deed.redeliver)), message: message.id }
}
