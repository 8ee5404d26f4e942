/** The bot without its platforms: what people say goes in, what is said to them comes out. */
import { randomBytes } from 'node:crypto'
import { createEngine, type Engine } from './bot/engine.ts'
import { createRouter, type Router } from './bot/router.ts'
import { createVocabulary } from './bot/vocabulary.ts'
import { commandWords } from './command-words.ts'
import type { Cases } from './domain/cases.ts'
import type { Asker } from './domain/contact.ts'
import type { Joining } from './domain/joining.ts'
import { slipsBetween } from './domain/slips.ts'
import { hearInThread, takeLoose } from './features/case-thread/hear.ts'
import { looseWords } from './features/cases/loose-words.ts'
import { fittingQuestions } from './features/fitting-questions.ts'
import {
  brokenView,
  elsewhereView,
  forCustomersView,
  lostView,
  notAllowedView,
  signUpFirstView,
} from './features/help/view.ts'
import { homeView } from './features/home.ts'
import { commands, commandsApart } from './features/index.ts'
import type { Duty, Services } from './features/kit.ts'
import { languageFor } from './i18n.ts'
import type { Logger } from './log.ts'
import { type ServiceParts, servicesOver } from './services.ts'
import { createFollowedThreads } from './store/followed-threads.ts'
import { createIdentities, type Identities } from './store/identities.ts'
import type { Inbox } from './store/inbox.ts'

export interface ChatParts extends ServiceParts {
  inbox: Inbox
  log: Logger
  /** Counts what broke. */
  onBroken?(): void
}

export interface Chat {
  engine: Engine
  cases: Cases
  joining: Joining
  duty: Duty
  findAsker: Identities['findAsker']
  /** The language for a choice, else for a platform's locale, else the vendor's. */
  languageOf(chosen: string | undefined, locale: string | undefined): string
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
  const { cases, joining, duty } = services
  return { engine, cases, joining, duty, findAsker: identities.findAsker, languageOf }
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
    vocabulary: createVocabulary(commandWords(words), slipsBetween, commandsApart),
    services,
    now,
    async identify({ who, locale, zone, displayName }, { conversation }) {
      const asker = await identities.findAsker(who, conversation)
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
    shut: ({ tiedTo, contact, staff }) =>
      tiedTo === undefined || staff || contact?.organizationId === tiedTo ? undefined : elsewhereView(),
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
      (await looseWords(said, nearest, asking)) ?? {
        kind: 'view',
        view: lostView(said, nearest, asking, await fittingQuestions(said, asking)),
      },
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
