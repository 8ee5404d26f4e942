import type { DeedOutcome, TeamsDeed, TeamsDialog } from '../contract.ts'
import { escapeHtml, invokeActivity, type Surroundings } from './activities.ts'
import { BadDeed } from './bad-deed.ts'
import { wentWrong } from './delivery.ts'
import { payloadAttachments, payloadHtml } from './message-activities.ts'
import { pressOn } from './pressable.ts'
import { type Stage, surroundings } from './stage.ts'
import { readTaskAnswer } from './task-module.ts'

type Deed<D extends TeamsDeed['do']> = Extract<TeamsDeed, { do: D }>

const context = { theme: 'default' }

/** Opens, replaces or closes a dialog by what the bot answered; a bad answer leaves it open with Teams' own error. */
function settle(stage: Stage, dialog: TeamsDialog, outcome: DeedOutcome): DeedOutcome {
  if (!outcome.ok) return outcome
  const answer = readTaskAnswer(outcome.body)
  const { dialogs } = stage.tenant
  if (answer.kind === 'refused') return { ...outcome, ok: false, refused: `${wentWrong} (${answer.reason})` }
  if (answer.kind === 'close') {
    dialogs.delete(dialog.id)
    stage.tenant.changed()
    return outcome
  }
  if (answer.kind === 'continue') {
    answer.warnings.forEach(stage.onCardWarning)
    const { message: _, ...rest } = dialog
    dialogs.set(dialog.id, { ...rest, task: answer.task })
  } else dialogs.set(dialog.id, { ...dialog, message: answer.text })
  stage.tenant.changed()
  return { ...outcome, dialog: dialog.id }
}

/** A button with `msteams: { type: 'task/fetch' }`: asks the bot for the dialog's content. */
export async function fetchDialog(
  stage: Stage,
  at: Surroundings,
  data: Record<string, any>,
  from: string,
  deed: Deed<'press'>,
): Promise<DeedOutcome> {
  const activity = invokeActivity(at, 'task/fetch', { data, context }, from)
  const outcome = await stage.delivery.deliver(activity, deed.redeliver)
  return settle(
    stage,
    { id: stage.tenant.nextDialogId(), user: at.person.id, conversation: at.conversation.id, task: {}, from },
    outcome,
  )
}

/** What Teams tells the bot of the message on which its action was chosen. */
function messagePayload(stage: Stage, at: Surroundings, messageId: string): Record<string, unknown> {
  const { tenant } = stage
  const message = tenant.message(at.conversation.id, messageId)
  if (!message || message.deleted) throw new BadDeed('no such message')
  const author = message.user ? tenant.people.get(message.user) : undefined
  const said = tenant.said.get(`${at.conversation.id} ${messageId}`)
  return {
    id: message.id,
    ...(message.replyTo ? { replyToId: message.replyTo } : {}),
    createdDateTime: new Date(Number(message.id)).toISOString(),
    lastModifiedDateTime: message.editedAt ?? null,
    deleted: false,
    importance: 'normal',
    locale: 'en-us',
    body: {
      contentType: 'html',
      content: said ? payloadHtml(at, said) : `<div>${escapeHtml(message.text ?? '')}</div>`,
    },
    from: author
      ? {
          device: null,
          conversation: null,
          user: { userIdentityType: 'aadUser', id: author.id, displayName: author.name },
        }
      : { device: null, user: null, application: { applicationIdentityType: 'bot', displayName: tenant.bot.name } },
    reactions: [],
    mentions: [],
    attachments: said ? payloadAttachments(at, said) : structuredClone(message.attachments ?? []),
  }
}

/** The app's entry in a message's own menu. */
export async function messageAction(stage: Stage, deed: Deed<'message-action'>): Promise<DeedOutcome> {
  const { tenant } = stage
  const found = tenant.message(deed.conversation, deed.message)
  const at = surroundings(stage, deed.user, deed.conversation, found?.replyTo ?? found?.id)
  const value = {
    commandId: deed.commandId,
    commandContext: 'message',
    messagePayload: messagePayload(stage, at, deed.message),
    context,
  }
  const activity = invokeActivity(at, 'composeExtension/fetchTask', value)
  const outcome = await stage.delivery.deliver(activity, deed.redeliver)
  const dialog: TeamsDialog = {
    id: tenant.nextDialogId(),
    user: deed.user,
    conversation: at.conversation.id,
    task: {},
    from: deed.message,
    commandId: deed.commandId,
  }
  return settle(stage, dialog, outcome)
}

/** Action.Submit inside an open dialog. */
export async function submitDialog(stage: Stage, deed: Deed<'submit'>): Promise<DeedOutcome> {
  const dialog = stage.tenant.dialogs.get(deed.dialog)
  if (dialog?.user !== deed.user) throw new BadDeed('no such dialog')
  if (dialog.message !== undefined) throw new BadDeed('the dialog shows a message only')
  const pressed = deed.forged ? ({ ok: true, data: deed.data } as const) : pressOn(dialog.task.card?.content, deed.data)
  if (!pressed.ok) throw new BadDeed(pressed.refused)
  if (pressed.data.msteams?.type === 'task/fetch') throw new BadDeed('Teams opens no dialog on a dialog')
  const from = dialog.from ? stage.tenant.message(dialog.conversation, dialog.from) : undefined
  const at = surroundings(stage, deed.user, dialog.conversation, from?.replyTo ?? from?.id)
  const activity = dialog.commandId
    ? invokeActivity(at, 'composeExtension/submitAction', {
        commandId: dialog.commandId,
        commandContext: 'message',
        messagePayload: messagePayload(stage, at, dialog.from ?? ''),
        data: pressed.data,
        context,
      })
    : invokeActivity(at, 'task/submit', { data: pressed.data, context }, dialog.from)
  return settle(stage, dialog, await stage.delivery.deliver(activity, deed.redeliver))
}
