/** One account of a person on one chat platform; structurally the chat engine's `ChatIdentity`. */
export interface ChatIdentity {
  platform: 'slack' | 'teams'
  workspace: string
  user: string
}
