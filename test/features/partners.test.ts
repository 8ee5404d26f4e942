import { expect, test } from 'vitest'
import { onEachChat, type Turn } from '../support/conversation.ts'

const names = ({ reply }: Turn): unknown[] =>
  reply.kind === 'view'
    ? reply.view.body.flatMap((block) => (block.kind === 'entry' ? [block.title.values?.name] : []))
    : []

onEachChat('partners', (chat) => {
  test('the organization’s own comes first, then its region’s; elsewhere and in public everyone reads the same', async () => {
    await chat().import({
      'partners.csv': 'partner_id,name,region,families\nlocal,Zürich Works,Japan,OMFLOW\n',
    })
    const sato = await chat().signedUp('ken.sato@kitano-seiki.example')
    expect(names(await sato.says('partners')).slice(0, 2)).toEqual(['Kumo Works', 'Zürich Works'])
    const stranger = await chat().person('OLGA').says('partners')
    expect(names(await sato.saysInPublic('partners'))).toEqual(names(stranger))
    expect(stranger.keys).not.toContain('guide.own-partner')
    expect(stranger.offers).not.toContain('sales.ask {"kind":"question"}')
  })

  test.each([
    ['partners Japan', ['Kumo Works']],
    ['パートナー 日本', ['Kumo Works']],
    ['合作夥伴 台灣 OMFLOW', ['South Harbor Consulting']],
    ['合作伙伴 北美', ['Lakeside Software Partners']],
    ['partners Tivoli', ['Jade Mountain Systems', 'Lakeside Software Partners']],
    ['partners DB2', ['Jade Mountain Systems', 'Kumo Works']],
  ])('"%s" names %j', async (words, expected) => {
    expect(names(await chat().person('OLGA').says(words))).toEqual(expected)
  })

  test('none is said, with the others one press away', async () => {
    const said = await chat().person('OLGA').says('partners Atlantis')
    expect([said.keys[0], said.offers]).toEqual(['guide.no-partner', ['partners', 'centers']])
    // "Partners cannot log in" was no search: the words are not lost.
    const customer = await chat().signedUp('ken.sato@kitano-seiki.example')
    const meant = await customer.says('Partners cannot log in')
    const form = await customer.presses(meant, 'case.open', { text: 'cannot log in' })
    expect(form.reply).toMatchObject({ kind: 'form', form: { hidden: { text: 'cannot log in' } } })
  })

  test('who is out of scope of a case goes on to all partners for that product', async () => {
    const chen = await chat().signedUp('jing.chen@pudong-logistics.example')
    const license = await chat().db.prisma.license.findFirstOrThrow({
      where: { organizationId: 'PUDONG-LOGISTICS', productId: 'omflow' },
    })
    const values = { topic: 'on-site', license: license.serial }
    const outside = await chen.invokes({ command: 'case.open', values })
    expect(outside.keys[0]).toBe('case.outside.title')
    expect(names(await chen.presses(outside, 'partners', { what: 'OMFLOW' })).length).toBeGreaterThan(2)
  })
})
