/** What Teams' manifest says of the bot's surface, and how long its texts may be (manifest schema 1.17 and later). */

/** Case matters: the schema knows `groupChat`, not `groupchat`. */
export const teamsScopes = ['personal', 'team', 'groupChat'] as const

/** Where a message's menu offers a command; the answer is a dialog. */
export const messageActions = { type: 'action', context: ['message'], fetchTask: true } as const

/**
 * What the bot reads beside what mentions it, granted by whoever adds the app to a team or chat (resource-specific
 * consent): without it, words in a case's thread reach the bot only when they name it.
 */
export const readPermissions = ['ChannelMessage.Read.Group', 'ChatMessage.Read.Chat'] as const

export const manifestLimits = {
  /** Commands that the bot's menu suggests, for each list of scopes. */
  commands: 10,
  commandTitle: 32,
  commandDescription: 128,
  /** Entries of a message's menu. */
  actions: 10,
  actionId: 64,
  actionTitle: 32,
  actionDescription: 128,
  shortName: 30,
  fullName: 100,
  shortDescription: 80,
  fullDescription: 4_000,
} as const
