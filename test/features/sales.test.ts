import { expect, test } from 'vitest'
import type { Platform } from '../../src/bot/platform.ts'
import { type OutboxRow, onEachChat, type Person, type Turn } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const yijun = 'yijun.chen@formosa-bank.example'
const grace = 'grace.liu@formosa-bank.example'
const sato = 'ken.sato@kitano-seiki.example'

onEachChat('asking sales', (chat) => {
  const cards = async () => (await chat().outbox()).filter(({ dedupeKey }) => dedupeKey.startsWith('sales:'))
  const requests = () => chat().db.prisma.salesRequest.findMany({ orderBy: { createdAt: 'asc' } })
  const presses = (person: Person, card: OutboxRow | undefined, command: string) => {
    const view = card?.content.kind === 'view' ? card.content.view : undefined
    const found = view?.actions?.find((action) => action.kind === 'invoke' && action.invoke.command === command)
    if (found?.kind !== 'invoke') throw new Error(`no button for ${command}`)
    return person.invokes(found.invoke)
  }
  const ask = async (person: Person, words = 'Can we pay in yen?'): Promise<Turn> =>
    person.submits(await person.says(`sales ${words}`))
  const erin = () => chat().staff('erin@vendor.example')
  const makoto = () => chat().staff('makoto@vendor.example')

  test('nothing is sent before it is confirmed, and what was typed is kept', async () => {
    const person = await chat().signedUp(sato)
    const form = await person.says('sales Can we pay in yen?')
    expect(form.reply).toMatchObject({ kind: 'form', form: { command: 'sales.send' } })
    expect([await requests(), await cards()]).toEqual([[], []])
    const sent = await person.submits(form)
    expect(sent.keys[0]).toBe('sales.asked.title')
    const [card] = await cards()
    expect(card).toMatchObject({ internal: true, to: { conversation: 'C0TRIAGE' } })
    expect(JSON.stringify(card?.content)).toContain('Can we pay in yen?')
    expect(JSON.stringify(card?.content)).toContain(sato)
    expect(await chat().audit()).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: 'sales-asked', organizationId: 'KITANO-SEIKI' })]),
    )
  })

  test('a question without words comes back with the reason, a product needs none', async () => {
    const person = await chat().signedUp(sato)
    const refused = await person.submits(await person.says('sales'))
    expect([refused.refused, refused.error('words')]).toEqual([true, 'sales.words-needed'])
    const product = await person.presses(await person.says('catalog DB2'), 'sales.ask')
    expect((await person.submits(product)).keys[0]).toBe('sales.asked.title')
    expect(await requests()).toMatchObject([{ kind: 'product', subject: 'db2-udb', words: null }])
  })

  test('of one organization and subject one request is open: a second press says since when and who has it', async () => {
    const first = await chat().signedUp(wang)
    const card = await first.says('coverage TSM-5001-7745')
    await first.submits(await first.presses(card, 'sales.ask'))
    const colleague = await chat().signedUp(yijun)
    chat().advance({ minutes: 5 })
    const again = await colleague.presses(await colleague.says('coverage TSM-5001-7745'), 'sales.ask')
    expect(again.keys).toEqual(expect.arrayContaining(['sales.already.title', 'sales.already.waiting']))
    await presses(await erin(), (await cards())[0], 'sales.take')
    const later = await colleague.presses(await colleague.says('coverage TSM-5001-7745'), 'sales.ask')
    expect(later.values('sales.already.taken')).toMatchObject({ name: 'Erin Engineer' })
    expect(later.offers).toEqual([])
    // Another license, and another organization's question, are other subjects.
    const other = await colleague.presses(await colleague.says('coverage CC-7101-6604'), 'sales.ask')
    expect((await colleague.submits(other)).keys[0]).toBe('sales.asked.title')
    expect((await requests()).map(({ kind }) => kind)).toEqual(['reinstatement', 'license'])
  })

  test('two who confirm at once make one request, and the form sent twice too', async () => {
    const people = [await chat().signedUp(wang), await chat().signedUp(yijun)]
    const forms = await Promise.all(people.map((person) => person.says('sales A question')))
    const sent = await Promise.all(people.map((person, i) => person.submits(forms[i]!)))
    expect(sent.map(({ keys }) => keys[0]).sort()).toEqual(['sales.already.title', 'sales.asked.title'])
    expect((await people[0]!.submits(forms[0]!)).keys[0]).toBe('sales.already.title')
    expect([(await requests()).length, (await cards()).length]).toEqual([1, 1])
  })

  test('the first to take it has it, of all who press at once; the asker hears who, once', async () => {
    const person = await chat().signedUp(sato, { language: 'ja' })
    await ask(person)
    const [card] = await cards()
    const staff = [await erin(), await makoto()]
    const taken = await Promise.all(staff.map((each) => presses(each, card, 'sales.take')))
    expect(taken.map(({ keys }) => keys[0]).sort()).toEqual(['sales.state.taken', 'sales.taken'])
    const told = (await chat().outbox()).filter(({ to }) => to.kind === 'person' && to.who.user.includes('SATO'))
    expect(told.map(({ content }) => content.kind === 'view' && content.view.title.key)).toEqual(['sales.told.taken'])
    expect(told[0]?.language).toBe('ja')
    expect(await cards()).toMatchObject([{}, { replaces: card?.dedupeKey, internal: true }])
    // Pressed again by the one who has it, nothing more is told.
    const [winner] = staff.filter((_, i) => taken[i]!.keys[0] === 'sales.taken')
    expect((await presses(winner!, card, 'sales.take')).keys[0]).toBe('sales.taken')
    expect((await cards()).length).toBe(2)
  })

  test('who took it can give it back, and settles it; then the same can be asked anew', async () => {
    const person = await chat().signedUp(sato)
    await ask(person)
    const staff = await erin()
    await presses(staff, (await cards())[0], 'sales.take')
    await presses(staff, (await cards()).at(-1), 'sales.release')
    expect((await person.says('sales')).keys).toContain('sales.already.waiting')
    await presses(staff, (await cards()).at(-1), 'sales.take')
    const card = (await cards()).at(-1)
    expect((await presses(await makoto(), card, 'sales.done')).keys[0]).toBe('sales.state.taken')
    expect((await presses(staff, card, 'sales.done')).keys[0]).toBe('sales.done')
    expect((await presses(staff, card, 'sales.done')).keys[0]).toBe('sales.state.done')
    expect((await ask(person, 'Another one')).keys[0]).toBe('sales.asked.title')
    expect((await requests()).length).toBe(2)
  })

  test('it is taken back while nobody has it, by the asker or a site contact, and not afterwards', async () => {
    const asker = await chat().signedUp(grace)
    const sent = await ask(asker)
    const colleague = await chat().signedUp(wang)
    const request = (await requests())[0]!.id
    const foreign = await (await chat().signedUp(sato)).invokes({ command: 'sales.withdraw', values: { request } })
    expect(foreign.keys[0]).toBe('sales.unknown.title')
    expect((await asker.presses(sent, 'sales.withdraw')).keys[0]).toBe('sales.withdrawn')
    expect((await asker.presses(sent, 'sales.withdraw')).keys[0]).toBe('sales.withdrawn')
    const staff = await erin()
    expect((await presses(staff, (await cards())[0], 'sales.take')).keys[0]).toBe('sales.state.withdrawn')

    const second = await ask(asker)
    await presses(staff, (await cards()).at(-1), 'sales.take')
    expect((await asker.presses(second, 'sales.withdraw')).keys).toContain('sales.already.taken')
    expect((await colleague.presses(second, 'sales.withdraw')).keys).toContain('sales.already.taken')
  })

  test('only the asker and site contacts take it back', async () => {
    const sent = await ask(await chat().signedUp(wang))
    const technical = await chat().signedUp(grace)
    expect((await technical.presses(sent, 'sales.withdraw')).keys[0]).toBe('sales.not-yours')
    expect((await (await chat().signedUp(yijun)).presses(sent, 'sales.withdraw')).keys[0]).toBe('sales.withdrawn')
  })

  test('another organization’s serial looks like one that nobody has, and both store nothing', async () => {
    const person = await chat().signedUp(sato)
    const answers = await Promise.all(
      ['TSM50017745', 'NOSUCH999'].map((subject) =>
        person.invokes({ command: 'sales.send', values: { kind: 'reinstatement', subject, words: 'x' } }),
      ),
    )
    expect(answers[0]!.reply).toEqual(answers[1]!.reply)
    expect(answers[0]!.keys[0]).toBe('sales.unknown.title')
    const astray: Record<string, string>[] = [
      { kind: 'product', subject: 'none' },
      { kind: 'product' },
      { kind: 'renewal' },
    ]
    for (const values of astray)
      expect((await person.invokes({ command: 'sales.ask', values })).keys[0]).toBe('sales.unknown.title')
    expect(await requests()).toEqual([])
  })

  test('where others read, the button and the form hold no serial, and still mean the presser’s license', async () => {
    const person = await chat().signedUp(wang)
    const card = await person.saysInPublic('coverage TSM-5001-7745')
    const shown = card.shown.kind === 'view' ? card.shown.view.actions : []
    const button = shown?.find((action) => action.kind === 'invoke' && action.invoke.command === 'sales.ask')
    expect(JSON.stringify(button)).not.toContain('TSM50017745')
    const pressed = button?.kind === 'invoke' ? button.invoke : { command: 'none' }
    const there = person.in({ conversation: 'C0SHARED', kind: 'channel', private: false })
    const form = await there.invokes(pressed)
    expect(form.shown.kind === 'form' && JSON.stringify(form.shown.form.reopen)).not.toContain('TSM50017745')
    expect((await person.submits(form)).keys[0]).toBe('sales.asked.title')
    expect(await requests()).toMatchObject([{ subject: 'TSM50017745' }])
  })

  test('the card goes to the organization’s own sales channel where the vendor’s data names one', async () => {
    const columns = 'organization_id,name,sales_channel'
    await chat().import({ 'organizations.csv': `${columns}\nKITANO-SEIKI,Kitano Seiki,C0SALES\n` })
    await ask(await chat().signedUp(sato))
    expect((await cards())[0]?.to).toMatchObject({ conversation: 'C0SALES', workspace: 'T1', platform: 'slack' })
    // A channel of a platform that is not connected is none.
    await chat().import({ 'organizations.csv': `${columns}\nFORMOSA-BANK,Formosa Bank,19:sales@thread.tacv2\n` })
    await ask(await chat().signedUp(wang))
    expect((await cards())[1]?.to).toMatchObject({ conversation: 'C0TRIAGE' })
  })

  test('strangers and the vendor’s people do not ask, and customers do not take', async () => {
    expect((await chat().person('OLGA').says('sales hello')).keys[0]).toBe('errors.sign-up-first.title')
    expect((await (await erin()).says('sales hello')).keys[0]).toBe('errors.for-customers.title')
    const person = await chat().signedUp(sato)
    await ask(person)
    expect((await presses(person, (await cards())[0], 'sales.take')).keys[0]).toMatch(/^errors\./)
    expect((await requests())[0]?.takenBy).toBeNull()
  })
})

const members = new Set<string>()
const slack = {
  name: 'slack',
  isMember: async ({ conversation }: { conversation: string }, user: string) => members.has(`${conversation} ${user}`),
} as unknown as Platform

onEachChat(
  'whoever sells',
  (chat) => {
    test('sits in a channel of the vendor now, a sales channel too, and is refused once they left', async () => {
      await chat().import({
        'organizations.csv': 'organization_id,name,sales_channel\nKITANO-SEIKI,Kitano Seiki,C0SALES\n',
      })
      const person = await chat().signedUp(sato)
      await person.submits(await person.says('sales A question'))
      const { id } = await chat().db.prisma.salesRequest.findFirstOrThrow()
      const ada = await chat().staff('ada@vendor.example')
      const take = { command: 'sales.take', values: { request: id } }
      members.clear()
      expect((await ada.invokes(take)).keys[0]).toBe('sales.not-on-duty.title')
      members.add(`C0SALES ${ada.who.user}`)
      const elsewhere = ada.in({ conversation: 'C0SHARED', kind: 'channel', private: false })
      expect((await elsewhere.invokes(take)).keys[0]).toBe('triage.not-here.title')
      const there = ada.in({ conversation: 'C0SALES', kind: 'channel', private: false })
      expect((await there.invokes(take)).keys[0]).toBe('sales.taken')
      // Selling is no triage: cases stay with those who sit in a triage channel.
      expect((await ada.says('queue')).keys[0]).toBe('triage.not-on-duty.title')
    })
  },
  { platforms: () => [slack] },
)

onEachChat(
  'where the vendor has no channel at all',
  (chat) => {
    test('nothing is sent that nobody would see, and the person is told so', async () => {
      const person = await chat().signedUp(sato)
      const said = await person.says('sales Can we pay in yen?')
      expect([said.keys[0], said.offers]).toEqual(['sales.unreachable.title', ['centers']])
    })
  },
  { vendorTo: undefined },
)
