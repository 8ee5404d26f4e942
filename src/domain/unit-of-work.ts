/** How a service reaches the store: reads, writes and events of one decision stand or fall together. */
import type { DomainEvent } from './events.ts'
import type { LicenseDossier } from './license.ts'
import type { OrganizationId } from './organization.ts'
import type { SerialNumber } from './serial.ts'

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

/** Reads for coverage; a constant number of queries, however many licenses there are. */
export interface CoverageStore {
  /** Every license of an organization with the agreements that count (`agreementCounts`) and its product's versions, by serial. */
  dossiers(organizationId: OrganizationId): Promise<LicenseDossier[]>
  /** One of them; undefined alike for an unknown serial, a waiting license and another organization's (R1.5). */
  dossier(organizationId: OrganizationId, serial: SerialNumber): Promise<LicenseDossier | undefined>
}
