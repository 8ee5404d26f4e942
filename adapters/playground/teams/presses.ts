import type { DeedOutcome, TeamsDeed, TeamsMessage } from '../contract.ts'
import { invokeActivity, sentBackActivity, submittedActivity } from './activities.ts'
import { BadDeed } from './bad-deed.ts'
import { judgeCard } from './cards.ts'
import { wentWrong } from './delivery.ts'
import { fetchDialog } from './dialogs.ts'
import { pressOn } from './pressable.ts'
import { type Stage, surroundings } from './stage.ts'

type Press = Extract<TeamsDeed, { do: 'press' }>

const cardType = 'application/vnd.microsoft.card.adaptive'
const textType = 'application/vnd.microsoft.activity.message'

function pressedData(message: TeamsMessage | undefined, deed: Press): { data: Record<string, any>; id?: string } {
  if (deed.forged) return { data: deed.data }
  if (!message || message.deleted) throw new BadDeed('no such message')
  const cards = (message.attachments ?? []).filter((a) => a.contentType === cardType)
  if (cards.length === 0) throw new BadDeed('the message has no card')
  const presses = cards.map((card) => pressOn(card.content, deed.data, deed.verb))
  const pressed = presses.find((one) => one.ok) ?? presses[0]!
  if (!pressed.ok) throw new BadDeed(pressed.refused)
  return { data: pressed.data, ...(typeof pressed.action.id === 'string' ? { id: pressed.action.id } : {}) }
}

/** A button of a card in a message: by its kind a message, a dialog, or an invoke that may replace the card. */
export async function press(stage: Stage, deed: Press): Promise<DeedOutcome> {
  const { tenant, delivery } = stage
  const message = tenant.message(deed.conversation, deed.message)
  const at = surroundings(stage, deed.user, deed.conversation, message?.replyTo ?? deed.message)
  const { data, id } = pressedData(message, deed)
  if (deed.verb !== undefined) return execute(stage, deed, message, data, id)
  const { msteams, ...rest } = data
  switch (msteams?.type) {
    case 'task/fetch':
      return fetchDialog(stage, at, data, deed.message, deed)
    case 'invoke':
      return delivery.deliver(invokeActivity(at, 'invoke', { ...rest, ...msteams.value }, deed.message), deed.redeliver)
    case 'messageBack':
    case 'imBack': {
      const back = msteams.type === 'messageBack'
      const shown: string | undefined = back ? msteams.displayText : msteams.value
      const sentId = tenant.nextId()
      if (shown) tenant.add({ conversation: at.conversation.id, id: sentId, user: deed.user, bot: false, text: shown })
      const value = back ? { ...msteams.value, ...rest } : undefined
      const text = back ? msteams.text : msteams.value
      return delivery.deliver(sentBackActivity(at, sentId, text, value, deed.message), deed.redeliver)
    }
    default:
      return delivery.deliver(submittedActivity(at, tenant.nextId(), data, deed.message), deed.redeliver)
  }
}

/** Action.Execute: the answer may be a card that replaces the pressed one, for everyone who asks again. */
async function execute(
  stage: Stage,
  deed: Press,
  message: TeamsMessage | undefined,
  data: Record<string, any>,
  id: string | undefined,
): Promise<DeedOutcome> {
  const at = surroundings(stage, deed.user, deed.conversation, message?.replyTo ?? deed.message)
  const action = { type: 'Action.Execute', ...(id ? { id } : {}), verb: deed.verb, data }
  const invoke = invokeActivity(at, 'adaptiveCard/action', { action, trigger: 'manual' }, deed.message)
  const outcome = await stage.delivery.deliver(invoke, deed.redeliver)
  if (!outcome.ok || outcome.body === undefined) return outcome
  const body = outcome.body as Record<string, any>
  const refuse = (reason: string): DeedOutcome => ({ ...outcome, ok: false, refused: `${wentWrong} (${reason})` })
  if (typeof body !== 'object' || typeof body.statusCode !== 'number') return refuse('the answer has no statusCode')
  if (body.statusCode < 200 || body.statusCode > 299) return refuse(body.value?.message ?? `status ${body.statusCode}`)
  if (body.type === cardType) {
    const verdict = judgeCard(body.value)
    if (verdict.errors.length > 0) return refuse(verdict.errors.join('; '))
    verdict.warnings.forEach(stage.onCardWarning)
    const shown = message?.attachments?.find((attachment) => attachment.contentType === cardType)
    if (shown) shown.content = structuredClone(body.value)
    if (message) delete message.notice
  } else if (body.type === textType) {
    if (typeof body.value !== 'string') return refuse('the message is not a string')
    if (message) message.notice = { user: deed.user, text: body.value }
  } else return refuse(`unknown answer type ${body.type}`)
  stage.tenant.changed()
  return outcome
}
