/** What was asked, as the platform knows it. */
export type Asked =
  | { platform: 'teams'; conversation: string; activities: string[] }
  | { platform: 'slack'; conversation: string; ts: string[] }
  | { platform: 'email'; address: string }

/** What somebody is at: an act that the bot has not answered yet, or an answer that was promised. */
export interface Errand {
  what: string
  asked?: () => Asked
  began: number
}
