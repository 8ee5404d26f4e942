import { expect, test } from 'vitest'
import { onEachChat, type Person, type TestChat, type Turn } from '../support/conversation.ts'

const sato = 'ken.sato@kitano-seiki.example'
const takahashi = 'misaki.takahashi@kitano-seiki.example'
const wang = 'jianguo.wang@formosa-bank.example'
const address = 'https://bot.example'
const served = {
  links: {
    isServed: () => true,
    file: () => undefined,
    timeline: () => undefined,
    download: ({ id }: { id: string }) => `${address}/downloads/${id}`,
  },
}

/** The links of a card, as their reader may press them. */
const linksOf = ({ shown }: Turn): string[] =>
  shown.kind === 'view'
    ? shown.view.body.flatMap((block) =>
        block.kind === 'entry'
          ? (block.actions ?? []).flatMap((action) => (action.kind === 'link' ? [action.url] : []))
          : [],
      )
    : []
const sectionsOf = ({ keys }: Turn): string[] =>
  keys.filter((key) => key.startsWith('downloads.section.')).map((key) => key.slice('downloads.section.'.length))
const titlesOf = ({ shown }: Turn): string[] =>
  shown.kind === 'view' ? shown.view.body.flatMap((block) => (block.kind === 'entry' ? [block.title] : [])) : []
const handedOut = async ({ db }: TestChat) =>
  (
    await db.pool.query(
      'SELECT kind, subject, ground, file_name AS name, revoked_at IS NOT NULL AS revoked FROM hand_outs ORDER BY at, id',
    )
  ).rows
/** The first thing to press that hands a file over at once. */
const fileIn = (turn: Turn): { command: string; values: Record<string, string> } => {
  const offer = turn.offers.find((each) => each.startsWith('downloads.get '))
  if (!offer) throw new Error(`no file among ${turn.offers.join(', ')}`)
  return { command: 'downloads.get', values: JSON.parse(offer.slice('downloads.get '.length)) }
}
const filesOf = async (person: Person, turn: Turn) =>
  person.invokes({
    command: 'downloads.release',
    values: JSON.parse(turn.offers.find((each) => each.startsWith('downloads.release '))!.slice(18)),
  })

onEachChat(
  'downloads',
  (chat) => {
    const person = (email: string) => chat().signedUp(email)

    test('all products are listed, and each with why its files may be had', async () => {
      const owner = await person(sato)
      const all = await owner.says('downloads')
      expect(all.keys[0]).toBe('downloads.all.title')
      expect(titlesOf(all)).toHaveLength(6)
      const mq = await owner.presses(all, 'downloads', { product: 'informix-dynamic-server' })
      expect(sectionsOf(mq)).toEqual(['purchased', 'licenses', 'updates', 'documents'])
      expect(mq.keys).toEqual(
        expect.arrayContaining([
          'downloads.ground.purchased',
          'downloads.ground.covered',
          'downloads.ground.registered',
        ]),
      )
    })

    test.each([
      ['downloads clearquest', 'downloads.shelf.title'],
      ['ダウンロード CQ-7001-9031', 'downloads.shelf.title'],
      ['下載 ClearQuest', 'downloads.shelf.title'],
      ['downloads DB2-9701-3307', 'downloads.not-found.title'],
      ['downloads NO-SUCH-1', 'downloads.not-found.title'],
    ])('"%s" answers %s', async (words, key) => {
      expect((await (await person(sato)).says(words)).keys[0]).toBe(key)
    })

    test('a sentence that begins with a word for downloads is one to support; what fits nothing can become a case', async () => {
      const owner = await person(sato)
      for (const words of ['ダウンロードできません', '下載檔案失敗'])
        expect((await owner.says(words)).keys[0], words).not.toMatch(/^downloads\./)
      const none = await owner.says('files are missing')
      expect(none.keys[0]).toBe('downloads.not-found.title')
      expect(none.offers.at(-1)).toBe('case.open {"text":"are missing"}')
    })

    test('a mistyped serial of one’s own is offered as it is; one near another’s is not', async () => {
      const owner = await person(sato)
      expect((await owner.says('downloads CQ-7OO1-9O31')).offers).toContain('downloads {"what":"CQ70019031"}')
      for (const foreign of ['DB2-97O1-3307', 'XYZ-9999-1111'])
        expect((await owner.says(`downloads ${foreign}`)).offers).toEqual([
          'downloads',
          'register',
          `case.open {"text":"${foreign}"}`,
        ])
    })

    test('lapsed: the purchased version and documents are there, what is newer names its rule and the way on', async () => {
      const owner = await person(sato)
      const shelf = await owner.says('downloads clearquest')
      expect(sectionsOf(shelf)).toEqual(['purchased', 'licenses', 'documents', 'withheld'])
      expect(shelf.keys).not.toContain('downloads.ground.covered')
      const why = await owner.presses(shelf, 'downloads.release', { release: 'CQ-7.0-FP2' })
      expect(why.keys).toEqual(
        expect.arrayContaining(['downloads.refused.title', 'downloads.rule.lapsed', 'downloads.help.lapsed']),
      )
      expect(why.values('downloads.rule.lapsed')).toEqual({
        day: { day: '2026-03-31' },
        published: { day: '2026-08-14' },
      })
      expect(why.offers).toEqual([
        'agreement {"serial":"CQ70019031"}',
        'sales.ask {"kind":"reinstatement","subject":"CQ70019031"}',
        'coverage {"what":"CQ70019031"}',
        'downloads {"product":"rational-clearquest"}',
      ])
    })

    test('past its service: what still stands, and the steps to a version in service', async () => {
      const shelf = await (await person(sato)).says('downloads WAS-5101-0448')
      expect(shelf.values('downloads.ended.text')).toEqual({ version: 'V5.1', day: { day: '2008-09-30' } })
      expect(shelf.values('downloads.ended.path')).toEqual({ target: 'V7.0', path: 'V5.1 → V6.0 → V6.1 → V7.0' })
      expect(sectionsOf(shelf)).toEqual(expect.arrayContaining(['purchased', 'newer', 'updates']))
    })

    test('nothing is spoken of that comes out later; on its day it is there', async () => {
      const owner = await person(sato)
      const later = 'IDS-11.5-FP3'
      expect((await owner.invokes({ command: 'downloads.release', values: { release: later } })).keys[0]).toBe(
        'downloads.unknown.title',
      )
      chat().advance({ days: 60 })
      expect((await owner.invokes({ command: 'downloads.release', values: { release: later } })).keys).toContain(
        'downloads.ground.covered',
      )
    })

    test('a file is handed over with a link of one’s own, with all that proves it, and is on record', async () => {
      const owner = await person(sato)
      const release = await filesOf(owner, await owner.says('downloads informix'))
      const card = await owner.invokes(fileIn(release))
      expect(card.keys).toEqual(
        expect.arrayContaining(['downloads.card.title', 'downloads.card.why', 'downloads.verify.linux']),
      )
      const [url] = linksOf(card)
      const [row] = await handedOut(chat())
      expect(url).toMatch(/^https:\/\/bot\.example\/downloads\/[0-9a-f-]{36}$/)
      expect(row).toMatchObject({ kind: 'artifact', ground: 'purchased', revoked: false })
      expect(card.values('downloads.card.until-value')).toMatchObject({ count: 60 })
      const shown = JSON.stringify(card.shown)
      const [sha256] = /[0-9a-f]{64}/.exec(shown)!
      for (const line of ['| sha256sum -c', '| shasum -a 256 -c', `.Hash -eq '${sha256}'`])
        expect(shown).toContain(line)
      expect(card.offers.at(-1)).toMatch(/^case\.open \{"license":"IDS11515530","text":/)
    })

    test('a new link is one press; a link is shut by its owner and by a site contact, and by nobody else', async () => {
      const [owner, colleague, other] = [await person(sato), await person(takahashi), await person(wang)]
      const first = await colleague.invokes(
        fileIn(await filesOf(colleague, await colleague.says('downloads informix'))),
      )
      const second = await colleague.presses(first, 'downloads.get')
      expect(linksOf(second)[0]).not.toBe(linksOf(first)[0])
      const idOf = (turn: Turn) => linksOf(turn)[0]!.slice(-36)
      const revoke = (by: Person, id: string) => by.invokes({ command: 'downloads.revoke', values: { id } })
      expect((await revoke(other, idOf(first))).keys[0]).toBe('downloads.revoked.over')
      expect((await revoke(owner, 'nonsense')).keys[0]).toBe('downloads.revoked.over')
      expect((await handedOut(chat())).map(({ revoked }) => revoked)).toEqual([false, false])
      expect((await revoke(owner, idOf(first))).keys[0]).toBe('downloads.revoked.done')
      expect((await revoke(owner, idOf(first))).keys[0]).toBe('downloads.revoked.over')
      expect((await colleague.presses(second, 'downloads.revoke')).keys[0]).toBe('downloads.revoked.done')
    })

    test('where others read, the link is given in a dialog alone', async () => {
      const owner = await person(sato)
      const button = fileIn(await filesOf(owner, await owner.says('downloads informix')))
      const inChannel = owner.in({ conversation: 'C0SHARED', kind: 'channel', private: false })
      const asked = await inChannel.invokes(button)
      expect(asked.reply).toMatchObject({ kind: 'form', form: { command: 'downloads.get', hidden: button.values } })
      expect(await handedOut(chat())).toEqual([])
      expect(linksOf(await owner.submits(asked))).toHaveLength(1)
    })

    test('what is refused is refused to whoever presses the button all the same, and leaves no record', async () => {
      const owner = await person(sato)
      const values = { release: 'CQ-7.0-FP2', file: 'CQ-7.0-FP2-Linux-x64.zip' }
      expect((await owner.invokes({ command: 'downloads.get', values })).keys).toContain('downloads.rule.lapsed')
      expect(await handedOut(chat())).toEqual([])
    })

    test('what belongs to products of others looks like what does not exist', async () => {
      const owner = await person(sato)
      const answers = []
      for (const release of ['OMFLOW-2.2', 'DB2-9.7', 'never-was'])
        for (const command of ['downloads.release', 'downloads.get'])
          answers.push(JSON.stringify((await owner.invokes({ command, values: { release, file: 'x.zip' } })).shown))
      expect(new Set(answers).size).toBe(1)
      expect((await owner.invokes({ command: 'downloads.license', values: { license: 'DB297013307' } })).keys[0]).toBe(
        'downloads.unknown.title',
      )
      expect(await handedOut(chat())).toEqual([])
    })

    test('a license file is there for every registered license, covered or not; without one the serial is', async () => {
      const { db } = chat()
      await db.pool.query("UPDATE licenses SET license_file = NULL WHERE serial = 'TSM61013369'")
      await db.pool.query(
        "UPDATE licenses SET license_file = (SELECT location FROM artifacts ORDER BY location LIMIT 1) WHERE serial = 'CQ70019031'",
      )
      const owner = await person(sato)
      const file = await owner.presses(await owner.says('downloads clearquest'), 'downloads.license')
      expect(file.keys).toContain('downloads.ground.license-file')
      expect(await handedOut(chat())).toMatchObject([
        { kind: 'license-file', subject: 'CQ70019031', ground: 'registered' },
      ])
      const serial = await owner.presses(await owner.says('downloads TSM-6101-3369'), 'downloads.license')
      expect(serial.keys[0]).toBe('downloads.serial-only.title')
    })

    test('a file that is not there is said to be missing, and nothing is recorded', async () => {
      await chat().db.pool.query("UPDATE artifacts SET location = 'gone/away.zip' WHERE release_id = 'IDS-11.5'")
      const owner = await person(sato)
      const button = fileIn(await filesOf(owner, await owner.says('downloads informix')))
      expect((await owner.invokes(button)).keys[0]).toBe('downloads.missing.title')
      expect(await handedOut(chat())).toEqual([])
    })

    test('site contacts see what colleagues got; others are told whom to ask; no organization sees another’s', async () => {
      const [owner, colleague, other] = [await person(sato), await person(takahashi), await person(wang)]
      await colleague.invokes(fileIn(await filesOf(colleague, await colleague.says('downloads informix'))))
      const record = await owner.says('downloads record')
      expect(record.values('downloads.record.given')).toMatchObject({ name: '高橋美咲' })
      expect((await owner.presses(record, 'downloads.revoke')).keys[0]).toBe('downloads.revoked.done')
      expect((await colleague.says('downloads record')).values('downloads.record.for-site.text')).toEqual({
        names: { list: [{ key: 'case.viewer.person', values: { name: '佐藤健' } }] },
      })
      expect((await other.says('downloads record')).keys[0]).toBe('downloads.record.none')
    })

    test('who has no license yet is led to registering', async () => {
      const turn = await (await chat().signedUp('new@brightport.example', { company: 'Brightport' })).says('downloads')
      expect([turn.keys[0], turn.offers[0]]).toEqual(['downloads.nothing.title', 'register'])
    })

    test('coverage leads to the downloads of its license', async () => {
      const owner = await person(sato)
      const shelf = await owner.presses(await owner.says('coverage CQ-7001-9031'), 'downloads')
      expect(shelf.values('downloads.shelf.title')).toEqual({ product: 'Rational ClearQuest' })
    })
  },
  served,
)

onEachChat(
  'where customers keep what they paid for',
  (chat) => {
    test('what came out until the last covered day is theirs, what came after is not', async () => {
      const shelf = await (await chat().signedUp(sato)).says('downloads clearquest')
      expect(sectionsOf(shelf)).toEqual(['purchased', 'licenses', 'updates', 'documents', 'withheld'])
      expect(shelf.keys.filter((key) => key === 'downloads.ground.paid')).toHaveLength(1)
      expect(shelf.keys.filter((key) => key === 'downloads.rule.lapsed')).toHaveLength(3)
    })
  },
  { ...served, keepsPaidVersions: true },
)

onEachChat('without an address of its own', (chat) => {
  test('the bot says that it cannot give links yet, and records nothing', async () => {
    const owner = await chat().signedUp(sato)
    const card = await owner.invokes(fileIn(await filesOf(owner, await owner.says('downloads informix'))))
    expect(card.keys[0]).toBe('downloads.no-address.title')
    expect(await handedOut(chat())).toEqual([])
  })
})
