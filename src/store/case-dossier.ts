/** All that a listener needs in order to tell of a case, in the transaction of what happened to it. */
import type { CaseNumber } from '../domain/case.ts'
import type { CaseDossier, ReachableStaff } from '../domain/cases.ts'
import type { Reachable } from '../domain/directory.ts'
import type { Organization } from '../domain/organization.ts'
import { readMergedThreads, readThreads } from './case-threads.ts'
import { readCase } from './cases.ts'
import { contactJson, organizationJson, staffJson } from './domain-json.ts'
import type { Sql } from './transaction.ts'

/** Those of `i`, the first linked first. */
const identitiesWhere = (condition: string) => `ARRAY(
  SELECT json_strip_nulls(json_build_object('platform', i.platform, 'workspace', i.workspace, 'user', i.user_id,
    'locale', i.platform_locale, 'zone', i.zone))
  FROM chat_identities i WHERE ${condition} ORDER BY i.linked_at, i.platform, i.user_id)`

const reachableWhere = (condition: string) => `json_build_object('contact', ${contactJson},
  'identities', ${identitiesWhere(`i.contact_id = c.id AND ${condition}`)})`
/** `c` is a contact, `s` one of the vendor's people. */
export const reachableContact = reachableWhere('c.removed_at IS NULL')
/** Also one who was removed, in the accounts that they had. */
export const contactOnFile = reachableWhere('true')
const reachableOpener = reachableWhere('c.removed_at IS NULL AND c.organization_id = k.organization_id')
const reachableStaff = `json_strip_nulls(json_build_object('staff', ${staffJson}, 'channel', s.triage_channel,
  'identities', ${identitiesWhere('i.email = s.email')}))`

const readAround = `
  SELECT ${organizationJson} AS organization,
    (SELECT ${reachableOpener} FROM contacts c WHERE c.id = k.opened_by) AS "openedBy",
    ARRAY(SELECT ${reachableContact} FROM case_followers f JOIN contacts c ON c.id = f.contact_id
      WHERE f.case_number = k.number AND c.id <> k.opened_by AND c.removed_at IS NULL
        AND c.organization_id = k.organization_id ORDER BY c.name, c.id) AS followers,
    (SELECT ${reachableStaff} FROM staff s WHERE s.email = k.owner_email) AS owner,
    ARRAY(SELECT ${reachableStaff} FROM case_watchers w JOIN staff s ON s.email = w.email
      WHERE w.case_number = k.number ORDER BY s.email) AS watchers,
    ARRAY(SELECT ${reachableStaff} FROM staff s WHERE s.role = 'manager'
      AND (cardinality(s.products) = 0 OR p.id IS NULL OR s.products && ARRAY[p.id, p.family])
      ORDER BY s.email) AS managers,
    CASE WHEN sc.time_zone IS NOT NULL THEN json_build_object('name', sc.name, 'timeZone', sc.time_zone) END AS center
  FROM cases k JOIN organizations o ON o.id = k.organization_id
  LEFT JOIN products p ON p.id = k.product_id LEFT JOIN support_centers sc ON sc.id = p.center_id
  WHERE k.number = $1`

interface Around {
  organization: Organization
  openedBy: Reachable
  followers: Reachable[]
  owner: ReachableStaff | null
  watchers: ReachableStaff[]
  managers: ReachableStaff[]
  center: { name: string; timeZone: string } | null
}

/** Somebody who opened it and left the organization since is still named, and not reached: neither their accounts nor their thread. */
export async function readDossier(sql: Sql, number: CaseNumber): Promise<CaseDossier | undefined> {
  const found = await readCase(sql, number)
  if (!found) return undefined
  const [row] = await sql.query<Around>(readAround, [number])
  const { threads, former } = await readThreads(sql, number)
  const merged = await readMergedThreads(sql, number)
  const elsewhere = found.mergedInto ? (await readThreads(sql, found.mergedInto)).threads : []
  const { owner, center, ...around } = row!
  return {
    case: found,
    ...around,
    threads,
    mergedThreads: merged.threads,
    formerThreads: [...former, ...merged.former],
    engineersElsewhere: elsewhere.filter(({ side }) => side === 'engineers'),
    ...(found.responseDueAt ? { dueAt: found.responseDueAt } : {}),
    ...(owner ? { owner } : {}),
    ...(center ? { center } : {}),
  }
}
