/** R6.1 – R6.4: opening a case. */
import { type CaseMessage, type CaseThread, cardKey, type Severity } from './case.ts'
import { atDesk, contactAuthor, type Desk, keep, record, tell } from './case-desk.ts'
import { judged } from './case-files.ts'
import { firstClock } from './case-moves.ts'
import type { CaseOnFile, CaseParts, MessageToKeep } from './case-store.ts'
import type { CaseDeeds, CaseOffer, ContactActor, NewCase, NewMessage, Opened } from './cases.ts'
import type { Contact, ContactId } from './contact.ts'
import { type Coverage, coverageOn } from './coverage.ts'
import type { LicenseDossier } from './license.ts'
import { dayIn, type LocalDate } from './local-date.ts'
import { severitiesFor, targetFor } from './support-plan.ts'

/** The level of what covers a license, where anything does. */
export const levelOf = (coverage: Coverage) => ('level' in coverage ? coverage.level : undefined)

/** What a license's coverage buys on a day. */
export function offerOf(dossier: LicenseDossier, day: LocalDate, version?: string): CaseOffer {
  const coverage = coverageOn(day, dossier, version ? { versionInUse: version } : {})
  const severities = severitiesFor(coverage.status).map((severity) => ({
    severity,
    firstResponse: targetFor('first-response', severity, levelOf(coverage)),
  }))
  return { dossier, coverage, severities }
}

/** A message of a person as it is kept, with what is not carried refused. */
export const messageOf = (
  { words, text, files, origin }: NewMessage,
  limitBytes: number,
): Pick<MessageToKeep, 'words' | 'text' | 'files' | 'origin'> => ({
  words,
  text,
  files: files.map((file) => ({ ...file, ...judged(file, limitBytes) })),
  ...(origin ? { origin } : {}),
})

export function createOpening(parts: CaseParts): Pick<CaseDeeds, 'open'> {
  return {
    open: (by, request, key, now) =>
      atDesk(parts, by, now, async (desk): Promise<Opened> => {
        const contact = await desk.ports.contact(by.contact.id)
        if (!contact) return { status: 'not-allowed' }
        const before = await desk.ports.openedBefore(key, request.thread)
        // In a channel that two customers share, the other one's case is none of theirs.
        const isOwn = before?.organizationId === contact.organizationId
        if (before && isOwn) return { status: 'already', case: before }
        if (contact.role === 'viewer') return { status: 'not-allowed' }
        const granted = await judgedRequest(desk, contact, request)
        if ('status' in granted) return granted
        const { thread: _, ...withoutThread } = request
        return openFor({ ...desk, author: contactAuthor(contact) }, contact, before ? withoutThread : request, {
          key,
          by,
          ...granted,
        })
      }),
  }
}

type Granted = Pick<CaseOffer, 'coverage' | 'dossier'> | { dossier?: undefined; coverage?: undefined }

/** Whether the customer may open it (R6.2), with the license that it is about. */
async function judgedRequest(
  { ports, now }: Desk,
  { organizationId }: Contact,
  { topic, severity, serial, version }: NewCase,
): Promise<Granted | Exclude<Opened, { status: 'opened' | 'already' }>> {
  const organization = await ports.organization(organizationId)
  const dossier = serial && (await ports.dossier(organizationId, serial))
  const offer = organization && dossier && offerOf(dossier, dayIn(now, organization.timeZone), version)
  if (topic !== 'license' && !offer?.severities.length) return { status: 'not-covered', ...(offer ? { offer } : {}) }
  const offered: readonly Severity[] =
    topic === 'license' ? severitiesFor('license-question') : (offer?.severities.map((each) => each.severity) ?? [])
  if (!offered.includes(severity)) return { status: 'severity-not-offered', offered: [...offered] }
  return offer ? { dossier: offer.dossier, coverage: offer.coverage } : {}
}

const longestTitle = 200

/** One line, whatever was pasted. */
const titleOf = (title: string): string => [...title.replace(/\s+/gu, ' ').trim()].slice(0, longestTitle).join('')

async function openFor(
  desk: Desk,
  contact: Contact,
  request: NewCase,
  { key, by, dossier, coverage }: Granted & { key: string; by: ContactActor },
): Promise<Opened> {
  const { ports, now } = desk
  const { topic, severity } = request
  const version = request.version ?? dossier?.version
  const followed = request.followUpOf === undefined ? undefined : await ports.lockCase(request.followUpOf)
  const opened = await ports.insertCase({
    key,
    organizationId: contact.organizationId,
    openedBy: contact.id,
    ...{ topic, severity, status: 'new', openedAt: now, lastWordAt: now, reminders: 0 },
    title: titleOf(request.title),
    ...(dossier ? { productId: dossier.product.id, serial: dossier.serial } : {}),
    ...(dossier && version ? { version } : {}),
    ...(followed?.organizationId === contact.organizationId ? { followUpOf: followed.number } : {}),
    clocks: firstClock({ severity }, now, coverage && levelOf(coverage)),
  })
  await makeThreads(desk, opened, request.thread, by, dossier?.product)
  const told = await keepTold(desk, opened, contact, request)
  await record(desk, opened, 'customer', 'case-opened')
  const kept = await keep(desk, opened)
  tell(desk, kept, { kind: 'case-opened' })
  for (const { id, audience } of told)
    tell(desk, kept, { kind: 'case-written', messageId: id, audience, opening: true })
  return { status: 'opened', case: kept }
}

async function makeThreads(
  { ports, parts }: Desk,
  { number }: CaseOnFile,
  thread: NewCase['thread'],
  { who, contact }: ContactActor,
  product: { id: string; family: string } | undefined,
): Promise<void> {
  const side = 'customer'
  if (thread) await ports.addThread({ caseNumber: number, side, kind: 'conversation', ...thread })
  else {
    const rootKey = `case:${number}:opened:${who.platform}:${who.workspace}:${who.user}`
    await ports.addThread({ caseNumber: number, side, kind: 'person', who, contactId: contact.id, rootKey })
  }
  const channel = product && (await ports.triageChannel(product))
  const place = (channel && parts.triage.placeOf(channel)) || parts.triage.default
  if (!place) return
  const engineers: Omit<Extract<CaseThread, { kind: 'conversation' }>, 'id'> = {
    ...{ caseNumber: number, side: 'engineers', kind: 'conversation', rootKey: cardKey(number) },
    ...{ platform: place.platform, workspace: place.workspace, conversation: place.conversation },
  }
  await ports.addThread(engineers)
}

/** What was said in the thread before, then the description. A message that belongs to another case stays there. */
async function keepTold({ ports, parts, author, now }: Desk, { number }: CaseOnFile, own: Contact, request: NewCase) {
  const kept: (CaseMessage | undefined)[] = []
  const common = { caseNumber: number, audience: 'customer' } as const
  for (const { by, at, message } of request.earlier ?? []) {
    const { contact } = await ports.person(by.who)
    const known = contact?.organizationId === own.organizationId ? contact : undefined
    const writer = { kind: 'contact', id: known?.id ?? ('' as ContactId), name: known?.name ?? by.name } as const
    kept.push(await ports.keepMessage({ ...common, ...messageOf(message, parts.fileLimitBytes), author: writer, at }))
  }
  const { origin, ...description } = messageOf(request.description, parts.fileLimitBytes)
  const told = { ...common, ...description, author, at: now }
  // The description is the case's own even where its message was kept before.
  kept.push((origin && (await ports.keepMessage({ ...told, origin }))) || (await ports.keepMessage(told)))
  return kept.filter((message): message is CaseMessage => message !== undefined)
}
