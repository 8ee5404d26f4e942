/** The parts of Slack's payloads that are read here. They come signed, but from outside: every part may be missing. */

export interface SlashPayload {
  command: string
  text?: string
  team_id?: string
  enterprise_id?: string
  user_id: string
  channel_id: string
  channel_name?: string
  trigger_id?: string
  response_url?: string
}

export interface ViewPayload {
  id: string
  hash?: string
  type?: string
  callback_id?: string
  private_metadata?: string
  root_view_id?: string | null
  previous_view_id?: string | null
  app_installed_team_id?: string
  blocks?: { type?: string; block_id?: string }[]
  state?: unknown
}

export interface InteractionPayload {
  type: string
  trigger_id?: string
  response_url?: string
  team?: { id?: string; enterprise_id?: string } | null
  enterprise?: { id?: string } | null
  user: { id: string; team_id?: string }
  channel?: { id: string; name?: string }
  container?: {
    type?: string
    channel_id?: string
    message_ts?: string
    thread_ts?: string
    is_ephemeral?: boolean
  }
  actions?: { action_id?: string; block_id?: string; value?: string; url?: string; action_ts?: string }[]
  view?: ViewPayload
  callback_id?: string
  message?: MessagePayload
  message_ts?: string
}

export interface EventPayload {
  type: 'event_callback'
  event_id?: string
  team_id?: string
  enterprise_id?: string
  context_team_id?: string
  context_enterprise_id?: string
  is_ext_shared_channel?: boolean
  authorizations?: { team_id?: string | null; enterprise_id?: string | null; user_id?: string }[]
  event: SlackEvent
}

/** A file as events and the Web API tell of it; of a stranger's file an event tells the id alone. */
export interface FilePayload {
  id?: string
  name?: string | null
  title?: string | null
  mimetype?: string
  size?: number
  mode?: string
  url_private?: string
  url_private_download?: string
  file_access?: string
}

/** A message where it is the subject of something: of a change, of a shortcut, of a look into the history. */
export interface MessagePayload {
  subtype?: string
  hidden?: boolean
  user?: string
  bot_id?: string
  team?: string
  user_team?: string
  text?: string
  ts?: string
  thread_ts?: string
  blocks?: unknown[]
  files?: FilePayload[]
  edited?: { ts?: string }
}

export interface SlackEvent {
  type: string
  subtype?: string
  hidden?: boolean
  /** An object in `user_change`, an id elsewhere. */
  user?: string | { id: string }
  bot_id?: string
  team?: string
  user_team?: string
  text?: string
  blocks?: unknown[]
  files?: FilePayload[]
  /** Of a change and of a deletion. */
  message?: MessagePayload
  previous_message?: MessagePayload
  deleted_ts?: string
  channel?: string
  channel_type?: string
  ts?: string
  thread_ts?: string
  event_ts?: string
  tab?: string
  view?: ViewPayload
  reaction?: string
  item?: { type?: string; channel?: string; ts?: string }
  item_user?: string
  tokens?: { bot?: string[]; oauth?: string[] }
}

/** The workspace in which the app is installed: in a shared channel, not the person's own. */
export const installedIn = {
  event: (body: EventPayload): { workspace?: string; enterprise?: string } =>
    known({
      workspace: body.context_team_id ?? body.authorizations?.[0]?.team_id ?? body.team_id,
      enterprise: body.context_enterprise_id ?? body.authorizations?.[0]?.enterprise_id ?? body.enterprise_id,
    }),
  interaction: (body: InteractionPayload): { workspace?: string; enterprise?: string } =>
    known({
      workspace: body.view?.app_installed_team_id ?? body.team?.id ?? body.user.team_id,
      enterprise: body.enterprise?.id ?? body.team?.enterprise_id,
    }),
  slash: (body: SlashPayload): { workspace?: string; enterprise?: string } =>
    known({ workspace: body.team_id, enterprise: body.enterprise_id }),
}

const known = (at: { workspace?: string | null; enterprise?: string | null }) => ({
  ...(at.workspace ? { workspace: at.workspace } : {}),
  ...(at.enterprise ? { enterprise: at.enterprise } : {}),
})
