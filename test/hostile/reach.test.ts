/**
 * Every command, button and form, by everybody who must not reach an organization: nothing of it is told, nothing of it changes,
 * and what it has looks exactly like what nobody has (R1.5).
 */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Command } from '../../src/bot/command.ts'
import type { Invocation } from '../../src/bot/view.ts'
import { commands } from '../../src/features/index.ts'
import { onEachChat, type Person, type TestChat, type Turn } from '../support/conversation.ts'
import { type Reach, reach, type Things } from './reach-table.ts'

const owner = 'KITANO-SEIKI'
const sato = 'ken.sato@kitano-seiki.example'
const channel = { workspace: 'T1', conversation: 'C0KITANO', kind: 'channel', private: false } as const
const shared = { workspace: 'T1', conversation: 'C0SHARED', kind: 'channel', private: false } as const
const served = {
  isServed: () => true,
  file: (id: string) => ({ url: `https://bot.example/files/${id}`, until: new Date('2026-11-23') }),
  timeline: () => undefined,
  download: ({ id }: { id: string }) => `https://bot.example/downloads/${id}`,
}

test('every command is in the table, and the table holds no other', () => {
  expect(Object.keys(reach).sort()).toEqual(commands.map(({ name }) => name).sort())
})

/** What must never be read by anybody else, as it is compared: folded, without the marks that people leave out. */
const folded = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll('-', '')

interface World {
  things: Things
  secrets: string[]
  boss: Person
  manager: Person
  intruders: Record<string, Person[]>
}

async function build(chat: TestChat): Promise<World> {
  const { db } = chat
  const boss = await chat.signedUp(sato)
  const erin = await chat.staff('erin@vendor.example')
  const manager = await chat.staff('shufen@vendor.example')
  await manager.says(`tie ${owner} ${channel.conversation}`)
  await manager.says(`tie ${owner} T0KITANO`)
  // A colleague, one who left, and one who is invited.
  await chat.signedUp('misaki.takahashi@kitano-seiki.example')
  await db.prisma.contact.create({
    data: {
      organizationId: owner,
      name: 'Canary Former',
      email: 'former@kitano-seiki.example',
      role: 'technical',
      purposes: [],
      imported: {},
    },
  })
  const former = await chat.signedUp('former@kitano-seiki.example')
  const contactOf = async (email: string) => (await db.prisma.contact.findFirstOrThrow({ where: { email } })).id
  await boss.invokes({
    command: 'contacts.remove',
    values: { contact: await contactOf('former@kitano-seiki.example') },
  })
  await boss.says('contacts invite')
  await boss.invokes({
    command: 'contacts.invite',
    values: { name: 'Canary Invitee', email: 'invitee@kitano-seiki.example', role: 'viewer', by: 'hand' },
  })
  // A case with words, a note and a file.
  const values = {
    serial: 'IDS11515530',
    topic: 'defect',
    severity: '2',
    title: 'Canary outage',
    description: 'Canary words.',
  }
  await boss.invokes({ command: 'case.describe', values })
  const { number } = await db.prisma.case.findFirstOrThrow()
  await erin.says(`claim ${number}`)
  await erin.says(`note ${number} Canary note`)
  const message = await db.prisma.caseMessage.findFirstOrThrow({ where: { audience: 'customer' } })
  const file = await db.prisma.caseFile.create({
    data: {
      messageId: message.id,
      caseNumber: number,
      position: 0,
      name: 'canary.log',
      status: 'kept',
      key: randomUUID(),
      size: 3,
      sha256: 'ab',
    },
  })
  // A file that was handed out, a question to sales, somebody who asks to join.
  await boss.invokes({ command: 'downloads.get', values: { release: 'IDS-11.5', file: 'IDS-11.5-AIX.zip' } })
  await boss.invokes({ command: 'sales.send', values: { kind: 'question', words: 'Canary question' } })
  const guest = await chat.signedUp('gus@guest.example', {
    workspace: 'T0KITANO',
    name: 'Gus Guest',
    company: 'Gus',
  })
  await chat.tick()
  const other = await chat.signedUp('jianguo.wang@formosa-bank.example')
  const foreign = await chat.signedUp('zoe@foreign.example', {
    workspace: 'T0FOREIGN',
    name: 'Zoe Foreign',
    company: 'Foreign',
  })
  const handOut = await db.prisma.handOut.findFirstOrThrow()
  const sales = await db.prisma.salesRequest.findFirstOrThrow()
  const request = await db.prisma.joinRequest.findFirstOrThrow()
  const licenses = await db.prisma.license.findMany({ where: { organizationId: owner } })
  const people = await db.prisma.contact.findMany({ where: { organizationId: owner } })
  await db.pool.query('DELETE FROM outbox_messages')
  return {
    boss,
    manager,
    things: {
      ...{ case: String(number), serial: 'IDS11515530', product: 'informix-dynamic-server' },
      ...{ release: 'IDS-11.5', file: 'IDS-11.5-AIX.zip', caseFile: file.id, handOut: handOut.id },
      colleague: await contactOf('misaki.takahashi@kitano-seiki.example'),
      invitee: await contactOf('invitee@kitano-seiki.example'),
      ...{ request: request.id, sales: sales.id, delivery: message.id, message: message.id },
      ...{ email: sato, organization: owner, workspace: 'T0KITANO', channel: channel.conversation },
    },
    secrets: [
      ...['Kitano Seiki', 'canary', 'kitano-seiki.example'],
      ...licenses.map(({ serial }) => serial),
      ...people.flatMap(({ name, email }) => [name, email]),
    ].map(folded),
    intruders: {
      'of another organization': [other, other.in(shared), other.in(channel)],
      'a former member': [former, former.in(channel)],
      'a guest of the tied workspace': [guest, guest.in(channel)],
      'of a foreign team in the shared channel': [foreign.in(channel), foreign],
      'a stranger': [chat.person('USTRANGER'), chat.person('USTRANGER').in(channel)],
    },
  }
}

/** The same forms, and nobody's. */
const nowhere: Things = {
  ...{ case: '987654', serial: 'QXZ99887766', product: 'no-such-product', release: 'NOPE-1.0', file: 'nope.zip' },
  ...{
    caseFile: randomUUID(),
    handOut: randomUUID(),
    colleague: randomUUID(),
    invitee: randomUUID(),
    request: randomUUID(),
  },
  ...{ sales: randomUUID(), delivery: randomUUID(), message: randomUUID(), email: 'nobody@nowhere.example' },
  ...{ organization: 'NO-SUCH-ORG', workspace: 'T0NOWHERE', channel: 'C0NOWHERE' },
}

type Way = (person: Person, command: Command, values: Record<string, string>) => Promise<Turn>
const ways: Record<string, Way> = {
  typed: (person, { name }, values) => person.says([name.replaceAll('.', ' '), ...Object.values(values)].join(' ')),
  pressed: (person, { name }, values) => person.invokes({ command: name, values }),
  sent: (person, { name }, values) => person.sends({ command: name, values }),
}
const waysOf = ({ listed, form }: Command): string[] => [
  'pressed',
  ...(listed ? ['typed'] : []),
  ...(form ? ['sent'] : []),
]

/** What was shown, without what the person gave themselves. */
function shownOf({ shown }: Turn, values: Record<string, string>, { who }: Person): string {
  let text = folded(JSON.stringify(shown)).replaceAll(folded(who.user), 'me')
  for (const value of Object.values(values).sort((a, b) => b.length - a.length)) {
    text = text.replaceAll(folded(value), '…')
    // Where others read, a serial that was typed is shown by its end.
    if (/\d{4}$/.test(value)) text = text.replaceAll(`••••${value.slice(-4)}`, '…')
  }
  return text.replaceAll(/[0-9a-f]{32}/g, 'id').replaceAll(/\d{1,2}:\d{2}[^"]*/g, 'time')
}

/** Where two answers begin to differ. */
function differenceOf([one = '', two = '']: string[]): string {
  let at = 0
  while (at < one.length && one[at] === two[at]) at++
  return `${one.slice(Math.max(0, at - 40), at + 60)} | ${two.slice(Math.max(0, at - 40), at + 60)}`
}

onEachChat(
  'who is no member',
  (chat) => {
    /** Rows that belong to the organization or its people, by table. */
    async function owned({ things }: World): Promise<Record<string, string[]>> {
      const marks = [owner, `"case_number":${things.case},`]
      // Counts of what was done are emptied between the deeds.
      const { happenings: _, ...stored } = await chat().stored()
      const tables = Object.entries(stored)
      return Object.fromEntries(
        tables.map(([table, rows]) => [
          table,
          rows.map((row) => JSON.stringify(row)).filter((row) => marks.some((mark) => row.includes(mark))),
        ]),
      )
    }

    test.each([
      'of another organization',
      'a former member',
      'a guest of the tied workspace',
      'of a foreign team in the shared channel',
      'a stranger',
    ])('%s reads and changes nothing by any command, typed, pressed or sent', { timeout: 120_000 }, async (kind) => {
      const world = await build(chat())
      const before = await owned(world)
      const leaks: string[] = []
      for (const person of world.intruders[kind]!) {
        for (const command of commands) {
          const { values, open, fresh }: Reach = reach[command.name]!
          for (const way of waysOf(command)) {
            const [there, absent] = [values(world.things), values(nowhere)]
            const told: string[] = []
            for (const each of [there, absent]) {
              await chat().db.pool.query('DELETE FROM happenings')
              await chat().db.pool.query('DELETE FROM sign_ups')
              told.push(shownOf(await ways[way]!(person, command, each), each, person))
            }
            const what = `${command.name}, ${way}`
            for (const secret of world.secrets)
              if (told.some((text) => text.includes(secret))) leaks.push(`${what}: tells ${secret}`)
            if (!open && !fresh && told[0] !== told[1])
              leaks.push(`${what}: what is there differs from what is not: ${differenceOf(told)}`)
          }
        }
      }
      expect(leaks).toEqual([])
      expect(await owned(world)).toEqual(before)
      const sent = (await chat().outbox()).filter(({ to }) =>
        JSON.stringify(to).includes(world.intruders[kind]![0]!.who.user),
      )
      for (const row of sent)
        for (const secret of world.secrets) expect(folded(JSON.stringify(row.content))).not.toContain(secret)
    })

    test('the same words do reach it for those whose it is', { timeout: 120_000 }, async () => {
      const world = await build(chat())
      const blind: string[] = []
      for (const command of commands) {
        const { values, open, uncontrolled }: Reach = reach[command.name]!
        if (open || uncontrolled) continue
        const person = command.audience === 'staff' ? world.manager : world.boss
        const asked: Invocation[] = [world.things, nowhere].map((things) => ({
          command: command.name,
          values: values(things),
        }))
        const told: string[] = []
        for (const { values: given = {} } of asked)
          told.push(shownOf(await ways.pressed!(person, command, given), given, person))
        if (told[0] === told[1]) blind.push(`${command.name}: ${told[0]!.slice(0, 200)}`)
      }
      expect(blind).toEqual([])
    })
  },
  { links: served },
)
