/** What somebody could become, or make of others, by signing up, inviting and asking under chosen names and addresses. */
import { expect, test } from 'vitest'
import { onEachChat, type Person } from '../support/conversation.ts'

const attacker = 'jianguo.wang@formosa-bank.example'
const victim = 'vera@victim.example'
const imported = 'ken.sato@kitano-seiki.example'

onEachChat('an invitation that was not asked for', (chat) => {
  const invites = async (person: Person, email = victim, by = 'hand') =>
    person.submits(await person.says('contacts invite'), { name: 'Vera', email, role: 'viewer', by })
  const codeOf = (turn: Awaited<ReturnType<typeof invites>>) => turn.values('contacts.code.text')!.code as string
  const organizationOf = async ({ who: { user } }: Person) =>
    (await chat().db.prisma.contact.findFirstOrThrow({ where: { identities: { some: { user } } } })).organizationId

  test('makes nobody a contact who signs up by themselves', async () => {
    await invites(await chat().signedUp(attacker))
    const person = await chat().signedUp(victim, { name: 'Vera', company: 'Victim' })
    expect(await organizationOf(person)).not.toBe('FORMOSA-BANK')
    await person.submits(
      await person.submits(await person.says('register'), { serial: 'OMF-2026-0001', number: 'OMFLOW-REG-0001' }),
    )
    expect((await (await chat().person('UJIANGUOWANGFORMOSABANKEXAMPLE')).says('coverage')).texts.join()).not.toContain(
      'OMF-2026-0001',
    )
  })

  test('hides no contact from the vendor’s data', async () => {
    await invites(await chat().signedUp(attacker), imported)
    expect(await organizationOf(await chat().signedUp(imported))).toBe('KITANO-SEIKI')
  })

  test('shuts nobody out whose address a stranger took from hand to hand', async () => {
    const code = codeOf(await invites(await chat().signedUp(attacker)))
    expect((await chat().person('UACCOMPLICE').says(`invitation ${code}`)).keys[0]).toBe('signup.done.title')
    const person = await chat().signedUp(victim, { name: 'Vera' })
    expect(await organizationOf(person)).not.toBe('FORMOSA-BANK')
  })

  test('is accepted with its code by who signed up before they read it', async () => {
    const code = codeOf(await invites(await chat().signedUp(attacker)))
    const person = await chat().signedUp(victim, { name: 'Vera' })
    expect((await person.says(`invitation ${code}`)).keys[0]).toBe('signup.done.title')
    expect(await organizationOf(person)).toBe('FORMOSA-BANK')
    expect((await chat().person('ULATER').says(`invitation ${code}`)).error('code')).toBe('invitation.refused')
  })

  test('takes nobody along who has an organization of their own by now, or another address', async () => {
    const boss = await chat().signedUp(attacker)
    const code = codeOf(await invites(boss))
    const other = await chat().signedUp('other@victim.example', { name: 'Other' })
    expect((await other.says(`invitation ${code}`)).keys[0]).not.toBe('signup.done.title')
    const person = await chat().signedUp(victim, { name: 'Vera' })
    await person.submits(
      await person.submits(await person.says('register'), { serial: 'OMF-2026-0001', number: 'OMFLOW-REG-0001' }),
    )
    expect((await person.says(`invitation ${code}`)).keys[0]).not.toBe('signup.done.title')
    expect(await organizationOf(person)).not.toBe('FORMOSA-BANK')
  })

  const letters = async () => (await chat().outbox()).filter(({ dedupeKey }) => dedupeKey.startsWith('invitation:'))

  test('goes to no more than 30 strangers a day, and names who sends it by an address that is proven', async () => {
    const boss = await chat().signedUp(attacker)
    for (let n = 0; n < 30; n++) await invites(boss, `v${n}@victim.example`, 'mail')
    expect(await letters()).toHaveLength(30)
    expect(JSON.stringify((await letters())[0]!.content)).toContain(attacker)
    expect((await invites(boss, 'v30@victim.example', 'mail')).keys).toContain('contacts.too-many')
    expect(await letters()).toHaveLength(30)
    expect((await invites(boss, 'v30@victim.example', 'hand')).keys).toContain('contacts.code.text')
    chat().advance({ days: 1 })
    expect((await invites(boss, 'v30@victim.example', 'mail')).keys[0]).toBe('contacts.invited.title')
  })

  test.each([
    'Win at https://evil.example',
    'Support ｗｗｗ.evil.example',
    'Ken <ken.sato@kitano-seiki.example>',
    'Ken\u202eotaS',
    'Ken\nSato',
  ])('carries no link and no hidden marks in a name: %j', async (name) => {
    const boss = await chat().signedUp(attacker)
    const asked = await boss.submits(await boss.says('contacts invite'), { name, email: victim, role: 'viewer' })
    expect(asked.error('name')).toBe('errors.name')
    const form = await chat().person('UNEW').says('signup')
    const values = { name, email: victim, phone: '+886 2 5550 0111', company: name }
    const refused = await chat().person('UNEW').submits(form, values)
    expect([refused.error('name'), refused.error('company')]).toEqual(['errors.name', 'errors.company'])
    expect(await letters()).toEqual([])
  })
})
