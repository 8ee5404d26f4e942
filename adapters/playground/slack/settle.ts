import { isRecord } from './schema.ts'
import type { Workspace } from './workspace.ts'

/** Blocks as Slack keeps and sends them back: with the ids that were left out and the texts' standard settings. */
export function settleBlocks(blocks: unknown[], workspace: Workspace): Record<string, any>[] {
  return blocks.map((block) => {
    const settled = fill(structuredClone(block), workspace) as Record<string, any>
    settled.block_id ??= workspace.ids.token(5)
    return settled
  })
}

const withoutActionId = new Set(['image', 'plain_text', 'mrkdwn', 'text', 'link', 'emoji', 'user', 'channel', 'date'])

function fill(value: unknown, workspace: Workspace, element = false): unknown {
  if (Array.isArray(value)) return value.map((each) => fill(each, workspace, element))
  if (!isRecord(value)) return value
  for (const [name, content] of Object.entries(value)) {
    if (isRecord(content) || Array.isArray(content))
      value[name] = fill(content, workspace, ['accessory', 'element', 'elements', 'actions'].includes(name))
  }
  if (value.type === 'plain_text') value.emoji ??= true
  if (value.type === 'mrkdwn') value.verbatim ??= false
  if (
    element &&
    typeof value.type === 'string' &&
    !withoutActionId.has(value.type) &&
    !value.type.startsWith('rich_text_')
  )
    value.action_id ??= workspace.ids.token(5)
  return value
}

const passedOn = ['title', 'submit', 'close', 'callback_id', 'private_metadata', 'external_id'] as const

/** A view as Slack keeps it. The caller adds ids, hash and place in the stack. */
export function settleView(view: Record<string, any>, workspace: Workspace): Record<string, any> {
  const settled: Record<string, any> = {
    team_id: workspace.team.id,
    type: view.type,
    blocks: settleBlocks(view.blocks, workspace),
    private_metadata: '',
    callback_id: '',
    external_id: '',
    state: { values: {} },
    title: null,
    close: null,
    submit: null,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    app_id: workspace.appId,
    app_installed_team_id: workspace.team.id,
    bot_id: workspace.botId,
  }
  for (const name of passedOn)
    if (view[name] !== undefined) settled[name] = fill(structuredClone(view[name]), workspace)
  return settled
}
