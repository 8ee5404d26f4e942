import { expect, test } from 'vitest'
import { plainProse } from '../../src/bot/prose.ts'
import { type OutboxRow, onEachChat, type Person } from '../support/conversation.ts'

const wang = 'jianguo.wang@formosa-bank.example'
const grace = 'grace.liu@formosa-bank.example'
const triage = { conversation: 'C0TRIAGE', kind: 'channel' } as const

let count = 0
const written = (text: string, id = `f${++count}`) => ({ id, prose: plainProse(text), files: [] })

onEachChat('who follows a case no more', (chat) => {
  const remove = (email: string) =>
    chat().db.prisma.contact.updateMany({ where: { email }, data: { removedAt: chat().now() } })

  /** Wang opened a case, Grace follows it, and Erin stands in its thread below the card. */
  async function followedCase() {
    const customer = await chat().signedUp(wang)
    const values = { topic: 'defect', severity: '2', title: 'Login fails', description: 'Since noon.' }
    await customer.invokes({ command: 'case.describe', values: { ...values, serial: 'WAS70014821' } })
    const { number } = await chat().db.prisma.case.findFirstOrThrow({ orderBy: { number: 'desc' } })
    const follower = await chat().signedUp(grace)
    await follower.says(`case follow ${number}`)
    const thread = (await chat().delivered())[`case:${number}:card`]!
    const erin = (await chat().staff('erin@vendor.example')).in({ ...triage, thread })
    return { customer, follower, erin, number }
  }
  const answers = (engineer: Person, text: string, id: string) =>
    engineer.says(`answer ${text}`, written(`answer ${text}`, id))
  const rewrites = (engineer: Person, text: string, id: string) =>
    engineer.hears({ kind: 'rewrote', written: written(`answer ${text}`, id), text: `answer ${text}` })
  const to = ({ who }: Person, rows: OutboxRow[]) =>
    rows.filter((row) => row.to.kind === 'person' && row.to.who.user === who.user)
  const kinds = (rows: OutboxRow[]) => rows.map(({ content }) => content.kind)
  /** What was written to them since, by `deed`. */
  async function toldTo(person: Person, deed: () => Promise<unknown>): Promise<OutboxRow[]> {
    const before = new Set((await chat().outbox()).map(({ dedupeKey }) => dedupeKey))
    await deed()
    return to(
      person,
      (await chat().outbox()).filter(({ dedupeKey }) => !before.has(dedupeKey)),
    )
  }

  const waysOut: Record<string, (follower: Person, number: number) => Promise<unknown>> = {
    'left the organization': () => remove(grace),
    'has an account that is another’s now': (follower) =>
      chat().db.prisma.chatIdentity.updateMany({ where: { user: follower.who.user }, data: { contactId: null } }),
    'follows no more': (follower, number) => follower.says(`case unfollow ${number}`),
  }
  test.each(Object.keys(waysOut))('who %s is told nothing more, and keeps nothing that is taken back', async (way) => {
    const { customer, follower, erin, number } = await followedCase()
    expect(await toldTo(follower, () => answers(erin, 'It is the cache', 'm1'))).not.toEqual([])
    await chat().delivered()
    await waysOut[way]!(follower, number)
    expect(await toldTo(follower, () => answers(erin, 'The password is x', 'm2'))).toEqual([])
    expect(await toldTo(follower, () => rewrites(erin, 'It is the disk', 'm1'))).toEqual([])
    expect(await toldTo(follower, () => erin.says(`resolve ${number} Restart it`))).toEqual([])
    expect((await chat().db.prisma.case.findUniqueOrThrow({ where: { number } })).status).toBe('resolved')
    expect(await toldTo(customer, () => rewrites(erin, 'It is neither', 'm1'))).not.toEqual([])
    const removals = await toldTo(follower, () => erin.hears({ kind: 'erased', message: 'm1' }))
    expect(kinds(removals)).toEqual(['removal'])
    expect((await chat().outbox()).map(({ dedupeKey }) => dedupeKey)).toContain(removals[0]!.replaces)
  })

  test('who opened it and left is told nothing more; their colleague is', async () => {
    const { customer, follower, erin } = await followedCase()
    await answers(erin, 'It is the cache', 'm1')
    await chat().delivered()
    await remove(wang)
    expect(await toldTo(customer, () => answers(erin, 'The password is x', 'm2'))).toEqual([])
    expect(await toldTo(follower, () => answers(erin, 'And y', 'm3'))).not.toEqual([])
    expect(kinds(await toldTo(customer, () => erin.hears({ kind: 'erased', message: 'm1' })))).toEqual(['removal'])
  })

  test('who follows again reads and writes from then on, and not in between', async () => {
    const { follower, erin, number } = await followedCase()
    const [key] = (await chat().outbox()).flatMap(({ dedupeKey }) => (/:followed:/.test(dedupeKey) ? [dedupeKey] : []))
    const there = follower.in({ thread: (await chat().delivered())[key!]! })
    const words = async () => (await chat().db.prisma.caseMessage.findMany()).map(({ text }) => text)
    await follower.says(`case unfollow ${number}`)
    await there.hears({ kind: 'wrote', written: written('To nobody') })
    expect(await words()).not.toContain('To nobody')
    await follower.says(`case follow ${number}`)
    await there.hears({ kind: 'wrote', written: written('To support') })
    expect(await words()).toContain('To support')
    expect(await toldTo(follower, () => answers(erin, 'It is the cache', 'm1'))).not.toEqual([])
    const threads = await chat().db.prisma.caseThread.findMany({ where: { user: follower.who.user } })
    expect(threads).toMatchObject([{ endedAt: null }])
  })

  test('what could not be delivered to somebody who left is not sent again', async () => {
    const { follower, erin, number } = await followedCase()
    await answers(erin, 'We look into it', 'm1')
    await chat().db.pool.query(`UPDATE outbox_messages SET status = 'dead', error = 'gone', settled_at = now()
      WHERE dedupe_key LIKE 'case:%:message:%' AND payload #>> '{to,who,user}' = '${follower.who.user}'`)
    const { rows } = await chat().db.pool.query("SELECT id FROM outbox_messages WHERE status = 'dead'")
    expect(rows).toHaveLength(1)
    const retry = { command: 'case.retry', values: { number: String(number), delivery: rows[0].id } }
    await remove(grace)
    expect((await erin.invokes(retry)).keys[0]).toBe('triage.retry-gone')
    expect((await erin.says(`show case ${number}`)).offers.join()).not.toContain('case.retry')
    await chat().db.prisma.contact.updateMany({ where: { email: grace }, data: { removedAt: null } })
    expect((await erin.says(`show case ${number}`)).offers.join()).toContain('case.retry')
    expect((await erin.invokes(retry)).keys[0]).toBe('triage.retried')
  })
})
