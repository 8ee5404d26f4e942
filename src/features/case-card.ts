/** A case's facts, times, messages and timeline as blocks, for whichever side reads them. */
import { type Prose, plainProse } from '../bot/prose.ts'
import { type Block, type Fact, say, type Text } from '../bot/view.ts'
import type { Audience, Case, TimelineEntry } from '../domain/case.ts'
import type { Carried, DeliveryState } from '../domain/cases.ts'
import type { TargetKind } from '../domain/response-clock.ts'
import { authorText, starsText, timelineText, topicText } from './case-words.ts'
import { shortLines, shortText } from './short-text.ts'

const instant = (at: Date): Text => say('case.instant', { at: { instant: at.toISOString() } })

const hourIn = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(at)

/** The zone in which it is read, and that of the other side: the support centre's for customers, the customer's for engineers. */
export interface DueZones {
  reader?: string | undefined
  center?: string | undefined
  customer?: string | undefined
}

/** In the reader's zone and, where its clocks differ, in that of the other side. */
export function dueText(at: Date, { reader, center, customer }: DueZones): Text {
  const other = customer ?? center
  if (!other || (reader !== undefined && hourIn(at, reader) === hourIn(at, other))) return instant(at)
  const here = { instant: at.toISOString() }
  return say(customer ? 'case.due.both-customer' : 'case.due.both', { here, there: { ...here, zone: other } })
}

/** The response that is owed now: the first one, or the next one once that was given. */
export const runningTarget = ({ clocks }: Pick<Case, 'clocks'>): TargetKind | undefined =>
  (['first-response', 'next-response'] as const).find(
    (kind) => clocks[kind]?.spells.at(-1)?.to === undefined && clocks[kind] && !clocks[kind].metAt,
  )

/** When an answer is owed; none while no clock runs. */
export function dueFacts(the: Case, zones: DueZones): Fact[] {
  const target = runningTarget(the) ?? 'next-response'
  if (!the.responseDueAt) return []
  return [{ label: say(`case.due.${target}`), value: dueText(the.responseDueAt, zones) }]
}

/** What the case is about and where it stands, without its title; `state` in the words for the reader's side. */
export function caseFacts(
  the: Case,
  told: { state: Text; openedBy?: Text | undefined; organization?: string; due?: Fact[] },
): Fact[] {
  const product = the.product && {
    label: say('case.fact.product'),
    value: the.version
      ? say('case.fact.product-value', {
          product: shortText(the.product.name, 80),
          version: shortText(the.version, 60),
        })
      : say('common.verbatim', { text: shortText(the.product.name, 80) }),
  }
  const link = (key: 'case.fact.follow-up-of' | 'case.fact.merged-into', number: number | undefined): Fact[] =>
    number === undefined ? [] : [{ label: say(key), value: say('case.number', { number: String(number) }) }]
  return [
    { label: say('case.fact.state'), value: told.state },
    { label: say('case.fact.severity'), value: say(`case.severity-value.${the.severity}`) },
    ...(told.due ?? []),
    ...(told.organization
      ? [
          {
            label: say('case.fact.organization'),
            value: say('common.verbatim', { text: shortText(told.organization, 80) }),
          },
        ]
      : []),
    ...(product ? [product] : []),
    ...(the.serial
      ? [
          {
            label: say('case.fact.license'),
            value: say('case.fact.license-value', { serial: { serial: the.displaySerial ?? the.serial } }),
          },
        ]
      : []),
    { label: say('case.fact.topic'), value: topicText(the.topic) },
    {
      label: say('case.fact.engineer'),
      value: the.owner ? say('common.verbatim', { text: shortText(the.owner.name, 60) }) : say('case.nobody-yet'),
    },
    ...(told.openedBy ? [{ label: say('case.fact.opened-by'), value: told.openedBy }] : []),
    { label: say('case.fact.opened'), value: instant(the.openedAt) },
    ...link('case.fact.follow-up-of', the.followUpOf),
    ...link('case.fact.merged-into', the.mergedInto),
    ...(the.rating ? [{ label: say('case.fact.rating'), value: starsText(the.rating.stars) }] : []),
  ]
}

/** The timeline's newest lines, oldest of them first, below a heading; nothing where nothing happened. */
export function timelineBlocks(entries: readonly TimelineEntry[], most = 8): Block[] {
  const items = entries.slice(-most).flatMap((entry) => timelineText(entry) ?? [])
  if (items.length === 0) return []
  return [
    { kind: 'paragraph', text: say('case.timeline'), emphasis: 'strong' },
    { kind: 'bullets', items },
  ]
}

/** The worst of all threads into which a message was carried; undefined where it was carried nowhere. */
export function deliveryOf({ delivery }: Pick<Carried<Audience>, 'delivery'>): DeliveryState | undefined {
  return (['failed', 'retrying', 'sent'] as const).find((state) => delivery.some((each) => each.state === state))
}

/** Letters of a message that are shown in a list of messages. */
const mostLetters = 600
/** Lines of it: each is an element of its own in a card. */
const mostLines = 15

/** One message with its formatting, its files, and how it fared; a long one is shown by its beginning. */
export function messageBlocks(message: Carried<Audience>): Block[] {
  const { author, at, editedAt, erasedAt, files, text } = message
  const delivery = deliveryOf(message)
  const head = say(editedAt ? 'case.message.head-edited' : 'case.message.head', {
    by: authorText(author),
    at: { instant: at.toISOString() },
  })
  if (erasedAt) return [{ kind: 'entry', title: head, text: say('case.message.erased') }]
  const beginning = shortLines(text, mostLetters, mostLines)
  const isLong = beginning !== undefined
  const prose: Prose = isLong ? plainProse(beginning) : (message.words as Prose)
  return [
    { kind: 'entry', title: head },
    ...(prose.length > 0 ? [{ kind: 'prose' as const, prose }] : []),
    ...(isLong ? [{ kind: 'paragraph' as const, text: say('case.message.cut'), emphasis: 'subtle' as const }] : []),
    ...(files.length > 0
      ? [
          {
            kind: 'bullets' as const,
            items: files
              .slice(0, 8)
              .map(({ name, status }) => say(`case.file.${status}`, { name: shortText(name, 60) })),
          },
        ]
      : []),
    ...(delivery
      ? [{ kind: 'paragraph' as const, text: say(`case.delivery.${delivery}`), emphasis: 'subtle' as const }]
      : []),
  ]
}
