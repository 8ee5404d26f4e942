import type { SlackView } from '../contract.ts'
import { ApiRefusal } from './api-call.ts'
import type { Sent } from './bot-line.ts'
import { DeedRefusal } from './fields.ts'
import { checkedView, pushModal, replaceView } from './methods-views.ts'
import { isRecord } from './schema.ts'
import type { Workspace } from './workspace.ts'

const malformed = (sent: Sent, reasons: unknown): DeedRefusal =>
  new DeedRefusal('invalid_response', sent.status, reasons)

/** Does what the bot answered to a submitted view: nothing said closes it. */
export function applySubmission(workspace: Workspace, view: SlackView, sent: Sent): void {
  const body = sent.answer.trim() === '' ? {} : parsed(sent)
  if (!isRecord(body)) throw malformed(sent, 'not a JSON object')
  const action = body.response_action
  if (action === undefined) workspace.closeModals((each) => each === view)
  else if (action === 'clear') workspace.closeModals((each) => each.user === view.user)
  else if (action === 'errors') showErrors(workspace, view, body.errors, sent)
  else if (action === 'update' || action === 'push') showView(workspace, view, body, sent)
  else throw malformed(sent, `unknown response_action: ${String(action)}`)
}

function parsed(sent: Sent): unknown {
  if (!String(sent.answerHeaders['content-type'] ?? '').includes('application/json'))
    throw malformed(sent, 'content-type must be application/json')
  try {
    return JSON.parse(sent.answer)
  } catch {
    throw malformed(sent, 'not JSON')
  }
}

/** Slack shows an error only under an input block; any other key makes the whole answer fail. */
function showErrors(workspace: Workspace, view: SlackView, errors: unknown, sent: Sent): void {
  const inputs: string[] = view.view.blocks
    .filter((each: { type: string }) => each.type === 'input')
    .map((each: { block_id: string }) => each.block_id)
  if (!isRecord(errors) || Object.keys(errors).length === 0) throw malformed(sent, 'errors must name a block')
  for (const [blockId, text] of Object.entries(errors)) {
    if (!inputs.includes(blockId)) throw malformed(sent, `errors names no input block: ${blockId}`)
    if (typeof text !== 'string' || text === '') throw malformed(sent, `errors must be texts: ${blockId}`)
  }
  view.errors = errors as Record<string, string>
  workspace.changed()
}

function showView(workspace: Workspace, view: SlackView, body: Record<string, unknown>, sent: Sent): void {
  try {
    const update = body.response_action === 'update'
    const checked = checkedView(body.view, 'modal', workspace, update ? view.id : undefined)
    if (update) replaceView(workspace, view, checked)
    else pushModal(workspace, view.user, checked)
  } catch (fault) {
    if (fault instanceof ApiRefusal) throw malformed(sent, { error: fault.error, ...fault.more })
    throw fault
  }
}
