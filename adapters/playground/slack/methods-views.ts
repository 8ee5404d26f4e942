import type { SlackView } from '../contract.ts'
import { ApiRefusal, type Call, type Method, optionalText, structure, text } from './api-call.ts'
import { isRecord } from './schema.ts'
import { settleView } from './settle.ts'
import { refuseView } from './view-rules.ts'
import type { Workspace } from './workspace.ts'

const stackLimit = 3

/** A view that passed Slack's checks, or the refusal. `replaced`: the view whose external id may be used again. */
export function checkedView(
  view: unknown,
  kind: 'modal' | 'home',
  workspace: Workspace,
  replaced?: string,
): Record<string, any> {
  const refused = refuseView(view, kind)
  if (refused) throw new ApiRefusal(refused.error, { response_metadata: { messages: refused.messages } })
  if (!isRecord(view)) throw new ApiRefusal('invalid_arguments')
  const taken = [...workspace.modals, ...workspace.homes].some(
    (each) => view.external_id && each.view.external_id === view.external_id && each.id !== replaced,
  )
  if (taken) throw new ApiRefusal('duplicate_external_id')
  return view
}

const freshHash = (workspace: Workspace): string => `${Math.floor(workspace.now() / 1000)}.${workspace.ids.token(8)}`

/** Puts a checked modal on top of the person's stack. */
export function pushModal(workspace: Workspace, user: string, checked: Record<string, any>): SlackView {
  const below = workspace.topModal(user)
  if (workspace.modals.filter((each) => each.user === user).length >= stackLimit)
    throw new ApiRefusal('push_limit_reached')
  const id = workspace.ids.next('V')
  const hash = freshHash(workspace)
  const view = settleView(checked, workspace)
  Object.assign(view, { id, hash, previous_view_id: below?.id ?? null, root_view_id: below?.view.root_view_id ?? id })
  const opened: SlackView = { id, user, type: 'modal', hash, view }
  workspace.modals.push(opened)
  workspace.changed()
  return opened
}

/** Gives a view new content; what the person entered stays for the fields that stay. */
export function replaceView(workspace: Workspace, target: SlackView, checked: Record<string, any>): SlackView {
  const { id, previous_view_id, root_view_id } = target.view
  target.hash = freshHash(workspace)
  target.view = { ...settleView(checked, workspace), id, hash: target.hash, previous_view_id, root_view_id }
  delete target.errors
  workspace.changed()
  return target
}

const givenView = (call: Call): unknown => structure(call, 'view', 'invalid_arguments')

function userOfTrigger(call: Call): { user: string; view?: string } {
  const trigger = call.workspace.spendTrigger(text(call, 'trigger_id'))
  if ('error' in trigger) throw new ApiRefusal(trigger.error)
  return trigger
}

const open: Method = {
  run(call) {
    const { workspace } = call
    // A view that is refused leaves the trigger unused, so that a corrected one can still be opened in time.
    const checked = checkedView(givenView(call), 'modal', workspace)
    const { user } = userOfTrigger(call)
    workspace.closeModals((each) => each.user === user)
    return { view: pushModal(workspace, user, checked).view }
  },
}

const push: Method = {
  run(call) {
    const { workspace } = call
    const checked = checkedView(givenView(call), 'modal', workspace)
    const { user, view } = userOfTrigger(call)
    if (!view || !workspace.modals.some((each) => each.id === view)) throw new ApiRefusal('invalid_trigger_id')
    return { view: pushModal(workspace, user, checked).view }
  },
}

const update: Method = {
  run(call) {
    const { workspace } = call
    const id = optionalText(call, 'view_id')
    const external = optionalText(call, 'external_id')
    const target = workspace.modals
      .concat(workspace.homes)
      .find((each) => (id ? each.id === id : external !== undefined && each.view.external_id === external))
    if (!target) throw new ApiRefusal('not_found')
    refuseOldHash(call, target)
    return {
      view: replaceView(workspace, target, checkedView(givenView(call), target.type, workspace, target.id)).view,
    }
  },
}

function refuseOldHash(call: Call, target: SlackView): void {
  const hash = optionalText(call, 'hash')
  if (hash !== undefined && hash !== target.hash) throw new ApiRefusal('hash_conflict', { view: target.view })
}

const publish: Method = {
  run(call) {
    const { workspace } = call
    const user = text(call, 'user_id')
    const person = workspace.person(user)
    if (!person || workspace.isStranger(person)) throw new ApiRefusal('user_not_found')
    const known = workspace.homes.find((each) => each.user === user)
    const checked = checkedView(givenView(call), 'home', workspace, known?.id)
    if (known) {
      refuseOldHash(call, known)
      return { view: replaceView(workspace, known, checked).view }
    }
    const id = workspace.ids.next('V')
    const hash = freshHash(workspace)
    const view = { ...settleView(checked, workspace), id, hash, previous_view_id: null, root_view_id: id }
    workspace.homes.push({ id, user, type: 'home', hash, view })
    workspace.changed()
    return { view }
  },
}

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
}
