/** What the app must be granted in a workspace: the manifest is made from this, and a test holds it to what is really used. */

/** Every Web API method that is called, with the scopes it needs. */
export const methodScopes: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // Looking for a message whose fate is uncertain after a crash (without it such a message is repeated or given up), and
  // reading what somebody makes a case of.
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  // Who else reads along, before what is meant for the vendor alone is said; and whether somebody is still there.
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'reactions.add': ['reactions:write'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
}

/** Every event that is subscribed to, with the scopes without which Slack does not send it. */
export const eventScopes: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  // What is written in the threads that the bot follows; of everything else nothing is kept.
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  reaction_added: ['reactions:read'],
  tokens_revoked: [],
  user_change: ['users:read'],
}

/** The bot token's scopes, sorted; `commands` is for the slash command and the shortcuts. */
export const botScopes: readonly string[] = [
  ...new Set(['commands', ...Object.values(methodScopes).flat(), ...Object.values(eventScopes).flat()]),
].sort()

export const botEvents: readonly string[] = Object.keys(eventScopes).sort()

/** The rest of a manifest's `features` and `settings`. Shortcuts' callback ids are command names. */
export const slackSurface = {
  appHome: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
  /** One address for events, commands, interactions and shortcuts. */
  requestPath: '/slack/events',
  interactivity: true,
  shortcutNameLimit: 24,
  /** Slack escapes no user or channel names in a command's text: serials are typed, not people. */
  slashCommandShouldEscape: false,
} as const
