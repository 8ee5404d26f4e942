import { expect, test } from 'vitest'
import { replyCard } from '../../adapters/teams/invoke-answer.ts'
import type { Action, Reply } from '../../src/bot/view.ts'
import { onEachChat } from '../support/conversation.ts'

const sato = 'ken.sato@kitano-seiki.example'
const wang = 'jianguo.wang@formosa-bank.example'
const serials = ['WPS61018127', 'CQ70019031', 'WAS51010448', 'TSM61013369', 'MQ60012754', 'IDS11515530']

/** The card as Teams hands it to every member of a channel, buttons and all. */
const cardOf = (reply: Reply<string>): string =>
  JSON.stringify(replyCard(reply, { where: 'message', shared: true, nonce: 'n', phrase: (name) => name }))

const buttonsOf = (reply: Reply<string>): Extract<Action<string>, { kind: 'invoke' }>[] => {
  if (reply.kind !== 'view') return []
  const inEntries = reply.view.body.flatMap((block) => (block.kind === 'entry' ? (block.actions ?? []) : []))
  return [...inEntries, ...(reply.view.actions ?? [])].filter((action) => action.kind === 'invoke')
}

onEachChat('in a conversation that others read', (chat) => {
  const person = (email: string) => chat().signedUp(email, { platform: 'teams' })

  test.each(['coverage', `coverage ${serials[0]}`, 'coverage 2027-06-01'])(
    'the answer to "%s" holds no whole serial, not even in its buttons',
    async (words) => {
      const { shown } = await (await person(sato)).saysInPublic(words)
      for (const serial of serials) expect(cardOf(shown)).not.toContain(serial)
    },
  )

  test('its owner comes from the overview to each license all the same', async () => {
    const owner = await person(sato)
    const details = buttonsOf((await owner.saysInPublic('coverage')).shown).filter(({ invoke }) => invoke.values?.what)
    expect(details).toHaveLength(serials.length)
    const shown = await Promise.all(details.map(async ({ invoke }) => (await owner.invokes(invoke)).texts.join(' ')))
    for (const serial of serials)
      expect(shown.filter((card) => card.replaceAll('-', '').includes(serial))).toHaveLength(1)
  })

  test('whoever presses another organization’s buttons learns no serial', async () => {
    const [owner, other] = [await person(sato), await person(wang)]
    const card = await owner.saysInPublic(`coverage ${serials[0]}`)
    for (const { invoke } of buttonsOf(card.shown)) {
      const pressed = JSON.stringify((await other.invokes(invoke)).shown)
      for (const serial of serials) expect(pressed).not.toContain(serial)
    }
  })

  test('a serial that fits nothing is not repeated in whole', async () => {
    const other = await person(wang)
    expect((await other.saysInPublic(`coverage ${serials[0]}`)).texts[0]).toContain('••••8127')
    expect((await other.says(`coverage ${serials[0]}`)).texts[0]).toContain(serials[0])
  })

  test('what is shown of a serial finds its license, wherever the vendor sets hyphens', async () => {
    await chat().import({
      'licenses.csv':
        'serial,registration_number,product_id,version,organization_id,purchased_on\nABC-123-45,HYPHENS-1,omflow,V2.2,KITANO-SEIKI,2026-02-28\n',
    })
    const owner = await person(sato)
    const shown = (await owner.saysInPublic('coverage ABC12345')).texts.join(' ')
    const [masked] = /••••\S*/u.exec(shown) ?? []
    expect(masked).toBe('••••2345')
    expect((await owner.says(`coverage ${masked}`)).texts.join(' ')).toContain('ABC-123-45')
  })

  test.each([
    ['register OMF-2026-0001 OMFLOW-REG-0001', 'register.confirm'],
    ['agreement OMF-2026-0001 OMFLOW-MA-0001', 'agreement.confirm'],
  ])('"%s" puts no button there with which a passer-by would confirm', async (words, confirm) => {
    const owner = await person(sato)
    if (confirm === 'agreement.confirm') await owner.submits(await owner.says('register OMF-2026-0001 OMFLOW-REG-0001'))
    const asked = await owner.saysInPublic(words)
    expect(asked.reply).toMatchObject({ form: { command: confirm } })
    expect(cardOf(asked.shown)).not.toContain(confirm)
    // The door leads its presser through the look-up to the same confirmation, in a dialog.
    const { reopen } = (asked.reply as { form: { reopen: { command: string; values: Record<string, string> } } }).form
    expect((await owner.invokes(reopen)).reply).toMatchObject({ form: { command: confirm } })
  })
})
