/** The second step to a case: how bad it is, what happens. Submitting it opens the case. */
import { Refusal } from '../../bot/command.ts'
import { choiceField } from '../../bot/field.ts'
import { formOf } from '../../bot/form.ts'
import { answer, type Form, type Reply, say } from '../../bot/view.ts'
import { topics } from '../../domain/case.ts'
import type { CaseOffer, NewCase } from '../../domain/cases.ts'
import { topicText } from '../case-words.ts'
import { hereOf, messageOf, messageOfText } from '../case-writing.ts'
import { fittingQuestions } from '../fitting-questions.ts'
import { type Ask, command, contactOf, organizationOf } from '../kit.ts'
import {
  descriptionField,
  hiddenText,
  messageFields,
  readSeverity,
  serialCarried,
  severityField,
  titleField,
  versionField,
} from './fields.ts'
import { earlierMessage, type Found, isAmongVendor, isUnchanged, messageAt, readAround } from './message-at.ts'
import {
  isOffered,
  noLicense,
  offerOf,
  questionChoices,
  questionSeverity,
  severityChoices,
  versionChoices,
} from './offers.ts'
import { alreadyView, openedView, othersThreadView, uncoveredView, viewerView } from './open-view.ts'

const topicCarried = choiceField({
  label: 'case.fact.topic',
  choices: topics.map((value) => ({ value, label: topicText(value) })),
})

/** What both the form's choices and its answer rest on. */
async function judged(asking: Ask, serial: string | undefined, topic: string | undefined) {
  const offer = await offerOf(asking, serial === noLicense ? undefined : serial)
  return { offer, isQuestion: topic === 'license' }
}

/** Opens a case; reached by the first step, and by buttons that know what it is about. */
export const describeCase = command({
  name: 'case.describe',
  listed: false,
  audience: 'contacts',
  fields: {
    severity: severityField,
    title: titleField,
    description: descriptionField,
    version: versionField,
    topic: { ...topicCarried, hidden: true },
    serial: serialCarried,
    follows: hiddenText(20),
    once: hiddenText(300),
    ...messageFields,
  },
  form: { title: 'case.describe.title', submit: 'case.describe.submit' },
  async before(asking) {
    if (contactOf(asking).role !== 'viewer') return undefined
    const organization = organizationOf(asking)
    return answer(viewerView(organization, await asking.services.support.openersAt(organization.id)))
  },
  async choicesFor(asking, known) {
    const { offer, isQuestion } = await judged(asking, known.serial, known.topic)
    return {
      severity: isQuestion ? questionChoices : offer ? severityChoices(offer) : [],
      version: offer ? versionChoices(offer) : [],
      // Whoever sends one form twice opens one case.
      once: [{ value: asking.key, label: say('common.anshin') }],
    }
  },
  async run(values, asking): Promise<Reply> {
    const { topic, version, title, description } = values
    const severity = readSeverity(values.severity)
    const { offer, isQuestion } = await judged(asking, values.serial, topic)
    if (!isQuestion && !(offer && isOffered(offer))) return answer(await uncovered(offer, asking))
    if (version !== undefined && offer && !versionChoices(offer).some(({ value }) => value === version))
      throw new Refusal(say('errors.choice'), 'version')

    const at = (await isAmongVendor(asking)) ? undefined : messageAt(values, asking)
    const found: Found = at ? await readAround(asking, at) : { earlier: [], missed: false }
    const told = describedBy(description, found, asking)
    const request: NewCase = {
      topic,
      severity,
      title,
      ...(offer ? { serial: offer.dossier.serial, version: version ?? offer.dossier.version } : {}),
      ...told,
      ...(at?.thread ? { thread: { ...hereOf(asking), thread: at.thread } } : {}),
      ...(values.follows && /^\d{1,9}$/.test(values.follows)
        ? { followUpOf: Number(values.follows) as NonNullable<NewCase['followUpOf']> }
        : {}),
    }
    return openNow(request, values.once, offer, found, asking)
  },
})

/** The form of the second step, with what is known already. */
export async function describeForm(known: Record<string, string>, asking: Ask): Promise<Form> {
  const { offer, isQuestion } = await judged(asking, known.serial, known.topic)
  const raw = {
    ...(isQuestion ? { severity: String(questionSeverity) } : {}),
    ...(offer ? { version: offer.dossier.version } : {}),
    ...known,
  }
  return formOf(describeCase, raw, {}, await describeCase.choicesFor?.(asking, raw))!
}

/** A message that nobody changed in the form keeps its formatting, its length and its files. */
function describedBy(description: string, found: Found, asking: Ask): Pick<NewCase, 'description' | 'earlier'> {
  const { original, earlier } = found
  const isItself = original !== undefined && isUnchanged(description, original.written)
  const before =
    original && !isItself ? [...earlier, original].sort((a, b) => a.at.getTime() - b.at.getTime()) : earlier
  return {
    description: isItself ? messageOf(asking, original.written) : messageOfText(description),
    ...(before.length > 0 ? { earlier: before.map((heard) => earlierMessage(heard, asking)) } : {}),
  }
}

async function uncovered(offer: CaseOffer | undefined, asking: Ask) {
  const center = offer && (await asking.services.support.centerOf(offer.dossier.product.id))
  return uncoveredView(organizationOf(asking), { offer, center })
}

/** Where the asker follows a case that has no thread in a channel. */
function ownThreadOf({ who, place }: Ask): 'direct' | 'chat' | 'below' {
  if (who.platform === 'slack') return 'direct'
  return place.kind === 'direct' ? 'below' : 'chat'
}

async function openNow(
  request: NewCase,
  once: string | undefined,
  offer: CaseOffer | undefined,
  found: Found,
  asking: Ask,
): Promise<Reply> {
  const { cases, support } = asking.services
  const contact = contactOf(asking)
  const organization = organizationOf(asking)
  const by = { kind: 'contact' as const, who: asking.who, contact }
  const opened = await cases.open(by, request, `${contact.id}:${once ?? asking.key}`, asking.now)
  switch (opened.status) {
    case 'opened': {
      const center = opened.case.product && (await support.centerOf(opened.case.product.id))
      return answer(
        openedView(opened.case, {
          zones: { reader: asking.zone, center: center?.timeZone },
          where: request.thread ? 'here' : ownThreadOf(asking),
          brought: { count: request.earlier?.length ?? 0, missed: found.missed },
          questions: await fittingQuestions(request.title, asking, opened.case.product?.id),
        }),
      )
    }
    case 'already':
      return answer(
        opened.case.organizationId === organization.id
          ? alreadyView(opened.case, request.thread ? 'here' : 'opened')
          : othersThreadView(),
      )
    case 'not-covered':
      return answer(await uncovered(opened.offer ?? offer, asking))
    case 'severity-not-offered':
      throw new Refusal(say('case.severity-not-offered'), 'severity')
    case 'not-allowed':
      return answer(viewerView(organization, await support.openersAt(organization.id)))
  }
}
