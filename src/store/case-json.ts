/** Cases and their messages as PostgreSQL puts them together, and as the domain has them: instants are `Date`s again. */
import type { Audience, CaseMessage, TimelineEntry } from '../domain/case.ts'
import type { CaseOnFile } from '../domain/case-store.ts'
import { clockFromJson } from '../domain/response-clock.ts'

/** `k` is a case. */
export const fromCases = `FROM cases k LEFT JOIN products kp ON kp.id = k.product_id
  LEFT JOIN staff ko ON ko.email = k.owner_email`

export const caseJson = `
  json_strip_nulls(json_build_object('number', k.number, 'organizationId', k.organization_id, 'openedBy', k.opened_by,
    'topic', k.topic, 'severity', k.severity, 'status', k.status, 'title', k.title,
    'product', CASE WHEN kp.id IS NOT NULL THEN json_build_object('id', kp.id, 'name', kp.name, 'family', kp.family) END,
    'serial', k.serial, 'version', k.version,
    'displaySerial', (SELECT l.display_serial FROM licenses l WHERE l.serial = k.serial),
    'owner', CASE WHEN k.owner_email IS NOT NULL
      THEN json_build_object('email', k.owner_email, 'name', COALESCE(ko.name, k.owner_email)) END,
    'openedAt', k.opened_at, 'claimedAt', k.claimed_at, 'leaseUntil', k.lease_until, 'resolvedAt', k.resolved_at,
    'closedAt', k.closed_at, 'closing', k.closing, 'waitingSince', k.waiting_since, 'reminders', k.reminders,
    'followUpOf', k.follow_up_of, 'mergedInto', k.merged_into,
    'rating', CASE WHEN k.stars IS NOT NULL THEN json_build_object('stars', k.stars, 'comment', k.rating_comment) END,
    'clocks', k.clocks, 'nextDueAt', k.next_due_at, 'responseDueAt', k.response_due_at, 'lastWordAt', k.last_word_at))`

/** `m` is a message. */
export const messageJson = `
  json_strip_nulls(json_build_object('id', m.id, 'caseNumber', m.case_number, 'audience', m.audience,
    'author', CASE m.author_kind
      WHEN 'contact' THEN json_build_object('kind', 'contact', 'id', m.author, 'name', m.author_name)
      WHEN 'staff' THEN json_build_object('kind', 'staff', 'email', m.author, 'name', m.author_name)
      ELSE json_build_object('kind', 'system') END,
    'words', m.words, 'text', m.text, 'at', m.at, 'editedAt', m.edited_at, 'erasedAt', m.erased_at,
    'revision', m.revision,
    'origin', CASE WHEN m.message IS NOT NULL THEN json_build_object('platform', m.platform, 'workspace', m.workspace,
      'conversation', m.conversation, 'message', m.message) END,
    'files', ARRAY(
      SELECT json_strip_nulls(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type,
        'status', f.status, 'reason', f.reason))
      FROM case_files f WHERE f.message_id = m.id ORDER BY f.position)))`

/** `e` is a line of the timeline. */
export const entryJson = `
  json_build_object('at', e.at, 'audience', e.audience, 'kind', e.kind, 'detail', e.detail,
    'by', CASE e.actor_kind
      WHEN 'contact' THEN json_build_object('kind', 'contact', 'id', e.actor, 'name', e.actor_name)
      WHEN 'staff' THEN json_build_object('kind', 'staff', 'email', e.actor, 'name', e.actor_name)
      ELSE json_build_object('kind', 'system') END)`

/** What came out of JSON: instants are still texts. */
type Told<T> = { [K in keyof T]: unknown }

/** The same object with `Date`s where these names hold an instant. */
function withInstants<T>(told: Told<T>, names: readonly (keyof T)[]): T {
  const found = { ...told } as Record<keyof T, unknown>
  for (const name of names) if (name in found) found[name] = new Date(found[name] as string)
  return found as T
}

export function caseOf(told: Told<CaseOnFile>): CaseOnFile {
  const found = withInstants<CaseOnFile>(told, [
    ...(['openedAt', 'claimedAt', 'leaseUntil', 'resolvedAt', 'closedAt'] as const),
    ...(['waitingSince', 'nextDueAt', 'responseDueAt', 'lastWordAt'] as const),
  ])
  const clocks = Object.entries(told.clocks as object).map(([kind, clock]) => [kind, clockFromJson(clock)])
  return { ...found, clocks: Object.fromEntries(clocks) }
}

/** `A` is what the SQL selected. */
export const messageOf = <A extends Audience>(told: Told<CaseMessage<A>>): CaseMessage<A> =>
  withInstants<CaseMessage<A>>(told, ['at', 'editedAt', 'erasedAt'])

export const entryOf = <A extends Audience>(told: Told<TimelineEntry<A>>): TimelineEntry<A> =>
  withInstants<TimelineEntry<A>>(told, ['at'])

export type ToldCase = Told<CaseOnFile>
export type ToldMessage<A extends Audience = Audience> = Told<CaseMessage<A>>
export type ToldEntry<A extends Audience = Audience> = Told<TimelineEntry<A>>
