import { randomUUID } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvLine } from '../../src/csv.ts'
import { clockToJson, meetClock, startClock } from '../../src/domain/response-clock.ts'
import { targetFor } from '../../src/domain/support-plan.ts'
import { openDatabase } from '../../src/store/database.ts'
import { addOrganization } from '../store/vendor-rows.ts'
import { onEachDatabase } from '../support/database.ts'
import { startProcess } from '../support/own-process.ts'

describe('a cell', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\u200b=1', '＝1', '＋1', '－1', '＠A'])(
    '%j is text to a spreadsheet',
    (value) => {
      const [[read]] = parse(csvLine([value]), { relax_quotes: false }) as [[string]]
      expect(read).toBe(`'${value}`)
    },
  )

  test.each(['slack:T1:U1', '2026-11-22T08:00:00.000Z', 'a,b', 'say "hi"', 'two\r\nlines', '林美玲', '{"a":"=b"}', ''])(
    '%j comes back as it was',
    (value) => expect(parse(csvLine(['x', value, 'y']))).toEqual([['x', value, 'y']]),
  )
})

const started = startClock(targetFor('first-response', 4, undefined), new Date('2026-11-20T15:59:59Z'))

onEachDatabase('npm run export', ({ name, place }) => {
  let here: Awaited<ReturnType<typeof place>>
  let run: (...args: string[]) => Promise<{ code: number | string; text: string }>
  const count = 2_500

  beforeAll(async () => {
    here = await place()
    const database = await openDatabase(here.at)
    // The day begins in Taipei at 16:00 UTC of the day before.
    await database.pool.query(
      `INSERT INTO audit_entries (at, actor, action, subject, organization_id, detail)
       SELECT timestamptz '2026-11-20T16:00:00Z' - interval '1 second' + n * interval '1 second', 'slack:T1:U' || n,
         'license-registered', CASE n WHEN 7 THEN '=HYPERLINK("x")' ELSE 'S' || n END, 'ORG', '{"contact": "c,\\"1\\""}'
       FROM generate_series(0, $1::int - 1) AS n`,
      [count],
    )
    await database.close()
    run = async (...args) => {
      const started = await startProcess('src/cli/export.ts', args, {
        ...process.env,
        DATABASE_URL: here.at.url ?? '',
        DATA_DIR: here.at.dataDir ?? '',
        TZ_VENDOR: 'Asia/Taipei',
      })
      const code = await started.ended
      return { code, text: started.lines.join('\n') }
    }
  })
  afterAll(() => here.remove())

  test('gives every entry once, in order, however many there are', async () => {
    const { code, text } = await run('audit')
    expect(code).toBe(0)
    const rows: Record<string, string>[] = parse(text, { columns: true })
    expect(rows.map(({ actor }) => actor)).toEqual(Array.from({ length: count }, (_, n) => `slack:T1:U${n}`))
    expect(rows[7]).toMatchObject({
      at: '2026-11-20T16:00:06.000Z',
      action: 'license-registered',
      subject: '\'=HYPERLINK("x")',
      organization_id: 'ORG',
      detail: '{"contact":"c,\\"1\\""}',
    })
  })

  test('as JSON it is the same, and a day is the vendor’s day', async () => {
    const { code, text } = await run('audit', '--format', 'json', '--since', '2026-11-21')
    expect(code).toBe(0)
    const rows = JSON.parse(text)
    expect(rows).toHaveLength(count - 1)
    expect(rows[6]).toMatchObject({ actor: 'slack:T1:U7', subject: '=HYPERLINK("x")', detail: { contact: 'c,"1"' } })
    expect(JSON.parse((await run('audit', '--format', 'json', '--since', '2026-12-01')).text)).toEqual([])
  })

  test('of cases it gives state and times, and none of the words', async () => {
    const database = await openDatabase(here.at)
    await addOrganization(database, 'org-1')
    const at = (text: string) => new Date(`${text}Z`)
    const facts = {
      organizationId: 'org-1',
      openedBy: randomUUID(),
      topic: 'license',
      title: 'CANARY of a title',
      searchTitle: 'canary',
      lastWordAt: at('2026-11-22T01:00:00'),
    }
    await database.prisma.case.create({
      data: {
        ...{ ...facts, openKey: 'a', severity: 4, status: 'closed', closing: 'solved' },
        ...{ stars: 5, ratingComment: 'CANARY of a comment' },
        openedAt: at('2026-11-20T15:59:59'),
        resolvedAt: at('2026-11-20T17:00:00'),
        closedAt: at('2026-11-20T18:00:00'),
        clocks: { 'first-response': clockToJson(meetClock(started, at('2026-11-20T16:30:00'))) as object },
        messages: {
          create: {
            ...{ audience: 'internal', authorKind: 'staff', author: 'e@v.example', authorName: 'E' },
            ...{ words: [], searchText: 'canary', text: 'CANARY of a note', at: at('2026-11-20T16:00:00') },
          },
        },
      },
    })
    await database.prisma.case.create({
      data: { ...facts, openKey: 'b', severity: 3, status: 'new', openedAt: at('2026-11-20T16:00:00') },
    })
    await database.close()
    const { code, text } = await run('cases')
    expect(code).toBe(0)
    expect(text).not.toMatch(/canary/i)
    const [first, second, ...more] = parse(text, { columns: true }) as Record<string, string>[]
    expect(more).toEqual([])
    expect(first).toEqual({
      ...{ number: expect.stringMatching(/^\d+$/), organization_id: 'org-1', state: 'closed', severity: '4' },
      ...{ topic: 'license', product_id: '', opened_at: '2026-11-20T15:59:59.000Z', rating: '5' },
      ...{ first_response_at: '2026-11-20T16:30:00.000Z', resolved_at: '2026-11-20T17:00:00.000Z' },
      closed_at: '2026-11-20T18:00:00.000Z',
    })
    expect(second).toMatchObject({ state: 'new', first_response_at: '', closed_at: '', rating: '' })
    const since = JSON.parse((await run('cases', '--format', 'json', '--since', '2026-11-21')).text)
    expect(since).toMatchObject([{ number: Number(second!.number), first_response_at: null, rating: null }])
  })

  test('of downloads it gives each hand-out, with each use of its link', async () => {
    const database = await openDatabase(here.at)
    const handedOut = async (at: string, fileName: string) => {
      const { rows } = await database.pool.query<{ id: string }>(
        `INSERT INTO hand_outs (at, organization_id, contact_id, contact_name, platform, workspace, user_id, kind, subject, ground,
           file_name, size_bytes, store, place, until)
         VALUES ($1, 'org-1', gen_random_uuid(), '=Lin', 'slack', 'T1', 'U1', 'artifact', 'R1', 'covered', $2, 5000000000, 'vendor',
           'CANARY/place', $1::timestamptz + interval '1 hour') RETURNING id::text AS id`,
        [new Date(at), fileName],
      )
      return rows[0]!.id
    }
    const old = await handedOut('2026-11-20T15:59:59Z', '+old.zip')
    const recent = await handedOut('2026-11-20T16:00:00Z', 'new.zip')
    await database.pool.query(
      `INSERT INTO file_fetches (hand_out_id, at, address, first_byte, sent_bytes, outcome) VALUES
         ($1::uuid, '2026-11-20T16:01:00Z', '203.0.113.9', 0, 7, 'partial'),
         ($1::uuid, '2026-11-20T16:02:00Z', '203.0.113.9', 7, 4999999993, 'complete')`,
      [recent],
    )
    for (let n = 0; n < 600; n++) await handedOut('2026-11-21T00:00:00Z', 'many.zip')
    await database.close()
    const { code, text } = await run('downloads')
    expect(code).toBe(0)
    expect(text).not.toContain('CANARY')
    const rows = parse(text, { columns: true }) as Record<string, string>[]
    expect(rows).toHaveLength(603)
    expect(new Set(rows.map((row) => row.hand_out)).size).toBe(602)
    expect(rows[0]).toMatchObject({
      hand_out: old,
      contact: "'=Lin",
      file_name: "'+old.zip",
      outcome: '',
      fetched_at: '',
    })
    expect(rows[2]).toMatchObject({
      ...{ hand_out: recent, organization_id: 'org-1', kind: 'artifact', size_bytes: '5000000000', first_byte: '7' },
      ...{
        sent_bytes: '4999999993',
        outcome: 'complete',
        address: '203.0.113.9',
        open_until: '2026-11-20T17:00:00.000Z',
      },
    })
    const since = JSON.parse((await run('downloads', '--format', 'json', '--since', '2026-11-21')).text)
    expect(since).toHaveLength(602)
    expect(since[0]).toMatchObject({ hand_out: recent, outcome: 'partial', sent_bytes: 7 })
  })

  if (name !== 'embedded') return

  test.each([
    [['notices'], /export of notices comes with a later version/],
    [['toString'], /^Usage: npm run export/],
    [[], /^Usage: npm run export/],
    [['audit', '--format', 'xml'], /^Usage: npm run export/],
    [['audit', '--sinc', '2026-01-01'], /^Usage: npm run export/],
    [['audit', '--since', 'yesterdy'], /--since yesterdy is not a day/],
  ])('%j is told what there is, and ends with 1', async (args, said) => {
    const { code, text } = await run(...args)
    expect(code).toBe(1)
    expect(text).toMatch(said)
  })

  test('says in one sentence that another process holds the database', async () => {
    const database = await openDatabase(here.at)
    const { code, text } = await run('audit')
    await database.close()
    expect(code).toBe(1)
    expect(text).toMatch(/in use by process \d+/)
    expect(text).not.toMatch(/ at .*:\d+:\d+/)
  })
})
