/** What a form about a case offers: licenses that are covered, severities that their coverage buys, versions of their product. */
import type { Choice } from '../../bot/command.ts'
import { say, type Text } from '../../bot/view.ts'
import { outsideTopics, type Severity, topics } from '../../domain/case.ts'
import type { CaseOffer } from '../../domain/cases.ts'
import type { ResponseTarget } from '../../domain/response-clock.ts'
import { severitiesFor, targetFor } from '../../domain/support-plan.ts'
import { outsideText, severityText, topicText } from '../case-words.ts'
import { type Ask, organizationOf } from '../kit.ts'
import { shortText } from '../short-text.ts'

/** Instead of a serial number: the question is about no license. */
export const noLicense = 'account'

/** Licenses whose coverage buys support today. */
export const isOffered = ({ severities }: CaseOffer): boolean => severities.length > 0

export const offersFor = (asking: Ask): Promise<CaseOffer[]> =>
  asking.services.cases.offers(organizationOf(asking).id, asking.now)

/** The offer for one license of the asker's; whatever is typed may be asked for. */
export const offerOf = async (asking: Ask, serial: string | undefined): Promise<CaseOffer | undefined> =>
  serial === undefined ? undefined : (await offersFor(asking)).find(({ dossier }) => dossier.serial === serial)

/** An option holds 75 letters: product and serial are told apart by what fits. */
const licenseText = ({ dossier: { product, version, displaySerial } }: CaseOffer): Text =>
  say('case.open.license-choice', {
    product: shortText(product.name, 30),
    version: shortText(version, 15),
    serial: { serial: displaySerial.length > 22 ? displaySerial.slice(-22) : displaySerial },
  })

/** A card in Teams holds no more; further ones are reached from their coverage, or by their serial. */
const mostLicenses = 50

/** `chosen` is among them, however many there are. */
export const licenseChoices = (offers: readonly CaseOffer[], chosen?: string): Choice[] => [
  ...offers
    .filter(isOffered)
    .sort((a, b) => Number(b.dossier.serial === chosen) - Number(a.dossier.serial === chosen))
    .slice(0, mostLicenses)
    .map((offer) => ({ value: offer.dossier.serial as string, label: licenseText(offer) })),
  { value: noLicense, label: say('case.open.account') },
]

export const topicChoices = [
  ...topics.map((value) => ({ value, label: topicText(value) })),
  ...outsideTopics.map((value) => ({ value, label: say('case.open.outside-choice', { topic: outsideText(value) }) })),
]

/** "Severity 1 · production is down: answer within 2 hours, day or night". */
export function severityWithTarget(severity: Severity, { minutes, hours }: ResponseTarget): Text {
  const values = { severity: severityText(severity) }
  return minutes % 60 === 0
    ? say(`case.target.${hours}-hours`, { ...values, count: minutes / 60 })
    : say(`case.target.${hours}-minutes`, { ...values, count: minutes })
}

export const severityChoices = ({ severities }: Pick<CaseOffer, 'severities'>): Choice[] =>
  severities.map(({ severity, firstResponse }) => ({
    value: String(severity),
    label: severityWithTarget(severity, firstResponse),
  }))

/** What a question that needs no coverage is, unless somebody says that more hangs on it. */
export const questionSeverity: Severity = 4

/** For a question that needs no coverage. */
export const questionChoices: Choice[] = severitiesFor('license-question').map((severity) => ({
  value: String(severity),
  label: severityWithTarget(severity, targetFor('first-response', severity)),
}))

/** A name that is longer fits into no list. */
const longestVersion = 30

export const versionChoices = ({ dossier: { versions, version } }: CaseOffer): Choice[] =>
  [...new Set([version, ...versions.map((each) => each.version)])]
    .filter((name) => [...name].length <= longestVersion)
    .slice(0, 100)
    .map((name) => ({ value: name, label: say('common.verbatim', { text: name }) }))
