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
})
