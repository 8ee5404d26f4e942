/** How a service reaches the store: reads, writes and events of one decision stand or fall together. */
import type { DomainEvent } from './events.ts'

export interface Transactions<Ports> {
  /**
   * Runs `work` in one transaction. The store commits when it returns, rolls everything back when it throws, and may
   * run it again after a deadlock: `work` has no effect but through its ports.
   */
  run<T>(work: (ports: Ports) => Promise<T>): Promise<T>
}

export interface Emitting {
  /** Records the event in the same transaction: what it brings about (a mail, an audit entry) happens if and only if the change does. */
  emit(event: DomainEvent): Promise<void>
}
