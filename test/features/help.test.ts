import { expect, test } from 'vitest'
import { onEachChat } from '../support/conversation.ts'

const guide = ['faq', 'centers', 'catalog', 'partners']
const strangers = ['signup', 'invitation', 'link', ...guide, 'language']
const contacts = [
  ...'coverage downloads case.open case.list register agreement contacts invitation link'.split(' '),
  ...[...guide, 'sales.ask', 'proof', 'statement', 'downloads.record', 'language', 'contacts.invite', 'contacts.leave'],
]

onEachChat('help', (chat) => {
  test('a stranger reads what a stranger may do, a contact what a contact may do, staff no command of contacts', async () => {
    expect((await chat().person('OLGA').says('help')).offers).toEqual(strangers)
    const sato = await chat().signedUp('ken.sato@kitano-seiki.example')
    expect((await sato.says('help')).offers).toEqual(contacts)
    const erin = await chat().signedUp('erin@vendor.example')
    expect((await erin.says('help')).offers).not.toEqual(expect.arrayContaining(['coverage']))
  })

  test('every button of help leads to an answer, for every audience', async () => {
    for (const person of [
      chat().person('OLGA'),
      await chat().signedUp('ken.sato@kitano-seiki.example'),
      await chat().signedUp('erin@vendor.example'),
    ]) {
      const help = await person.says('help')
      for (const command of help.offers) {
        const { keys } = await person.presses(help, command)
        expect(keys[0]).not.toMatch(/^errors\./)
      }
    }
  })

  test('how a command begins in Slack is said in Slack alone', async () => {
    expect((await chat().person('A').says('help')).values('help.slack-hint')).toEqual({ command: '/support' })
    expect((await chat().person('A', { platform: 'teams' }).says('help')).keys).not.toContain('help.slack-hint')
  })

  test.each([
    ['halp', 'commands.help.name', 'help'],
    ['coverge OMF-2026-0001', 'commands.coverage.name', 'coverage'],
    ['REGISTR', 'commands.register.name', 'register'],
    ['langauge', 'commands.language.name', 'language'],
    ['case opne', 'commands.case-open.name', 'case.open'],
    ['常見問提', 'commands.faq.name', 'faq'],
  ])('"%s" is answered with what was perhaps meant', async (words, key, command) => {
    const said = await chat().person('A').says(words)
    expect(said.keys.slice(0, 3)).toEqual(['errors.unknown-command.title', 'errors.unknown-command.nearest', key])
    expect(said.offers).toContain(command)
  })

  test.each(['xyzzy', '我想買車', 'SELECT * FROM licenses', 'constructor', '__proto__', 'toString', '???', '🙂'])(
    '"%s" is answered with what was heard and what there is',
    async (words) => {
      const said = await chat().person('A').says(words)
      expect(said.keys[0]).toBe('errors.unknown-command.title')
      expect(said.values('errors.unknown-command.title')).toEqual({ words })
      expect(said.offers).toEqual(strangers)
    },
  )

  test('nothing said, or only spaces, is answered with the start', async () => {
    for (const nothing of ['', '   ', '\n\t', '\u3000'])
      expect((await chat().person('A').says(nothing)).keys[0]).toBe('help.welcome.title')
  })

  test.each(['?', 'commands', 'HELP', 'ｈｅｌｐ', '說明', '帮助', 'ヘルプ'])('"%s" asks for help', async (words) => {
    expect((await chat().person('A').says(words)).keys[0]).toBe('help.title')
  })

  test('a command that needs an account tells a stranger so, with the ways in, and does nothing', async () => {
    const before = await chat().stored()
    for (const words of ['coverage', 'register OMF-2026-0001 OMFLOW-REG-0001', 'agreement']) {
      const said = await chat().person('OLGA').says(words)
      expect(said).toMatchObject({ offers: ['signup', 'invitation'] })
      expect(said.keys[0]).toBe('errors.sign-up-first.title')
    }
    expect(await chat().stored()).toEqual(before)
  })
})
