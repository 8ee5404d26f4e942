import type { DeedOutcome, TeamsConversation, TeamsDeed } from '../contract.ts'
import { type Activity, installationActivity, membersActivity, saidActivity } from './activities.ts'
import { BadDeed, done } from './bad-deed.ts'
import { messageAction, submitDialog } from './dialogs.ts'
import { press } from './presses.ts'
import { type Stage, surroundings } from './stage.ts'

type Deed<D extends TeamsDeed['do']> = Extract<TeamsDeed, { do: D }>

async function say(stage: Stage, deed: Deed<'say' | 'mention'>): Promise<DeedOutcome> {
  const { tenant } = stage
  const at = surroundings(stage, deed.user, deed.conversation)
  const { conversation } = at
  if (!tenant.installed.has(conversation.id)) throw new BadDeed('the app is not installed here')
  const mention = deed.do === 'mention'
  const id = tenant.nextId()
  const thread = conversation.kind === 'channel' ? threadOf(stage, conversation, deed.replyTo, id) : undefined
  const inThread = thread !== undefined && thread !== id
  const replyTo = inThread ? thread : conversation.kind === 'channel' ? undefined : deed.replyTo
  tenant.add({
    conversation: conversation.id,
    id,
    user: deed.user,
    bot: false,
    text: mention ? `@${tenant.bot.name} ${deed.text}` : deed.text,
    ...(replyTo ? { replyTo } : {}),
  })
  const heard = conversation.kind === 'personal' || mention || stage.readsChannels
  if (!heard) return done({ message: id })
  const activity = saidActivity({ ...at, ...(thread ? { thread } : {}) }, { id, text: deed.text, mention })
  const sent: Activity = replyTo ? { ...activity, replyToId: replyTo } : activity
  return { ...(await stage.delivery.deliver(sent, deed.redeliver)), message: id }
}

/** A channel's thread is named by its first message; a message that answers none begins its own. */
function threadOf(stage: Stage, channel: TeamsConversation, replyTo: string | undefined, ownId: string): string {
  if (!replyTo) return ownId
  const answered = stage.tenant.message(channel.id, replyTo)
  if (!answered) throw new BadDeed(`no such message: ${replyTo}`)
  return answered.replyTo ?? answered.id
}

async function install(stage: Stage, deed: Deed<'install'>): Promise<DeedOutcome> {
  const { tenant, delivery } = stage
  const person = tenant.people.get(deed.user)
  if (!person) throw new BadDeed(`no such person: ${deed.user}`)
  const conversation = deed.conversation
    ? tenant.conversation(deed.conversation)
    : tenant.openPersonalConversation(person)
  if (!conversation) throw new BadDeed(`no such conversation: ${deed.conversation}`)
  tenant.installed.add(conversation.id)
  tenant.changed()
  const at = surroundings(stage, deed.user, conversation.id)
  const outcome = await delivery.deliver(membersActivity(at, 'membersAdded', [tenant.bot.id]), deed.redeliver)
  const second = await delivery.deliver(installationActivity(at, 'add'))
  return { ...outcome, deliveries: [...(outcome.deliveries ?? []), ...(second.deliveries ?? [])] }
}

async function uninstall(stage: Stage, deed: Deed<'uninstall'>): Promise<DeedOutcome> {
  const { tenant, delivery } = stage
  const own = tenant.personalConversation(deed.user)
  if (!own || !tenant.installed.has(own.id)) throw new BadDeed('the app is not installed')
  tenant.installed.delete(own.id)
  tenant.changed()
  return delivery.deliver(installationActivity(surroundings(stage, deed.user, own.id), 'remove'), deed.redeliver)
}

function block(stage: Stage, deed: Deed<'block' | 'unblock'>): DeedOutcome {
  if (deed.do === 'block') stage.tenant.blocked.add(deed.user)
  else stage.tenant.blocked.delete(deed.user)
  stage.tenant.changed()
  return done()
}

function close(stage: Stage, deed: Deed<'close'>): DeedOutcome {
  const dialog = stage.tenant.dialogs.get(deed.dialog)
  if (dialog?.user !== deed.user) throw new BadDeed('no such dialog')
  // Teams tells the bot nothing of a closed dialog.
  stage.tenant.dialogs.delete(deed.dialog)
  stage.tenant.changed()
  return done()
}

function perform(stage: Stage, deed: TeamsDeed): Promise<DeedOutcome> | DeedOutcome {
  switch (deed.do) {
    case 'say':
    case 'mention':
      return say(stage, deed)
    case 'edit':
    case 'delete':
      throw new BadDeed(`nobody can ${deed.do} here yet`)
    case 'press':
      return press(stage, deed)
    case 'submit':
      return submitDialog(stage, deed)
    case 'close':
      return close(stage, deed)
    case 'install':
      return install(stage, deed)
    case 'uninstall':
      return uninstall(stage, deed)
    case 'block':
    case 'unblock':
      return block(stage, deed)
    case 'message-action':
      return messageAction(stage, deed)
  }
}

/** Lets a person do something. What Teams itself refuses never reaches the bot: `ok: false`, `status: 0`, `refused`. */
export async function actOn(stage: Stage, deed: TeamsDeed): Promise<DeedOutcome> {
  try {
    return await perform(stage, deed)
  } catch (error) {
    if (error instanceof BadDeed) return { ok: false, status: 0, ms: 0, refused: error.message }
    throw error
  }
}
