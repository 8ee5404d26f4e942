/** What the outbox worker needs of a store. */
import type { Outgoing } from '../bot/platform.ts'

export interface OutboxQueue {
  /** Takes lanes that are due, each with its first open message; no other worker gets them until the lease ends. */
  claim(request: {
    worker: string
    lanes: number
    leaseMs: number
    quarantineMs: Record<string, number>
    /** Not these: the worker is still at work in them, whatever became of their lease. */
    except?: string[]
  }): Promise<{ messages: QueuedMessage[]; nextInMs: number | undefined }>
  renew(worker: string, lanes: string[], leaseMs: number): Promise<void>
  /** Only the lane's holder is heard; returns the ids that were. */
  settle(worker: string, settlements: QueueSettlement[]): Promise<string[]>
  onEnqueued(tell: () => void): () => void
}

export interface QueuedMessage {
  id: string
  lane: string
  platform: string
  workspace: string
  task: 'send' | 'look'
  attempts: number
  failures: number
  firstAttemptAt: Date
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
}
