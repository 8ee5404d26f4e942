/** The first step to a case: what it is about, and whether this is the right place for it (R6.1, R6.2). */
import { Refusal } from '../../bot/command.ts'
import { formOf } from '../../bot/form.ts'
import { answer, ask, type Form, type Reply, say } from '../../bot/view.ts'
import { type OutsideTopic, outsideTopics, type Topic } from '../../domain/case.ts'
import { nearestLicenses } from '../../domain/license-search.ts'
import { normalizeSerial } from '../../domain/serial.ts'
import { longestCarried } from '../case-writing.ts'
import { type Ask, command, contactOf, organizationOf } from '../kit.ts'
import { describeForm } from './describe-command.ts'
import { openFields } from './fields.ts'
import { messageAt, wordsAt } from './message-at.ts'
import { isOffered, licenseChoices, noLicense, offerOf, offersFor } from './offers.ts'
import { nearestView, outsideView, uncoveredView, viewerView } from './open-view.ts'

/** Partners that are named; more would be a directory. */
const mostPartners = 2

const isOutside = (topic: Topic | OutsideTopic): topic is OutsideTopic =>
  (outsideTopics as readonly string[]).includes(topic)

/** Who may not open one, or could open none, reads why, and the ways on. */
export async function beforeOpening(asking: Ask): Promise<Reply | undefined> {
  const organization = organizationOf(asking)
  const { support } = asking.services
  if (contactOf(asking).role === 'viewer')
    return answer(viewerView(organization, await support.openersAt(organization.id)))
  const offers = await offersFor(asking)
  if (offers.some(isOffered)) return undefined
  const [any] = offers
  return answer(uncoveredView(organization, { center: any && (await support.centerOf(any.dossier.product.id)) }))
}

/** `case open`, `case open OMF-2026-0001 the server is down`. */
export const openCase = command({
  name: 'case.open',
  listed: true,
  shortcuts: ['global'],
  audience: 'contacts',
  fields: openFields,
  form: { title: 'case.open.title', submit: 'case.open.submit', intro: 'case.open.intro' },
  fromWords(words) {
    const tokens = words.split(/\s+/u).filter(Boolean)
    const at = tokens.findIndex((token) => /\d/.test(token) && (normalizeSerial(token)?.length ?? 0) >= 6)
    const license = at < 0 ? undefined : normalizeSerial(tokens[at]!)
    const text = (at < 0 ? tokens : tokens.toSpliced(at, 1)).join(' ')
    return { ...(license ? { license } : {}), ...(text ? { text } : {}) }
  },
  async before(asking, known) {
    const instead = await beforeOpening(asking)
    return instead ?? (await perhapsMeant(known, asking))
  },
  choicesFor: async (asking, known) => ({ license: licenseChoices(await offersFor(asking), known.license) }),
  async run({ license, topic, text, ...message }, asking) {
    const serial = license === noLicense ? undefined : license
    const offer = await offerOf(asking, serial)
    if (serial !== undefined && !offer) throw new Refusal(say('errors.choice'), 'license')
    if (topic !== 'license' && !offer) throw new Refusal(say('case.open.license-needed'), 'license')
    const at = messageAt(message, asking)
    const words = text ?? (at && (await wordsAt(asking, at)))
    const values = {
      ...(serial ? { serial } : {}),
      ...(at ? { conversation: asking.place.conversation, ...at } : {}),
      ...(words ? { title: firstLine(words), description: words } : {}),
    }
    if (isOutside(topic)) return answer(await elsewhere(topic, { ...values, topic: 'how-to' }, asking))
    if (topic !== 'license' && offer && !isOffered(offer)) {
      const center = await asking.services.support.centerOf(offer.dossier.product.id)
      return answer(uncoveredView(organizationOf(asking), { offer, center }))
    }
    return ask(await describeForm({ ...values, topic }, asking))
  },
})

/** A serial that is none of the asker's but near to one of them: which one is meant is asked before anything else. */
async function perhapsMeant({ license, ...rest }: Record<string, string>, asking: Ask): Promise<Reply | undefined> {
  if (license === undefined || license === noLicense) return undefined
  const offers = await offersFor(asking)
  if (offers.some(({ dossier }) => dossier.serial === normalizeSerial(license))) return undefined
  const near = nearestLicenses(
    license,
    offers.filter(isOffered).map(({ dossier }) => dossier),
  )
  return near.length > 0 ? answer(nearestView(near, carriedOn(rest))) : undefined
}

/** What was typed besides goes along, as far as a button holds it. */
const carriedOn = ({ topic, text }: Record<string, string>): Record<string, string> => ({
  ...(topic ? { topic } : {}),
  ...(text && text.length <= longestCarried ? { text } : {}),
})

/** The form of the first step, with what is known already. */
export const openForm = async (known: Record<string, string>, asking: Ask): Promise<Form> =>
  formOf(openCase, known, {}, await openCase.choicesFor?.(asking, known))!

function firstLine(words: string): string {
  const line = words.split('\n').find((each) => each.trim() !== '') ?? ''
  const short = line.replace(/\s+/gu, ' ').trim()
  return [...short].length > 100 ? `${[...short].slice(0, 99).join('')}…` : short
}

/** The centre answers for the product; partners come to the customer and build what is the customer's own. */
async function elsewhere(topic: OutsideTopic, values: Record<string, string>, asking: Ask) {
  const { support } = asking.services
  const offer = await offerOf(asking, values.serial)
  const isForPartners = topic === 'on-site' || topic === 'custom-work'
  const [center, partners] = await Promise.all([
    offer && support.centerOf(offer.dossier.product.id),
    isForPartners
      ? support.partnersFor(organizationOf(asking), offer?.dossier.product.family, mostPartners)
      : Promise.resolve([]),
  ])
  const told = { center, partners, language: asking.language, family: offer?.dossier.product.family }
  return outsideView(topic, told, values)
}
