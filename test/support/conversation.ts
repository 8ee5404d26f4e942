/**
 * People who talk with the real bot on a real database; only the clock is ours. What they get back is checked in all four
 * languages at once: a raw key or an open placeholder fails whichever test came across it.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { writeDemo } from '../../prisma/demo/make-demo.ts'
import type { Outgoing } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/view.ts'
import { type ChatParts, createChat } from '../../src/chat.ts'
import { inviteUnclaimed } from '../../src/domain/invitation.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { normalizeRegistrationNumber } from '../../src/domain/serial.ts'
import { loadWords } from '../../src/i18n.ts'
import { making } from '../../src/import/making.ts'
import { runImport } from '../../src/import/run-import.ts'
import { createLog } from '../../src/log.ts'
import { createFileDigests } from '../../src/store/file-digests.ts'
import { createFileStore } from '../../src/store/file-store.ts'
import { createInbox } from '../../src/store/inbox.ts'
import { createInvitationStore } from '../../src/store/invitations.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { createSecrets } from '../../src/store/secrets.ts'
import { createShelf } from '../../src/store/shelf.ts'
import { createVendorDataStore } from '../../src/store/vendor-data.ts'
import { createVendorFiles } from '../../src/store/vendor-files.ts'
import { empty, onEachDatabase, openShared, type TestDatabase } from './database.ts'
import { root } from './locale-files.ts'
import { acquaintances, type OutboxRow, type Person, type PersonOptions } from './person.ts'
import { unreadable, valuesOf } from './spoken.ts'

export type { OutboxRow, Person, PersonOptions, Turn } from './person.ts'

export const vendorZone = 'Asia/Taipei'
/** A Sunday, ten in the morning in Taipei. */
export const beginning = new Date('2026-11-22T02:00:00Z')
const triage = { kind: 'conversation', platform: 'slack', workspace: 'T1', conversation: 'C0TRIAGE' } as const

export interface AuditRow {
  at: Date
  actor: string
  action: string
  subject: string | null
  organizationId: string | null
  detail: Record<string, string>
}

export interface TestChat {
  db: TestDatabase
  now(): Date
  advance(by: { minutes?: number; days?: number; seconds?: number }): void
  at(instant: string): void
  person(name: string, options?: PersonOptions): Person
  /** Someone who signed up with this address; an imported contact becomes that contact. */
  signedUp(
    email: string,
    options?: PersonOptions & { name?: string; company?: string; language?: string },
  ): Promise<Person>
  /** The latest code that was mailed to this address. */
  codeFor(email: string): Promise<string>
  /** One of the vendor's people of the demo data, by mail address. */
  staff(email: string, options?: PersonOptions): Promise<Person>
  /** What cases, and those who want to join, cause by themselves until now. */
  tick(): Promise<void>
  /** All that waits in the outbox reaches its reader; where each message then stands, by its key. */
  delivered(): Promise<Record<string, string>>
  outbox(): Promise<OutboxRow[]>
  /** Without the entries of imports. */
  audit(): Promise<AuditRow[]>
  /** Every invitation code so far, by address of the contact; new ones for those who have none. */
  invitations(): Promise<Record<string, string>>
  import(files: Record<string, string>): Promise<void>
  /** Every row of what the bot keeps, but for what came in and what platforms told of people. */
  stored(): Promise<Record<string, unknown[]>>
}

const passing = new Set(['inbox', 'chat_identities', '_prisma_migrations', 'outbox_lanes'])

/** The same conversations on each database, each on the demo's data as of `beginning`. */
export function onEachChat(title: string, tests: (chat: () => TestChat) => void, parts: Partial<ChatParts> = {}): void {
  onEachDatabase(title, (engine) => {
    let db: TestDatabase
    let chat: TestChat
    let faults: string[] = []
    beforeAll(async () => {
      db = await openShared(engine, 'demo', importDemo)
    })
    beforeEach(async () => {
      await empty(db)
      await db.pool.query(restore)
      faults = []
      chat = startChat(db, faults, parts)
    })
    afterEach(async () => {
      for (const { content } of await chat.outbox()) expect(unreadable(content)).toEqual([])
      expect(faults).toEqual([])
    })
    tests(() => chat)
  })
}

/** Of the tables that an import fills, a copy: importing anew for every test would take most of its time. */
const imported =
  'organizations contacts staff support_centers partners products versions releases artifacts licenses agreements faq'.split(
    ' ',
  )

const keep = ({ pool }: TestDatabase) =>
  pool.query(`CREATE SCHEMA demo; ${imported.map((name) => `CREATE TABLE demo.${name} AS TABLE ${name}`).join('; ')}`)

const restore = imported.map((name) => `INSERT INTO ${name} SELECT * FROM demo.${name}`).join('; ')

async function importDemo(database: TestDatabase): Promise<void> {
  const demo = await writeDemo('2026-11-22' as LocalDate)
  await importFolder(database, demo.folder, beginning)
  await demo.writeFiles(filesFolder())
  await demo.remove()
  await keep(database)
}

let madeFolder: string | undefined
/** The vendor's files of the demo, and what is kept for somebody: one folder for all tests of a process. */
function filesFolder(): string {
  if (madeFolder) return madeFolder
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-conversation-files-'))
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
  madeFolder = folder
  return folder
}

const secrets = createSecrets('a master key for tests, 32 bytes')

async function importFolder({ pool }: TestDatabase, path: string, at: Date): Promise<void> {
  const store = createVendorDataStore(pool)
  const outcome = await runImport({ path, at, making: making(vendorZone, secrets), store })
  expect(outcome).toMatchObject({ status: 'imported' })
}

function startChat(db: TestDatabase, faults: string[], parts: Partial<ChatParts>): TestChat {
  let now = beginning
  const letters: Record<string, string> = {}
  const spoken = loadWords(root)
  /** Which neutral reply became which localized one. */
  const neutral = new WeakMap<object, Reply>()
  const outbox = createOutbox(db.pool)
  const { engine, cases, joining } = createChat({
    database: db,
    outbox,
    inbox: createInbox(db.pool, outbox),
    secrets,
    words: {
      ...spoken,
      reply(reply, reader) {
        const shown = spoken.reply(reply, reader)
        neutral.set(shown.kind === 'view' ? shown.view : shown.form, reply)
        return shown
      },
    },
    now: () => now,
    log: createLog('error', (line) => void faults.push(line)),
    shelf: createShelf({
      vendor: createVendorFiles(filesFolder()),
      kept: createFileStore(filesFolder()),
      digests: createFileDigests(db.pool),
      // That a file is not as declared is the operator's fault, which tests may bring about.
      log: { error() {} },
    }),
    language: 'en',
    vendorZone,
    vendorTo: triage,
    slackCommand: '/support',
    mail: true,
    ...parts,
  })

  const meet = acquaintances({
    engine,
    typed: [],
    deeds: 0,
    neutralOf: (shown) => neutral.get(shown.kind === 'view' ? shown.view : shown.form)!,
    outbox: () => outboxRows(),
  })
  const outboxRows = async (): Promise<OutboxRow[]> => {
    const { rows } = await db.pool.query<{ lane: string; dedupe_key: string; payload: Omit<Outgoing, 'dedupeKey'> }>(
      'SELECT lane, dedupe_key, payload FROM outbox_messages WHERE payload IS NOT NULL ORDER BY position',
    )
    return rows.map(({ lane, dedupe_key, payload }) => ({ lane, dedupeKey: dedupe_key, ...payload }))
  }

  const chat: TestChat = {
    db,
    now: () => now,
    advance: ({ days = 0, minutes = 0, seconds = 0 }) => {
      now = new Date(now.getTime() + ((days * 24 * 60 + minutes) * 60 + seconds) * 1000)
    },
    at: (instant) => {
      now = new Date(instant)
    },
    async staff(email, options) {
      const person = meet(`U${email.replace(/\W/g, '').toUpperCase()}`, options ?? {})
      await db.prisma.chatIdentity.create({ data: { ...person.who, email, linkedAt: now } })
      return person
    },
    async tick() {
      await cases.tick(now)
      await joining.announce(now)
    },
    async delivered() {
      const { rows } = await db.pool.query<{ key: string; reference: string }>(
        `UPDATE outbox_messages SET status = 'sent', reference = COALESCE(reference, 'ts-' || position),
           conversation = COALESCE(payload #>> '{to,conversation}', 'D' || (payload #>> '{to,who,user}')), settled_at = now()
         WHERE payload IS NOT NULL RETURNING dedupe_key AS key, reference`,
      )
      return Object.fromEntries(rows.map(({ key, reference }) => [key, reference]))
    },
    outbox: outboxRows,
    async audit() {
      const { rows } = await db.pool.query(
        `SELECT at, actor, action, subject, organization_id AS "organizationId", detail FROM audit_entries
          WHERE action <> 'import' ORDER BY id`,
      )
      return rows
    },
    async codeFor(email) {
      const mails = (await outboxRows()).filter(({ to }) => to.kind === 'email' && to.address === email)
      const code = mails.map(({ content }) => valuesOf(content, 'signup.mail.title')?.code).at(-1)
      if (typeof code !== 'string') throw new Error(`no code was mailed to ${email}`)
      return code
    },
    async invitations() {
      const issued = await inviteUnclaimed(createInvitationStore(db.pool), {
        now,
        randomBelow: (limit) => Math.floor(Math.random() * limit),
        codeHash: (code) => secrets.hash('one-time-code', normalizeRegistrationNumber(code)!),
      })
      for (const { email, code } of issued) letters[email] = code
      return letters
    },
    async import(files) {
      const { mkdtemp, rm, writeFile } = await import('node:fs/promises')
      const { tmpdir } = await import('node:os')
      const { join } = await import('node:path')
      const folder = await mkdtemp(join(tmpdir(), 'anshin-conversation-'))
      try {
        for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
        await importFolder(db, folder, now)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    async stored() {
      const { rows } = await db.pool.query<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
      )
      const tables: Record<string, unknown[]> = {}
      for (const { name } of rows.filter((row) => !passing.has(row.name))) {
        const found = await db.pool.query(`SELECT to_jsonb(t) AS row FROM ${name} t ORDER BY to_jsonb(t)::text`)
        tables[name] = found.rows.map(({ row }) => row)
      }
      return tables
    },
    person: (name, options = {}) => meet(name, options),
    async signedUp(email, { name = 'Some One', company, language, ...options } = {}) {
      const person = meet(`U${email.replace(/\W/g, '').toUpperCase()}`, options)
      const form = await person.says('signup')
      const code = await person.submits(form, {
        name,
        email,
        phone: '+886 2 5550 0111',
        ...(company ? { company } : {}),
        ...(language ? { language } : {}),
      })
      const done = await person.submits(code, { code: await chat.codeFor(email) })
      expect(done.keys[0]).toMatch(/^signup\.done\./)
      return person
    },
  }
  return chat
}
