/** What one customer could make the bot do so often that nothing is left for others. Anybody becomes a customer by signing up. */
import { expect, test } from 'vitest'
import type { FileShelf } from '../../src/domain/hand-out.ts'
import { newSigningKey } from '../../src/license-files/keys.ts'
import { createHandOuts } from '../../src/store/hand-outs.ts'
import { onEachChat, type Person } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const yijun = 'yijun.chen@formosa-bank.example'
const sato = 'ken.sato@kitano-seiki.example'

let kept = 0
let isServed = true
const shelf: FileShelf = {
  find: async () => undefined,
  async keep(bytes) {
    kept++
    return { source: { store: 'kept', place: `${kept}` }, sizeBytes: bytes.length, sha256: 'a'.repeat(64) }
  },
}
const links = {
  isServed: () => isServed,
  file: () => undefined,
  timeline: () => undefined,
  download: ({ id }: { id: string }) => `https://bot.example/downloads/${id}`,
}

onEachChat(
  'a customer who asks again and again',
  (chat) => {
    const paper = (person: Person) =>
      person.invokes({ command: 'statement.get', values: { paper: 'proof', format: 'csv' } })

    test('gets 30 papers an hour for the whole organization, and others theirs', async () => {
      const [boss, deputy, other] = [
        await chat().signedUp(wang),
        await chat().signedUp(yijun),
        await chat().signedUp(sato),
      ]
      kept = 0
      for (let n = 0; n < 30; n++) expect((await paper(n % 2 ? boss : deputy)).keys[0]).toBe('downloads.card.title')
      chat().advance({ minutes: 59 })
      expect((await paper(boss)).keys).toEqual(['paper.too-many'])
      expect(kept).toBe(30)
      expect((await paper(other)).keys[0]).toBe('downloads.card.title')
      chat().advance({ minutes: 1 })
      expect((await paper(boss)).keys[0]).toBe('downloads.card.title')
    })

    test('leaves no file behind where nobody could fetch it', async () => {
      const boss = await chat().signedUp(wang)
      const { serial } = await chat().db.prisma.license.findFirstOrThrow({
        where: { organizationId: 'FORMOSA-BANK', licenseFile: null },
      })
      const license = () => boss.invokes({ command: 'downloads.license', values: { license: serial } })
      expect((await license()).keys[0]).toBe('downloads.card.title')
      kept = 0
      isServed = false
      try {
        for (const turn of [await paper(boss), await license()]) expect(turn.keys[0]).toBe('downloads.no-address.title')
      } finally {
        isServed = true
      }
      expect(kept).toBe(0)
    })

    test('asks sales 30 times a day, taken back or not', async () => {
      const boss = await chat().signedUp(wang)
      const send = () => boss.sends({ command: 'sales.send', values: { kind: 'question', words: 'Again?' } })
      for (let n = 0; n < 30; n++) await boss.presses(await send(), 'sales.withdraw')
      expect((await send()).keys).toContain('sales.too-many')
      const asked = (await chat().outbox()).filter(({ dedupeKey }) => /^sales:[^:]+:card$/.test(dedupeKey))
      expect(asked).toHaveLength(30)
      chat().advance({ days: 1 })
      expect((await send()).keys[0]).toBe('sales.asked.title')
    })

    test('fills no record that cannot be shown any more, and all of it is counted', async () => {
      const boss = await chat().signedUp(wang)
      await paper(boss)
      await chat().db.pool.query(
        `INSERT INTO file_fetches (hand_out_id, at, address, first_byte, outcome)
         SELECT id, now(), '192.0.2.1', n, 'partial' FROM hand_outs, generate_series(1, 5000) AS n`,
      )
      const { entries } = await createHandOuts(chat().db.pool, { lastsMinutes: 60 }).record('FORMOSA-BANK' as never, 1)
      expect(entries.map(({ fetches, fetchCount }) => [fetches.length, fetchCount])).toEqual([[20, 5000]])
      expect(entries[0]!.fetches.at(-1)).toMatchObject({ firstByte: 5000 })
      const shown = JSON.stringify((await boss.says('downloads record')).reply)
      expect(shown.match(/192\.0\.2\.1/g)).toHaveLength(3)
      expect(shown).toContain('4997')
    })
  },
  { shelf, links, licenseKey: newSigningKey() } as never,
)
