/** The bot without its platforms: what people say goes in, what is said to them comes out. */
import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { createEngine, type Engine } from './bot/engine.ts'
import type { PlatformName } from './bot/inbound.ts'
import type { Platform, Recipient } from './bot/platform.ts'
import { createRouter, type Router } from './bot/router.ts'
import { createVocabulary } from './bot/vocabulary.ts'
import { defaultFileLimitBytes, triageRooms, wireCases } from './case-wiring.ts'
import { commandWords } from './command-words.ts'
import { createAccounts } from './domain/account.ts'
import type { Cases } from './domain/cases.ts'
import type { Asker } from './domain/contact.ts'
import type { FileShelf } from './domain/hand-out.ts'
import { unmistakableCode } from './domain/one-time-code.ts'
import { createRegistration } from './domain/registration.ts'
import { createDuty } from './duty.ts'
import { hearInThread, takeLoose } from './features/case-thread/hear.ts'
import { looseWords } from './features/cases/loose-words.ts'
import { brokenView, forCustomersView, lostView, notAllowedView, signUpFirstView } from './features/help/view.ts'
import { homeView } from './features/home.ts'
import { commands, listeners, staffCommands } from './features/index.ts'
import type { Duty, History, Links, Services } from './features/kit.ts'
import { type Language, languageFor, type Words } from './i18n.ts'
import { licenseFiles } from './license-files/signer.ts'
import type { Logger } from './log.ts'
import { createPapers } from './papers/papers.ts'
import { type CalendarLookup, createCalendars } from './store/calendars.ts'
import { createCoverageStore } from './store/coverage.ts'
import type { Database } from './store/database.ts'
import { createFollowedThreads } from './store/followed-threads.ts'
import { createHandOuts } from './store/hand-outs.ts'
import { createHoldings } from './store/holdings.ts'
import { createIdentities, type Identities } from './store/identities.ts'
import type { Inbox } from './store/inbox.ts'
import { projectFolder } from './store/migrations-folder.ts'
import type { Outbox } from './store/outbox.ts'
import type { Secrets } from './store/secrets.ts'
import { createSupportGuide } from './store/support-guide.ts'
import { triageChannels } from './store/triage-channels.ts'
import { createTransactions } from './store/unit-of-work.ts'

export interface ChatParts {
  database: Database
  inbox: Inbox
  outbox: Outbox
  secrets: Secrets
  words: Words
  /** The clock by which days are judged. */
  now(): Date
  log: Logger
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
  /** The files that can be handed out; absent: there are none. */
  shelf?: FileShelf
  /** How long a link to a file that was handed out opens it. */
  linkMinutes?: number
  /** Files were taken back: their bytes are to go. */
  filesErased?(): void
  /** Whose hours time a case; made here unless shared. */
  calendars?: CalendarLookup
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
  /** Counts what broke. */
  onBroken?(): void
}

export interface Chat {
  engine: Engine
  cases: Cases
  duty: Duty
  findAsker: Identities['findAsker']
  /** The language for a choice, else for a platform's locale, else the vendor's. */
  languageOf(chosen: string | undefined, locale: string | undefined): string
}

const defaultLinkMinutes = 60

const emptyShelf: FileShelf = {
  find: async () => undefined,
  keep: () => Promise.reject(new Error('there is no place where a file could be kept')),
}

/** Wires store, abilities and words to one engine; opens nothing that would have to be closed. */
export function createChat(parts: ChatParts): Chat {
  const { inbox, words, log, language: fallback } = parts
  const identities = createIdentities(parts.database.pool)
  const languageOf = (chosen: string | undefined, locale: string | undefined) =>
    chosen ?? languageFor(locale) ?? fallback
  const languageOfAsker = ({ contact, staff, language }: Asker, locale: string | undefined) =>
    languageOf(contact?.language ?? staff?.language ?? language, locale)

  // Each needs the other: who opens a thread tells those who answer whether it is followed.
  const services = servicesOver(parts, identities, () => threads.forget())
  const threads = createFollowedThreads(services.cases)
  const engine = createEngine({
    router: chatRouter(parts, services, identities, languageOfAsker),
    inbox,
    phrase: (language, name, values) => words.phrase(language, `platform.${name}`, values),
    languageOf: async ({ who, locale }) => languageOfAsker(await identities.findAsker(who), locale),
    follows: threads.follows,
    onFault: (error, key) => log.error({ err: error, key }, 'an accepted request could not be handled yet'),
    onGivenUp: (key, reason) => log.error({ key, reason }, 'a request was given up'),
  })
  return { engine, cases: services.cases, duty: services.duty, findAsker: identities.findAsker, languageOf }
}

function chatRouter(
  parts: ChatParts,
  services: Services,
  identities: Identities,
  languageOfAsker: (asker: Asker, locale: string | undefined) => string,
): Router {
  const { words, log, now } = parts
  return createRouter({
    commands,
    vocabulary: createVocabulary(commandWords(words), staffCommands),
    services,
    now,
    async identify({ who, locale, zone, displayName }) {
      const asker = await identities.findAsker(who)
      void identities
        .remember({
          who,
          ...(locale ? { locale } : {}),
          ...(zone ? { zone } : {}),
          ...(displayName ? { displayName } : {}),
        })
        .catch((error) => log.warn({ err: error }, 'what a platform told of a person could not be kept'))
      const personZone = zone ?? asker.organization?.timeZone
      return { asker, language: languageOfAsker(asker, locale), ...(personZone ? { zone: personZone } : {}) }
    },
    refuse(audience, asker) {
      if (audience === 'everyone') return undefined
      if (audience === 'contacts') {
        if (asker.contact) return undefined
        return asker.staff ? forCustomersView() : signUpFirstView()
      }
      if (audience === 'known' && asker.contact) return undefined
      return asker.staff ? undefined : audience === 'known' ? signUpFirstView() : notAllowedView()
    },
    // "Note that it fails on weekends": from a customer these are words to support.
    canMean: (audience, { contact, staff }) => audience !== 'staff' || staff !== undefined || contact === undefined,
    isInternal: (audience, { staff }) => audience === 'staff' || (audience === 'known' && staff !== undefined),
    hear: hearInThread,
    localize: words.reply,
    lost: async (said, nearest, asking) =>
      (await takeLoose(asking)) ??
      (await looseWords(said, nearest, asking)) ?? { kind: 'view', view: lostView(said, nearest, asking) },
    overlong: (words, asking) => looseWords(words, undefined, asking),
    welcome: homeView,
    broken(error, happening) {
      const reference = randomBytes(3).toString('hex').toUpperCase()
      parts.onBroken?.()
      log.error({ err: error, reference, ...happening }, 'something broke')
      return brokenView(reference)
    },
  })
}

function servicesOver(parts: ChatParts, identities: Identities, onThread: () => void): Services {
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
          channelCalled(id) {
            const place = rooms.placeOf(id)
            return place && { kind: 'conversation', ...place }
          },
          languageFor: (locale) => languageFor(locale) ?? parts.language,
        }),
    ),
  })
  const coverage = createCoverageStore(database.pool)
  const { fileLimitBytes = defaultFileLimitBytes, vendorName = 'Anshin' } = parts
  return {
    coverage,
    registration: createRegistration({
      transactions,
      licenseFingerprints: (number) => secrets.hashes('registration-number', number),
      contractFingerprints: (number) => secrets.hashes('contract-number', number),
    }),
    cases: wireCases(
      {
        database,
        transactions,
        coverage,
        calendars: parts.calendars ?? createCalendars(database.pool, vendorZone),
        fileLimitBytes,
        filesErased: () => parts.filesErased?.(),
      },
      rooms,
    ),
    support: createSupportGuide(database.pool),
    handOuts: createHandOuts(database.pool, { lastsMinutes: parts.linkMinutes ?? defaultLinkMinutes }),
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
      codeHashes: (code) => secrets.hashes('one-time-code', code),
      vendorZone,
    }),
    listedCommands: commands.filter(({ listed }) => listed),
    slackCommand: parts.slackCommand,
    mail: parts.mail,
    duty: createDuty({
      rooms: () => triageChannels(database.pool, rooms),
      accountsOf: identities.staffAccounts,
      platforms,
    }),
    fileLimitBytes,
    shelf: parts.shelf ?? emptyShelf,
    links: parts.links ?? { file: () => undefined, download: () => undefined, timeline: () => undefined },
  }
}
