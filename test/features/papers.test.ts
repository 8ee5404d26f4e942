import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { FileShelf } from '../../src/domain/hand-out.ts'
import { read } from '../papers/support/holdings.ts'
import { onEachChat, type Person } from '../support/conversation.ts'

/** What was kept for somebody, by its place. */
const kept = new Map<string, Uint8Array>()
const shelf: FileShelf = {
  find: async () => undefined,
  async keep(bytes) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    kept.set(sha256, bytes)
    return { source: { store: 'kept', place: sha256 }, sizeBytes: bytes.length, sha256 }
  },
}
const links = {
  isServed: () => true,
  file: () => undefined,
  timeline: () => undefined,
  download: ({ id }: { id: string }) => `https://bot.example/downloads/${id}`,
}
const buttons = ['proof', 'statement'].flatMap((paper) =>
  ['pdf', 'csv'].map((format) => `statement.get {"format":"${format}","paper":"${paper}"}`),
)

const person = (name: string) => ({ key: 'case.viewer.person', values: { name } })

const people = {
  wang: 'jianguo.wang@formosa-bank.example',
  grace: 'grace.liu@formosa-bank.example',
  sato: 'ken.sato@kitano-seiki.example',
  takahashi: 'misaki.takahashi@kitano-seiki.example',
}

onEachChat(
  'papers',
  (chat) => {
    const handedOut = async () =>
      (
        await chat().db.pool.query(
          `SELECT organization_id AS organization, contact_name AS name, kind, subject, ground, file_name AS file, type, store,
             place FROM hand_outs ORDER BY at, file_name`,
        )
      ).rows
    const get = (person: Person, paper: string, format: string) =>
      person.invokes({ command: 'statement.get', values: { paper, format } })

    test('a site contact sees what both papers hold, and gets each as PDF and CSV', async () => {
      const wang = await chat().signedUp(people.wang)
      const shown = await wang.says('statement')
      expect(shown.keys[0]).toBe('paper.overview.title')
      expect(shown.values('paper.statement.about')).toEqual({ licenses: 7, registrations: 0, terms: 10, contacts: 3 })
      expect(shown.values('paper.proof.about')).toMatchObject({ licenses: 7 })
      expect([...shown.offers].sort()).toEqual([...buttons].sort())

      const given = await wang.presses(shown, 'statement.get', { paper: 'proof', format: 'pdf' })
      const [row] = await handedOut()
      expect(row).toMatchObject({
        ...{ organization: 'FORMOSA-BANK', name: '王建國', kind: 'paper', subject: 'proof', ground: 'own-paper' },
        ...{ file: 'proof-of-entitlement-Formosa-Bank-2026-11-22.pdf', type: 'application/pdf', store: 'kept' },
      })
      expect(JSON.stringify(given.shown)).toContain('https://bot.example/downloads/')
      const { text } = await read(kept.get(row.place)!)
      for (const said of ['Formosa Bank', 'DB2-8201-0912', 'WAS-7001-4821', 'July 20, 2027'])
        expect(text).toContain(said)
      expect(text).not.toMatch(/OMF-|IDS-1151/)
    })

    test.each([['proof'], ['権利証明書'], ['授權證明'], ['授权证明书']])(
      '"%s" asks for the proof, which then comes first',
      async (words) => {
        const shown = await (await chat().signedUp(people.wang)).says(words)
        const titles = shown.keys.filter((key) => /^paper\.(proof|statement)\.title$/.test(key))
        expect(titles).toEqual(['paper.proof.title', 'paper.statement.title'])
      },
    )

    test.each([['statement'], ['契約明細書'], ['帳戶明細'], ['账户明细表']])(
      '"%s" asks for the statement',
      async (words) => {
        const shown = await (await chat().signedUp(people.wang)).says(words)
        expect(shown.keys.find((key) => /^paper\.(proof|statement)\.title$/.test(key))).toBe('paper.statement.title')
      },
    )

    test('the paper is in the language of whoever asks', async () => {
      const sato = await chat().signedUp(people.sato, { locale: 'ja' })
      await get(sato, 'statement', 'csv')
      const [row] = await handedOut()
      expect(row).toMatchObject({ type: 'text/csv; charset=utf-8' })
      const text = new TextDecoder().decode(kept.get(row.place))
      expect(text).toContain('佐藤健,ken.sato@kitano-seiki.example,')
      expect(text).toContain('契約明細書')
    })

    test('a billing contact gets the statement, and of the proof hears who can get it', async () => {
      const takahashi = await chat().signedUp(people.takahashi)
      const shown = await takahashi.says('statement')
      expect(shown.offers).toEqual(buttons.slice(2))
      const refused = await takahashi.says('proof')
      expect(refused.keys[0]).toBe('paper.not-yours.title')
      expect(refused.values('paper.not-yours.text')).toEqual({
        organization: 'Kitano Seiki',
        names: { list: [person('佐藤健')] },
      })
      expect(refused.offers).toEqual(['statement'])
      await get(takahashi, 'statement', 'pdf')
      expect(await handedOut()).toHaveLength(1)
    })

    test('a technical contact gets neither, also not with a button that somebody made', async () => {
      const grace = await chat().signedUp(people.grace)
      for (const words of ['statement', 'proof']) {
        const refused = await grace.says(words)
        expect(refused.keys[0]).toBe('paper.not-yours.title')
        expect(refused.values('paper.not-yours.text')?.names).toEqual({ list: [person('王建國'), person('陳怡君')] })
        expect(refused.offers).toEqual([])
      }
      const before = kept.size
      for (const paper of ['statement', 'proof'])
        for (const format of ['pdf', 'csv'])
          expect((await get(grace, paper, format)).keys[0]).toBe('paper.not-yours.title')
      expect(await handedOut()).toEqual([])
      expect(kept.size).toBe(before)
    })

    test('a purpose that was given or taken counts at once', async () => {
      const grace = await chat().signedUp(people.grace)
      const give = (purposes: string[]) =>
        chat().db.prisma.contact.updateMany({ where: { email: people.grace }, data: { purposes } })
      await give(['entitlement'])
      expect((await grace.says('proof')).offers).toEqual(buttons)
      await give(['renewal'])
      expect((await grace.says('proof')).keys[0]).toBe('paper.not-yours.title')
      expect((await grace.says('statement')).offers).toEqual(buttons.slice(2))
    })

    test('where others read along nothing is shown and no link given; in the dialog it is', async () => {
      const wang = await chat().signedUp(people.wang)
      const open = wang.in({ conversation: 'C0SHARED', kind: 'channel', private: false })
      for (const words of ['statement', 'proof']) {
        const asked = await open.says(words)
        expect(asked.reply).toMatchObject({ kind: 'form', form: { command: words, fields: [] } })
        expect(asked.texts.join(' ')).not.toMatch(/Formosa|7/)
        expect((await wang.submits(asked)).keys[0]).toBe('paper.overview.title')
      }
      const asked = await get(open, 'proof', 'pdf')
      expect(asked.reply).toMatchObject({ kind: 'form', form: { hidden: { paper: 'proof', format: 'pdf' } } })
      expect(await handedOut()).toEqual([])
      await wang.submits(asked)
      expect(await handedOut()).toHaveLength(1)
    })

    test('registrations are told with their day and by whom, also when that contact has left; never another organization’s', async () => {
      const jing = await chat().signedUp('jing.chen@pudong-logistics.example')
      const yang = await chat().signedUp('yang.liu@pudong-logistics.example')
      await yang.submits(await yang.says('register OMF-2026-0001 OMFLOW-REG-0001'))
      await yang.submits(await yang.says('agreement OMF-2026-0001 OMFLOW-MA-0001'))
      await chat().db.prisma.contact.updateMany({
        where: { email: 'yang.liu@pudong-logistics.example' },
        data: { removedAt: chat().now() },
      })
      expect((await jing.says('statement')).values('paper.statement.about')).toMatchObject({
        registrations: 2,
        contacts: 1,
      })
      await get(jing, 'statement', 'csv')
      const [row] = await handedOut()
      const text = new TextDecoder().decode(kept.get(row.place))
      expect(text.split('\r\n').filter((line) => line.includes('刘洋'))).toEqual([
        expect.stringMatching(/^2026-11-22,License,OMF-2026-0001,OMFLOW,刘洋/),
        expect.stringMatching(/^2026-11-22,Maintenance agreement,OMF-2026-0001,OMFLOW,刘洋/),
      ])
      const wang = await chat().signedUp(people.wang)
      expect((await wang.says('statement')).values('paper.statement.about')).toMatchObject({ registrations: 0 })
    })

    test('strangers and the vendor’s people have no papers', async () => {
      const stranger = chat().person('OLGA')
      expect((await stranger.says('statement')).keys[0]).toBe('errors.sign-up-first.title')
      expect((await get(stranger, 'proof', 'pdf')).keys[0]).toBe('errors.sign-up-first.title')
      const erin = await chat().staff('erin@vendor.example')
      expect((await get(erin, 'proof', 'pdf')).keys[0]).toBe('errors.for-customers.title')
      expect(await handedOut()).toEqual([])
    })

    test.each([
      [{ paper: 'deed', format: 'pdf' }],
      [{ paper: 'proof', format: 'exe' }],
      [{ paper: '__proto__', format: 'pdf' }],
      [{}],
    ])('a button that asks for %j gets nothing', async (values) => {
      const wang = await chat().signedUp(people.wang)
      await wang.invokes({ command: 'statement.get', values: values as Record<string, string> })
      expect(await handedOut()).toEqual([])
    })
  },
  { shelf, links },
)
