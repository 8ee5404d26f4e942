/** Two customers, a viewer, engineers and a manager around the real cases on a real database. */
import { randomUUID } from 'node:crypto'
import { defaultFileLimitBytes, triageRooms, wireCases } from '../../src/case-wiring.ts'
import type { CaseNumber } from '../../src/domain/case.ts'
import type { Cases, ContactActor, NewCase, NewMessage, StaffActor } from '../../src/domain/cases.ts'
import type { Contact, ContactId, ContactRole, Staff } from '../../src/domain/contact.ts'
import type { OrganizationId } from '../../src/domain/organization.ts'
import type { SerialNumber } from '../../src/domain/serial.ts'
import { createCalendars } from '../../src/store/calendars.ts'
import { createCoverageStore } from '../../src/store/coverage.ts'
import type { Database } from '../../src/store/database.ts'
import { recordingTransactions } from './event-recorder.ts'
import { addLicense, addOrganization, addProduct } from './vendor-rows.ts'

/** A Monday, ten in the morning in Taipei. */
export const monday = new Date('2026-11-23T02:00:00Z')
export const hour = 3600_000
export const day = 24 * hour
export const later = (ms: number, from = monday) => new Date(from.getTime() + ms)

export const serial = 'DB2OFORG1' as SerialNumber

export const words = (text: string, message?: string, conversation = 'C1'): NewMessage => ({
  words: [{ kind: 'text', runs: [{ text }] }],
  text,
  files: [],
  ...(message ? { origin: { platform: 'slack', workspace: 'T1', conversation, message } } : {}),
})

export interface CaseRoom {
  cases: Cases
  events(): Promise<{ kind: string; number: number; [fact: string]: unknown }[]>
  ann: ContactActor
  /** A colleague of Ann's. */
  carl: ContactActor
  viewer: ContactActor
  /** Of another organization, with a license of their own. */
  eve: ContactActor
  erin: StaffActor
  max: StaffActor
  mona: StaffActor
  open(request?: Partial<NewCase>, at?: Date): Promise<CaseNumber>
  remove(who: ContactActor): Promise<void>
  /** Every row of every table about cases, what is told of them and what is recorded. */
  traces(): Promise<unknown>
}

export async function caseRoom(db: Database): Promise<CaseRoom> {
  await addProduct(db)
  const contact = async (organizationId: string, name: string, role: ContactRole): Promise<ContactActor> => {
    const facts = { organizationId, name, email: `${name.toLowerCase()}@${organizationId}.example`, role }
    const { id } = await db.prisma.contact.create({ data: { ...facts, purposes: [] } })
    const who = { platform: 'slack', workspace: 'T1', user: `U${name.toUpperCase()}` } as const
    await db.prisma.chatIdentity.create({ data: { ...who, contactId: id, linkedAt: monday } })
    const found: Contact = {
      ...facts,
      id: id as ContactId,
      organizationId: organizationId as OrganizationId,
      purposes: [],
    }
    return { kind: 'contact', who, contact: found }
  }
  const staff = async (name: string, role: Staff['role'], triageChannel?: string): Promise<StaffActor> => {
    const email = `${name.toLowerCase()}@vendor.example`
    const products = role === 'engineer' ? ['db2'] : []
    await db.prisma.staff.create({ data: { email, name, role, products, triageChannel: triageChannel ?? null } })
    const who = { platform: 'slack', workspace: 'TV', user: `U${name.toUpperCase()}` } as const
    await db.prisma.chatIdentity.create({ data: { ...who, email, linkedAt: monday } })
    return { kind: 'staff', who, staff: { email, name, role } }
  }
  for (const id of ['org-1', 'org-2']) {
    await addOrganization(db, id)
    await addLicense(db, {
      serial: `DB2OF${id.replace('-', '').toUpperCase()}`,
      registrationHash: id,
      organizationId: id,
      agreements: [{ contractHash: id }],
    })
  }
  const people = {
    ann: await contact('org-1', 'Ann', 'technical'),
    carl: await contact('org-1', 'Carl', 'primary'),
    viewer: await contact('org-1', 'Vera', 'viewer'),
    eve: await contact('org-2', 'Eve', 'primary'),
    erin: await staff('Erin', 'engineer', 'C0DB2'),
    max: await staff('Max', 'engineer'),
    mona: await staff('Mona', 'manager', 'C0ALARM'),
  }
  const { transactions, events } = recordingTransactions(db)
  const cases = wireCases(
    {
      fileLimitBytes: defaultFileLimitBytes,
      database: db,
      transactions,
      coverage: createCoverageStore(db.pool),
      calendars: createCalendars(db.pool, 'Asia/Taipei'),
    },
    triageRooms({ vendorTo: { kind: 'conversation', platform: 'slack', workspace: 'TV', conversation: 'C0TRIAGE' } }),
  )
  return {
    cases,
    ...people,
    // The words with which a case was opened are told behind it, every time.
    events: async () => (await events()).filter((event) => !('opening' in event)) as never,
    async open(request = {}, at = monday) {
      const opened = await cases.open(
        people.ann,
        {
          topic: 'defect',
          severity: 2,
          title: 'The database stops',
          serial,
          version: 'V9.7',
          description: words('It stops at night.'),
          ...request,
        },
        randomUUID(),
        at,
      )
      if (opened.status !== 'opened') throw new Error(opened.status)
      return opened.case.number
    },
    async remove({ contact: { id } }) {
      await db.prisma.contact.update({ where: { id }, data: { removedAt: monday } })
    },
    async traces() {
      const tables = [
        ...['cases', 'case_messages', 'case_files', 'case_events', 'case_threads', 'case_followers', 'case_watchers'],
        ...['outbox_messages', 'audit_entries'],
      ]
      const found = await Promise.all(
        tables.map(async (table) => (await db.pool.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)).rows),
      )
      return found
    },
  }
}
