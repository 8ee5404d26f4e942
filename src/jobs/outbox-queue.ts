/** What the outbox worker needs of a store. */
import type { Delivered, Outgoing } from '../bot/platform.ts'

export interface OutboxQueue {
  /** Takes lanes that are due, each with its first open message; no other worker gets them until the lease ends. */
  claim(request: {
    worker: string
    lanes: number
    leaseMs: number
    quarantineMs: Record<string, number>
  }): Promise<{ messages: QueuedMessage[]; foregone: ForegoneMessage[]; nextInMs: number | undefined }>
  renew(worker: string, lanes: string[], leaseMs: number): Promise<void>
  /** Only the lane's holder is heard; returns the ids that were. */
  settle(worker: string, settlements: QueueSettlement[]): Promise<string[]>
  onEnqueued(tell: () => void): () => void
}

/** What ended without a call. */
export interface ForegoneMessage {
  id: string
  dedupeKey: string
  lane: string
  platform: string
  status: 'sent' | 'dropped' | 'dead'
  error: string | null
}

export interface QueuedMessage {
  id: string
  dedupeKey: string
  lane: string
  platform: string
  workspace: string
  task: 'send' | 'look'
  attempts: number
  failures: number
  firstAttemptAt: Date
  /** Where the message stands in whose thread it belongs. */
  thread: Delivered | null
  /** Where the message stands that it changes. */
  target: Delivered | null
  /** Done twice, it has the effect of once. */
  repeatable: boolean
  message: Omit<Outgoing, 'dedupeKey'>
}

export interface QueueSettlement {
  id: string
  lane: string
  status: 'pending' | 'unknown' | 'sent' | 'dropped' | 'dead'
  restMs: number
  failed?: boolean
  error?: string
  reference?: string
  conversation?: string
  scrub?: boolean
  pause?: string
  /** What it was to change is gone: from now on it is a message of its own. */
  anew?: boolean
}
