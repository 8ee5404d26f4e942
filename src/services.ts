/** What the abilities work with: the domain's services over this installation's store, clock and channels. */
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import type { PlatformName } from './bot/inbound.ts'
import type { Platform, Recipient } from './bot/platform.ts'
import { defaultFileLimitBytes, triageRooms, wireCases } from './case-wiring.ts'
import { createAccounts } from './domain/account.ts'
import type { TriagePlace } from './domain/cases.ts'
import { createContacts } from './domain/contacts.ts'
import type { FileShelf } from './domain/hand-out.ts'
import { createJoining } from './domain/joining.ts'
import { unmistakableCode } from './domain/one-time-code.ts'
import { createRegistration } from './domain/registration.ts'
import { createSales } from './domain/sales.ts'
import { createTies } from './domain/ties.ts'
import { createDuty } from './duty.ts'
import { commands, listeners } from './features/index.ts'
import type { History, Links, Services } from './features/kit.ts'
import { type Language, languageFor, type Words } from './i18n.ts'
import { licenseFiles } from './license-files/signer.ts'
import { createPapers } from './papers/papers.ts'
import { type CalendarLookup, type Calendars, createCalendars } from './store/calendars.ts'
import { createCatalog } from './store/catalog.ts'
import { createCoverageStore } from './store/coverage.ts'
import type { Database } from './store/database.ts'
import { createFaqBook } from './store/faq.ts'
import { createHandOuts } from './store/hand-outs.ts'
import { createHoldings } from './store/holdings.ts'
import type { Identities } from './store/identities.ts'
import { openRequests } from './store/join-requests.ts'
import { createMemberQuestions } from './store/members.ts'
import { projectFolder } from './store/migrations-folder.ts'
import type { Outbox } from './store/outbox.ts'
import { createReleaseStore } from './store/releases.ts'
import { salesChannels } from './store/sales-channels.ts'
import type { Secrets } from './store/secrets.ts'
import { createSupportGuide } from './store/support-guide.ts'
import { createTieQuestions } from './store/ties.ts'
import { sqlOf } from './store/transaction.ts'
import { triageChannels } from './store/triage-channels.ts'
import { createTransactions } from './store/unit-of-work.ts'

/** What an installation gives the abilities to work with. */
export interface ServiceParts {
  database: Database
  outbox: Outbox
  secrets: Secrets
  words: Words
  /** The clock by which days are judged. */
  now(): Date
  /** For people of whose language nothing is known, and for the vendor. */
  language: Language
  vendorZone: string
  /** As papers and license files name the vendor; absent: the bot's own name. */
  vendorName?: string
  /** Signs license files (PEM); absent: none are made. */
  licenseKey?: string | undefined
  /** Where the vendor's people are told; absent when no triage channel is configured. */
  vendorTo?: Recipient | undefined
  /** The vendor's own workspace and tenant, for channels that the vendor's data names. */
  vendorWorkspaces?: Partial<Record<PlatformName, string>> | undefined
  /** The largest file that is carried in a case. */
  fileLimitBytes?: number
  /** What came out while a customer was covered stays theirs after a lapse. */
  keepsPaidVersions?: boolean
  /** The files that can be handed out; absent: there are none. */
  shelf?: FileShelf
  /** How long a link to a file that was handed out opens it. */
  linkMinutes?: number
  /** Files were taken back: their bytes are to go. */
  filesErased?(): void
  /** Whose hours time a case; made here unless shared. */
  calendars?: Calendars & CalendarLookup
  /** How a command begins in Slack. */
  slackCommand: string
  /** Whether codes can be mailed. */
  mail: boolean
  /** Reads what was written before; absent: nothing can be read. */
  history?: History
  /** The platforms, once they are connected: who is where, and what was written there, is asked of them. */
  platforms?(): readonly Platform[]
  /** Addresses of files and pictures; absent: there are none. */
  links?: Links
  /** Numbers of a license were not found, so perhaps somebody is to be asked (`Joining.announce`). */
  onUnknownLicense?(): void
}

const defaultLinkMinutes = 60

const noLinks: Links = {
  isServed: () => false,
  file: () => undefined,
  download: () => undefined,
  timeline: () => undefined,
}

const emptyShelf: FileShelf = {
  find: async () => undefined,
  keep: () => Promise.reject(new Error('there is no place where a file could be kept')),
}

export function servicesOver(parts: ServiceParts, identities: Identities, onThread: () => void): Services {
  const { database, outbox, secrets, now, vendorTo, vendorZone } = parts
  const platforms = () => parts.platforms?.() ?? []
  const rooms = triageRooms(parts)
  const vendor = vendorTo && { to: vendorTo, language: parts.language, zone: vendorZone }
  const transactions = createTransactions({
    prisma: database.prisma,
    outbox,
    now,
    onThread,
    listeners: listeners.map(
      (listener) => (event, seen) =>
        listener(event, {
          ...seen,
          ...(vendor ? { vendor } : {}),
          ...(parts.mail ? { mail: true as const } : {}),
          channelCalled(id) {
            const place = rooms.placeOf(id)
            return place && { kind: 'conversation', ...place }
          },
          languageFor: (locale) => languageFor(locale) ?? parts.language,
        }),
    ),
  })
  const coverage = createCoverageStore(database.pool)
  const { fileLimitBytes = defaultFileLimitBytes, shelf = emptyShelf, vendorName = 'Anshin' } = parts
  const codeHashes = (code: string) => secrets.hashes('one-time-code', code)
  const calendars = parts.calendars ?? createCalendars(database.pool, vendorZone)
  const dutyIn = (channels: () => Promise<TriagePlace[]>) =>
    createDuty({ rooms: channels, accountsOf: identities.staffAccounts, platforms })
  const triage = () => triageChannels(database.pool, rooms)
  const sales = () => salesChannels(database.pool, rooms.placeOf)
  return {
    coverage,
    registration: createRegistration({
      transactions,
      licenseFingerprints: (number) => secrets.hashes('registration-number', number),
      contractFingerprints: (number) => secrets.hashes('contract-number', number),
      onUnknown: () => parts.onUnknownLicense?.(),
    }),
    contacts: createContacts({
      transactions,
      questions: createMemberQuestions(database.pool),
      randomBelow: (limit) => randomInt(limit),
      codeHash: (code) => codeHashes(code)[0] as string,
    }),
    joining: createJoining({
      transactions,
      open: (organization, at) => openRequests(sqlOf(database.pool), organization, at),
    }),
    ties: createTies({
      transactions,
      questions: createTieQuestions(database.pool),
      isOwn: async ({ platform, workspace, conversation }) =>
        conversation === undefined
          ? rooms.workspaceOf(platform) === workspace
          : (await triage()).some((room) => room.platform === platform && room.conversation === conversation),
    }),
    channelCalled: rooms.placeOf,
    cases: wireCases(
      {
        database,
        transactions,
        coverage,
        calendars,
        fileLimitBytes,
        filesErased: () => parts.filesErased?.(),
      },
      rooms,
    ),
    support: createSupportGuide(database.pool, calendars),
    releases: createReleaseStore(database.pool),
    policy: { keepsPaidVersions: parts.keepsPaidVersions ?? false },
    handOuts: createHandOuts(database.pool, { lastsMinutes: parts.linkMinutes ?? defaultLinkMinutes }),
    catalog: createCatalog(database.pool),
    faq: createFaqBook(database.pool),
    sales: createSales(transactions),
    reachesSales: ({ salesChannel }) =>
      vendor !== undefined || (salesChannel !== undefined && rooms.placeOf(salesChannel) !== undefined),
    papers: createPapers({
      store: createHoldings(database.pool),
      vendor: vendorName,
      fonts: join(projectFolder, 'assets', 'fonts'),
      phraseIn: (language) => (text) => parts.words.text(text, { language, private: true }),
    }),
    licenseFiles: licenseFiles(parts.licenseKey, vendorName),
    history: parts.history ?? {
      read: async ({ platform, ...where }) =>
        platforms()
          .find(({ name }) => name === platform)
          ?.read?.(where),
    },
    accounts: createAccounts({
      transactions,
      randomCode: () => String(randomInt(1_000_000)).padStart(6, '0'),
      randomLinkCode: () => unmistakableCode(8, (limit) => randomInt(limit)),
      codeHashes,
      vendorZone,
    }),
    listedCommands: commands.filter(({ listed }) => listed),
    slackCommand: parts.slackCommand,
    mail: parts.mail,
    duty: dutyIn(triage),
    salesDuty: dutyIn(async () => (await Promise.all([triage(), sales()])).flat()),
    fileLimitBytes,
    shelf,
    links: parts.links ?? noLinks,
  }
}
