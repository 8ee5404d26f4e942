/** Cases over this process's store, clocks and channels. */
import type { PlatformName } from './bot/inbound.ts'
import type { Recipient } from './bot/platform.ts'
import { createCases } from './domain/case-service.ts'
import type { CaseParts, CasePorts } from './domain/case-store.ts'
import type { Cases, TriagePlace } from './domain/cases.ts'
import type { CoverageStore } from './domain/coverage.ts'
import type { Transactions } from './domain/unit-of-work.ts'
import type { CalendarLookup } from './store/calendars.ts'
import { createCaseBook } from './store/case-book.ts'
import type { Database } from './store/database.ts'

export interface CaseWiring {
  database: Pick<Database, 'pool'>
  transactions: Transactions<CasePorts>
  coverage: CoverageStore
  calendars: CalendarLookup
  fileLimitBytes: number
  filesErased?: CaseParts['filesErased'] | undefined
}

const megabyte = 1024 * 1024
export const defaultFileLimitBytes = 25 * megabyte

/** The vendor's channels: the default one, and those that its data names by their ids. */
export interface TriageRooms {
  default?: TriagePlace
  placeOf(channel: string): TriagePlace | undefined
  /** The vendor's own workspace or tenant. */
  workspaceOf(platform: PlatformName): string | undefined
}

export function triageRooms({
  vendorTo,
  vendorWorkspaces,
}: {
  /** Where the vendor's people are told by default. */
  vendorTo?: Recipient | undefined
  /** The vendor's own workspace and tenant: a channel that the vendor's data names is there. */
  vendorWorkspaces?: Partial<Record<PlatformName, string>> | undefined
}): TriageRooms {
  const standard = vendorTo?.kind === 'conversation' ? placeIn(vendorTo) : undefined
  const workspaceOf = (platform: PlatformName) =>
    vendorWorkspaces?.[platform] ?? (standard?.platform === platform ? standard.workspace : undefined)
  return {
    ...(standard ? { default: standard } : {}),
    workspaceOf,
    placeOf(conversation) {
      // Teams' conversations are named `19:…`, Slack's `C…` or `G…`.
      const platform = conversation.startsWith('19:') ? 'teams' : 'slack'
      const workspace = workspaceOf(platform)
      return workspace === undefined ? undefined : { platform, workspace, conversation }
    },
  }
}

export function wireCases(wiring: CaseWiring, triage: TriageRooms): Cases {
  const { transactions, coverage, calendars, filesErased } = wiring
  return createCases({
    transactions,
    coverage,
    book: createCaseBook(wiring.database.pool),
    calendars: () => calendars.lookup(),
    triage,
    fileLimitBytes: wiring.fileLimitBytes,
    ...(filesErased ? { filesErased } : {}),
  })
}

const placeIn = ({ platform, workspace, conversation }: TriagePlace): TriagePlace => ({
  platform,
  workspace,
  conversation,
})
