import type { SimulatedPerson, SlackConversation, SlackMessage, SlackView } from '../contract.ts'
import { apiMessage } from './api-message.ts'
import { accountName } from './methods-people.ts'
import { escaped } from './typed-text.ts'
import type { Workspace } from './workspace.ts'

/** Shapes of what Slack posts, as really sent; only ids and names are made up. */

const verificationToken = 'simulated-verification-token'

const domainOf = (workspace: Workspace): string => workspace.team.id.toLowerCase()

const channelName = (conversation: SlackConversation): string =>
  conversation.kind === 'direct' ? 'directmessage' : conversation.private ? 'privategroup' : conversation.name

export function slashFields(
  workspace: Workspace,
  person: SimulatedPerson,
  conversation: SlackConversation,
  { command, text, trigger, responseUrl }: { command: string; text: string; trigger: string; responseUrl: string },
): Record<string, string> {
  return {
    token: verificationToken,
    team_id: person.team ?? workspace.team.id,
    team_domain: domainOf(workspace),
    channel_id: conversation.id,
    channel_name: channelName(conversation),
    user_id: person.id,
    user_name: accountName(person),
    command,
    text: escaped(text),
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: trigger,
  }
}

function base(workspace: Workspace, person: SimulatedPerson) {
  return {
    token: verificationToken,
    team: { id: workspace.team.id, domain: domainOf(workspace) },
    user: {
      id: person.id,
      username: accountName(person),
      name: accountName(person),
      team_id: person.team ?? workspace.team.id,
    },
    api_app_id: workspace.appId,
    enterprise: null,
    is_enterprise_install: false,
  }
}

export function messageActions(
  workspace: Workspace,
  person: SimulatedPerson,
  conversation: SlackConversation,
  message: SlackMessage,
  more: { actions: unknown[]; state: unknown; trigger_id: string; response_url: string },
) {
  const isEphemeral = message.ephemeralFor !== undefined
  return {
    type: 'block_actions',
    ...base(workspace, person),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: isEphemeral,
      ...(message.thread ? { thread_ts: message.thread } : {}),
    },
    channel: { id: conversation.id, name: channelName(conversation) },
    // Slack does not send an ephemeral message's content back.
    ...(isEphemeral ? {} : { message: apiMessage(workspace, message) }),
    ...more,
  }
}

const viewWithState = (view: SlackView, state: unknown): Record<string, any> => ({
  ...view.view,
  state: { values: state },
})

export function viewActions(
  workspace: Workspace,
  person: SimulatedPerson,
  view: SlackView,
  state: unknown,
  more: { actions: unknown[]; trigger_id: string },
) {
  return {
    type: 'block_actions',
    ...base(workspace, person),
    container: { type: 'view', view_id: view.id },
    view: viewWithState(view, state),
    ...more,
  }
}

export function submission(
  workspace: Workspace,
  person: SimulatedPerson,
  view: SlackView,
  state: unknown,
  trigger: string,
) {
  return {
    type: 'view_submission',
    ...base(workspace, person),
    trigger_id: trigger,
    view: viewWithState(view, state),
    response_urls: [],
  }
}

export function closing(
  workspace: Workspace,
  person: SimulatedPerson,
  view: SlackView,
  state: unknown,
  isCleared: boolean,
) {
  return { type: 'view_closed', ...base(workspace, person), view: viewWithState(view, state), is_cleared: isCleared }
}

export function shortcut(
  workspace: Workspace,
  person: SimulatedPerson,
  callbackId: string,
  trigger: string,
  ts: string,
) {
  const { api_app_id: _, ...shared } = base(workspace, person)
  return { type: 'shortcut', ...shared, action_ts: ts, callback_id: callbackId, trigger_id: trigger }
}

export function messageShortcut(
  workspace: Workspace,
  person: SimulatedPerson,
  conversation: SlackConversation,
  message: SlackMessage,
  more: { callback_id: string; trigger_id: string; response_url: string; action_ts: string },
) {
  const { api_app_id: _, ...shared } = base(workspace, person)
  return {
    type: 'message_action',
    ...shared,
    channel: { id: conversation.id, name: channelName(conversation) },
    message_ts: message.ts,
    message: apiMessage(workspace, message),
    ...more,
  }
}
