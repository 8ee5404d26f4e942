/** Ways in which words could reach whom they are not meant for. */
import { expect, test } from 'vitest'
import { plainProse } from '../../src/bot/prose.ts'
import { onEachChat, type Person } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const triage = { conversation: 'C0TRIAGE', kind: 'channel' } as const

let words = 0
const written = (text: string, id = `g${++words}`) => ({ id, prose: plainProse(text), files: [] })

let offDuty = false
onEachChat(
  'what is said about a case',
  (chat) => {
    const erin = () => chat().staff('erin@vendor.example')
    const messages = () => chat().db.prisma.caseMessage.findMany({ orderBy: { position: 'asc' } })
    const last = async () => (await messages()).at(-1)
    async function open(person: Person): Promise<string> {
      const values = {
        topic: 'defect',
        severity: '2',
        title: 'Login fails',
        description: 'Since noon.',
        serial: 'WAS70014821',
      }
      await person.invokes({ command: 'case.describe', values })
      return String((await chat().db.prisma.case.findFirstOrThrow({ orderBy: { number: 'desc' } })).number)
    }

    test('in a dialog opened on a message, what is typed is said and not that message', async () => {
      const customer = await chat().signedUp(wang)
      const number = await open(customer)
      const engineer = await erin()
      const on = written('They are about to be dropped.')
      await engineer.invokes({ command: 'case.answer', values: { number, text: 'Please restart.' } }, on)
      expect(await last()).toMatchObject({ text: 'Please restart.', audience: 'customer', message: null })
      await customer.invokes({ command: 'case.reply', values: { number, text: 'I did.' } }, on)
      expect(await last()).toMatchObject({ text: 'I did.', message: null })
    })

    test('an answer edited into plain words in the engineers’ thread stays what the customer read', async () => {
      await open(await chat().signedUp(wang))
      const thread = (await chat().delivered())[`case:${(await chat().db.prisma.case.findFirstOrThrow()).number}:card`]!
      const there = (await erin()).in({ ...triage, thread })
      await there.says('answer It is the cache', written('answer It is the cache', 'm1'))
      for (const text of ['between us: they never patch', 'claim them later']) {
        const told = await there.hears({ kind: 'rewrote', written: written(text, 'm1'), text })
        expect(JSON.stringify(told?.content)).toContain('thread.stays-answer.title')
      }
      expect(await last()).toMatchObject({ text: 'It is the cache' })
    })

    test('who left the triage channel answers nobody in a thread, and changes no answer', async () => {
      const customer = await chat().signedUp(wang)
      const number = Number(await open(customer))
      const engineer = await erin()
      await engineer.says(`answer ${number} It is the cache`, written(`answer ${number} It is the cache`, 'm1'))
      const { [`case:${number}:opened:slack:T1:${customer.who.user}`]: thread } = await chat().delivered()
      offDuty = true
      try {
        const there = engineer.in({ conversation: `D${customer.who.user}`, kind: 'channel', thread: thread! })
        const told = await there.hears({ kind: 'wrote', written: written('Send me your passwords') })
        expect(JSON.stringify(told?.content)).toContain('thread.stranger')
        const text = `answer ${number} They lie to you`
        await engineer.hears({ kind: 'rewrote', written: written(text, 'm1'), text })
        expect((await messages()).map((each) => each.text)).toEqual(['Since noon.', 'It is the cache'])
      } finally {
        offDuty = false
      }
    })

    test('a file that is taken out of a message is taken back from the other side, and the words stay', async () => {
      const customer = await chat().signedUp(wang)
      const number = await open(customer)
      const file = (id: string) => ({ platform: 'slack', workspace: 'T1', id, name: `${id}.log` }) as const
      const said = `case reply ${number} See the logs`
      await customer.says(said, { ...written(said, 'm1'), files: [file('F1'), file('F2')] })
      const before = (await chat().outbox()).length
      const left = { ...written(said, 'm1'), files: [file('F2')] }
      await customer.hears({ kind: 'rewrote', written: left, text: said })
      const files = await chat().db.prisma.caseFile.findMany({ orderBy: { position: 'asc' } })
      expect(files.map(({ name, status }) => [name, status])).toEqual([
        ['', 'erased'],
        ['F2.log', 'waiting'],
      ])
      const told = (await chat().outbox()).slice(before)
      expect(told.filter(({ content }) => content.kind === 'removal').map(({ replaces }) => replaces)).toEqual([
        expect.stringContaining(`:file:${files[0]!.id}`),
      ])
      expect(await last()).toMatchObject({ text: 'See the logs' })
    })

    test('what was said to the bot with a number can be changed and taken back there', async () => {
      const customer = await chat().signedUp(wang)
      const number = await open(customer)
      const first = `case reply ${number} My pasword is x`
      await customer.says(first, written(first, 'm1'))
      expect((await last())?.text).toBe('My pasword is x')
      const text = `case reply ${number} I changed it`
      await customer.hears({ kind: 'rewrote', written: written(text, 'm1'), text })
      expect((await last())?.text).toBe('I changed it')
      await customer.hears({ kind: 'erased', message: 'm1' })
      expect((await last())?.text).toBe('')
    })

    test('the link to a file is shown to nobody but the one who asks', async () => {
      const customer = await chat().signedUp(wang)
      await open(customer)
      const file = '00000000-0000-4000-8000-000000000000'
      const inPublic = customer.in({ conversation: 'C0SHARED', kind: 'channel', private: false })
      const asked = await inPublic.invokes({ command: 'case.file', values: { file } })
      expect(asked.reply).toMatchObject({ kind: 'form', form: { command: 'case.file', hidden: { file } } })
      expect((await customer.invokes({ command: 'case.file', values: { file } })).keys[0]).toBe('thread.file-gone')
    })

    test('what the vendor’s people write among themselves becomes no case and no thread of one', async () => {
      const person = (await chat().signedUp(wang)).in({ ...triage, thread: '55.1' })
      const form = await person.invokes({
        command: 'case.from-message',
        values: { text: 'they never patch', message: '55.2', conversation: triage.conversation, thread: '55.1' },
      })
      expect(JSON.stringify(form.reply)).not.toContain('never patch')
      const values = { topic: 'defect', severity: '2', title: 'T', description: 'Mine.', serial: 'WAS70014821' }
      await person.invokes({ command: 'case.describe', values: { ...values, message: '55.2', thread: '55.1' } })
      expect(
        await chat().db.prisma.caseThread.count({ where: { conversation: triage.conversation, side: 'customer' } }),
      ).toBe(0)
      expect((await messages()).map(({ text }) => text)).toEqual(['Mine.'])
    })

    test('an answer to one of the vendor’s people is for the vendor alone, also in their own channel', async () => {
      const number = await open(await chat().signedUp(wang))
      const there = (await erin()).in({ ...triage, private: false })
      for (const said of [`case show ${number}`, 'queue', `claim ${number}`])
        expect((await there.writes(said)).internal, said).toBe(true)
      expect(
        (await (await chat().signedUp('ken.sato@kitano-seiki.example')).writes('coverage')).internal,
      ).toBeUndefined()
    })
  },
  {
    platforms: () => [{ name: 'slack', isMember: async () => !offDuty }] as never,
  },
)
