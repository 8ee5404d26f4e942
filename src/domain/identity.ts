/** One account of a person on one chat platform; structurally the chat engine's `ChatIdentity`. */
export interface ChatIdentity {
  platform: 'slack' | 'teams'
  workspace: string
  user: string
}

/** One text per identity: what limits and locks count by. */
export const identityKey = ({ platform, workspace, user }: ChatIdentity): string =>
  JSON.stringify([platform, workspace, user])
