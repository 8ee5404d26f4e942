/** Who did what, for the vendor's records (R9.3): appended with the change itself, never changed or removed. */
import type { CaseEvent } from './case-events.ts'
import type { ContactEvent } from './contact-events.ts'
import type { DomainEvent } from './events.ts'
import { identityKey } from './identity.ts'

export interface AuditEntry {
  at: Date
  /** An identity's key, or the program's part that acted on its own. */
  actor: string
  action: DomainEvent['kind']
  /** What it was done to: a serial, an agreement's or a contact's id. */
  subject?: string
  organizationId?: string
  /** Facts without secrets. */
  detail: Record<string, string>
}

/** The entry that an event leaves. No entry ever holds a code, a registration number or a mail address of a stranger. */
export function auditEntryOf(event: DomainEvent, at: Date): AuditEntry {
  if ('number' in event) return caseEntryOf(event, at)
  const entry = { at, actor: identityKey(event.who), action: event.kind, detail: {} }
  if ('tie' in event || 'request' in event || 'subject' in event || event.kind === 'contact-left')
    return { ...entry, ...factsOfContact(event) }
  const ofContact = 'contactId' in event ? { organizationId: event.organizationId } : {}
  switch (event.kind) {
    case 'license-registered':
      return { ...entry, ...ofContact, subject: event.serial, detail: { contact: event.contactId } }
    case 'agreement-registered':
      return {
        ...entry,
        ...ofContact,
        subject: event.agreementId,
        detail: { contact: event.contactId, serial: event.serial },
      }
    case 'signed-up':
      return { ...entry, ...ofContact, subject: event.contactId, detail: { how: event.how } }
    case 'invitation-claimed':
    case 'identity-linked':
      return { ...entry, ...ofContact, subject: event.contactId }
    case 'registration-locked':
      return { ...entry, ...ofContact, subject: event.contactId, detail: { until: event.until.toISOString() } }
    case 'codes-locked':
      return { ...entry, detail: { until: event.until.toISOString() } }
    case 'language-chosen':
      return { ...entry, detail: { language: event.language } }
    case 'staff-recognised':
      return { ...entry, subject: event.email }
    case 'sales-asked':
    case 'sales-withdrawn':
    case 'sales-taken':
    case 'sales-released':
    case 'sales-done': {
      const { id, organizationId, kind, subject } = event.sales
      return {
        ...entry,
        organizationId,
        subject: `sales ${id}`,
        detail: { about: kind, ...(subject ? { subject } : {}) },
      }
    }
    case 'sign-up-code-issued':
      return { ...entry, detail: { expires: event.expiresAt.toISOString() } }
  }
}

function factsOfContact(event: ContactEvent): Pick<AuditEntry, 'subject' | 'organizationId' | 'detail'> {
  switch (event.kind) {
    case 'place-tied':
    case 'place-untied': {
      const { platform, workspace, conversation, organizationId } = event.tie
      return { organizationId, subject: conversation ?? workspace, detail: { platform, workspace } }
    }
    case 'join-requested':
    case 'join-decided': {
      const { id, ground, serial, outcome, contactId } = event.request
      const role = 'role' in event && event.role
      const facts = { request: id, ground, ...(serial ? { serial } : {}) }
      const decided = { ...(outcome ? { outcome } : {}), ...(role ? { role } : {}) }
      return { organizationId: event.organizationId, subject: contactId, detail: { ...facts, ...decided } }
    }
    case 'contact-left':
      return { organizationId: event.organizationId, subject: event.contactId, detail: {} }
    default: {
      const { organizationId, subject, contactId } = event
      const detail: Record<string, string> = { contact: contactId }
      if (event.kind === 'contact-invited') detail.by = event.by
      if (event.kind === 'contact-appointed') Object.assign(detail, { from: event.from, to: event.to })
      if (event.kind === 'contact-amended') detail.what = event.what
      return { organizationId, subject, detail }
    }
  }
}

/** Facts of a case event: never words of a person, which stand in the case itself. */
function caseEntryOf(event: CaseEvent, at: Date): AuditEntry {
  const { kind, number, organizationId, by, ...facts } = event
  const detail: Record<string, string> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (wordy.has(name) || value === undefined) continue
    detail[name] = factOf(value)
  }
  return {
    at,
    actor: by.kind === 'system' ? 'anshin' : identityKey(by.who),
    action: kind,
    subject: `case ${number}`,
    organizationId,
    detail,
  }
}

const wordy = new Set(['note', 'reason'])

const factOf = (value: string | number | Date | { email: string }): string =>
  value instanceof Date ? value.toISOString() : typeof value === 'object' ? value.email : String(value)
