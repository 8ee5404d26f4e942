import type { DeedOutcome, TeamsDeed } from '../contract.ts'
import { installationActivity, membersActivity } from './activities.ts'
import { BadDeed, done } from './bad-deed.ts'
import { messageAction, submitDialog } from './dialogs.ts'
import { edit, say, takeBack } from './messages.ts'
import { press } from './presses.ts'
import { type Stage, surroundings } from './stage.ts'

type Deed<D extends TeamsDeed['do']> = Extract<TeamsDeed, { do: D }>

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
      return edit(stage, deed)
    case 'delete':
      return takeBack(stage, deed)
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
