import type { SlackDeed, SlackValues } from '../contract.ts'
import type { Sent } from './bot-line.ts'
import { actionOf, checkSubmission, DeedRefusal, findElement, mergeValues, stateOf } from './fields.ts'
import { closing, messageActions, submission, viewActions } from './payloads.ts'
import { answered, type Scene } from './scene.ts'
import { applySubmission } from './submissions.ts'

type Of<Kind extends SlackDeed['do']> = Extract<SlackDeed, { do: Kind }>

export async function pressInMessage(scene: Scene, deed: Of<'press'>): Promise<Sent> {
  const { workspace } = scene
  const person = scene.person(deed.user)
  const conversation = scene.place(deed.user, deed.channel ?? '')
  const message = workspace.message(conversation.id, deed.ts ?? '', deed.user)
  if (!message) throw new DeedRefusal('message_not_found')
  const blocks = (message.blocks ?? []) as Record<string, any>[]
  const key = `${conversation.id} ${message.ts} ${deed.user}`
  const { actions, state } = pressed(scene, deed, blocks, workspace.entered.get(key) ?? {}, (entered) =>
    workspace.entered.set(key, entered),
  )
  const trigger_id = workspace.handTrigger(deed.user)
  const response_url = scene.ticket({ user: deed.user, channel: conversation.id, source: message.ts })
  const more = { actions, state: { values: state }, trigger_id, response_url }
  return scene.interact(trigger_id, messageActions(workspace, person, conversation, message, more))
}

export async function pressInView(scene: Scene, deed: Of<'press'>, id: string): Promise<Sent> {
  const { workspace } = scene
  const person = scene.person(deed.user)
  const view = scene.touchable(id, deed.user)
  const { actions, state } = pressed(scene, deed, view.view.blocks, view.entered ?? {}, (entered) => {
    view.entered = entered
  })
  const trigger_id = workspace.handTrigger(deed.user, view.type === 'modal' ? view.id : undefined)
  return scene.interact(trigger_id, viewActions(workspace, person, view, state, { actions, trigger_id }))
}

function pressed(
  scene: Scene,
  deed: Of<'press'>,
  blocks: Record<string, any>[],
  before: SlackValues,
  keep: (entered: SlackValues) => void,
): { actions: unknown[]; state: unknown } {
  const element = findElement(blocks, deed.blockId, deed.actionId)
  const action = actionOf(deed.blockId, element, deed.value, scene.workspace.ids.timestamp())
  const own: SlackValues = deed.value === undefined ? {} : { [deed.blockId]: { [deed.actionId]: deed.value } }
  const entered = mergeValues(mergeValues(before, deed.values ?? {}), own)
  const state = stateOf(blocks, entered)
  keep(entered)
  return { actions: [action], state }
}

export async function submit(scene: Scene, { user, view: id, values }: Of<'submit'>): Promise<Sent> {
  const { workspace, line } = scene
  const person = scene.person(user)
  const view = scene.touchable(id, user)
  if (view.type !== 'modal' || !view.view.submit) throw new DeedRefusal('view_has_no_submit')
  const entered = mergeValues(view.entered ?? {}, values)
  const state = stateOf(view.view.blocks, entered)
  checkSubmission(view.view.blocks, values, state)
  view.entered = entered
  delete view.errors
  const trigger = workspace.handTrigger(user, view.id)
  const payload = JSON.stringify(submission(workspace, person, view, state, trigger))
  const sent = answered(await line.form('interaction', trigger, { payload }))
  applySubmission(workspace, view, sent)
  return sent
}

export async function close(scene: Scene, { user, view: id }: Of<'close'>): Promise<Sent | undefined> {
  const { workspace } = scene
  const person = scene.person(user)
  const view = scene.touchable(id, user)
  if (view.type !== 'modal') throw new DeedRefusal('view_not_found')
  const clears = view.view.clear_on_close === true
  workspace.closeModals((each) => each === view || (clears && each.user === user))
  if (!view.view.notify_on_close) return undefined
  const state = stateOf(view.view.blocks, view.entered ?? {})
  return scene.interact(`close ${view.id}`, closing(workspace, person, view, state, clears))
}
