import { expect, test } from 'vitest'
import { onEachChat } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const sato = 'ken.sato@kitano-seiki.example'

onEachChat('a mistyped serial', (chat) => {
  test('is answered with the license of one’s own that was perhaps meant, one press away', async () => {
    const person = await chat().signedUp(wang)
    const said = await person.says('coverage TSM-50O1-7754')
    expect(said.keys).toEqual(expect.arrayContaining(['coverage.found-none.title', 'common.nearest-license']))
    expect((await person.presses(said, 'coverage', { what: 'TSM50017745' })).keys[0]).toBe('coverage.headline.lapsed')
  })

  test('of another organization is one that nobody has', async () => {
    const person = await chat().signedUp(sato)
    // The bank's own serial, and the same with other letters: both fit and are near to nothing of the factory's.
    const [foreign, unknown] = await Promise.all(
      ['DB2-9701-3307', 'XYZ-4412-8853'].map((each) => person.says(`coverage ${each}`)),
    )
    expect(foreign!.keys).toEqual(unknown!.keys)
    expect(foreign!.offers).toEqual(unknown!.offers)
    // Near to one of the factory's own, a serial of the bank brings that one: nothing tells that it exists.
    await chat().import({
      'licenses.csv':
        'serial,registration_number,product_id,version,organization_id,purchased_on\n' +
        'IDS-1151-5531,REG-X,db2-udb,V9.7,FORMOSA-BANK,2026-01-01\n',
    })
    const [near, made] = await Promise.all(
      ['IDS-1151-5531', 'IDS-1151-5532'].map((each) => person.says(`coverage ${each}`)),
    )
    expect(near!.offers).toEqual(made!.offers)
    expect(near!.offers[0]).toBe('coverage {"what":"IDS11515530"}')
  })

  test('in a new case is asked about first, and what was typed goes along', async () => {
    const person = await chat().signedUp(wang)
    const said = await person.says('case open WAS-7001-482I Login fails')
    expect(said.offers[0]).toBe('case.open {"license":"WAS70014821","text":"Login fails"}')
    const form = await person.presses(said, 'case.open', { license: 'WAS70014821', text: 'Login fails' })
    expect(form.reply).toMatchObject({ kind: 'form', form: { hidden: { text: 'Login fails' } } })
    expect((await person.says('case open XYZ-4412-8853 Login fails')).reply.kind).toBe('form')
  })

  test('shows no serial where others read', async () => {
    const said = await (await chat().signedUp(wang)).saysInPublic('coverage TSM-5001-7754')
    expect(JSON.stringify(said.shown)).not.toMatch(/TSM-?5001-?77/)
  })
})
