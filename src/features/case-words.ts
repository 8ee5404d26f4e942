/** The words for a case's facts, shared by all who speak of cases. */
import { say, type Text } from '../bot/view.ts'
import type {
  Author,
  Case,
  CaseNumber,
  CaseStatus,
  Closing,
  OutsideTopic,
  Severity,
  TimelineEntry,
  Topic,
} from '../domain/case.ts'
import type { CaseEvent } from '../domain/case-events.ts'
import { shortText } from './short-text.ts'

/** As text: a number would be grouped for its reader ("1,204"). */
export const caseName = (number: CaseNumber | number): Text => say('case.number', { number: String(number) })
/** "Case 12: Login fails", short enough for a heading. */
export const caseHeading = ({ number, title }: Pick<Case, 'number' | 'title'>): Text =>
  say('case.titled', { number: String(number), title: shortText(title, 80) })
export const statusText = (status: CaseStatus): Text => say(`case.status.${status}`)
/** The same for the customer, whose answer is waited for. */
export const statusForCustomer = (status: CaseStatus): Text =>
  status === 'waiting' ? say('case.waiting-for-you') : statusText(status)
export const severityText = (severity: Severity): Text => say(`case.severity.${severity}`)
export const severityShort = (severity: Severity): Text => say(`case.severity-short.${severity}`)
export const topicText = (topic: Topic): Text => say(`case.topic.${topic}`)
export const outsideText = (topic: OutsideTopic): Text => say(`case.outside.${topic}`)
export const closingText = (closing: Closing): Text => say(`case.closing.${closing}`)
export const starsText = (stars: number): Text =>
  say(`case.stars.${Math.min(5, Math.max(1, Math.round(stars))) as 1 | 2 | 3 | 4 | 5}`)

/** Whoever did or wrote something; the vendor's people are told apart. */
export const authorText = (author: Author): Text =>
  author.kind === 'system'
    ? say('common.anshin')
    : say(`case.author.${author.kind}`, { name: shortText(author.name, 60) })

const closings: readonly string[] = ['solved', 'no-answer', 'withdrawn', 'merged'] satisfies Closing[]

const eventTexts: Record<CaseEvent['kind'], (detail: Record<string, string>) => Text> = {
  'case-opened': () => say('case.event.opened'),
  'case-claimed': () => say('case.event.claimed'),
  'case-released': () => say('case.event.released'),
  'case-lease-ended': () => say('case.event.lease-ended'),
  'case-transferred': () => say('case.event.transferred'),
  'case-taken-over': () => say('case.event.taken-over'),
  'case-written': () => say('case.event.written'),
  'case-rewritten': () => say('case.event.rewritten'),
  'case-erased': () => say('case.event.erased'),
  'case-resolved': () => say('case.event.resolved'),
  'case-closed': ({ closing }) =>
    closing && closings.includes(closing)
      ? say('case.event.closed', { closing: closingText(closing as Closing) })
      : say('case.event.closed-plainly'),
  'case-reopened': () => say('case.event.reopened'),
  'case-severity-changed': ({ from, to }) => say('case.event.severity-changed', { from: from ?? '?', to: to ?? '?' }),
  'case-merged': ({ into }) => (into ? say('case.event.merged', { into }) : say('case.event.merged-plainly')),
  'case-rated': () => say('case.event.rated'),
  'case-followed': () => say('case.event.followed'),
  'case-unfollowed': () => say('case.event.unfollowed'),
  'case-watched': () => say('case.event.watched'),
  'case-unwatched': () => say('case.event.unwatched'),
  'case-warned': () => say('case.event.warned'),
  'case-breached': () => say('case.event.breached'),
  'case-reminded': () => say('case.event.reminded'),
  'case-delivery-failed': () => say('case.event.delivery-failed'),
}

/** One line of the timeline: when, what, who. A kind that nobody put into words yet stays away. */
export function timelineText({ at, by, kind, detail }: TimelineEntry): Text | undefined {
  const what = Object.hasOwn(eventTexts, kind) ? eventTexts[kind as CaseEvent['kind']](detail) : undefined
  return what && say('case.event.line', { at: { instant: at.toISOString() }, what, by: authorText(by) })
}
