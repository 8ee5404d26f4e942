/** What signing up, claiming and linking promise, over any store. */
import { beforeEach, describe, expect, test } from 'vitest'
import { type Accounts, createAccounts } from '../../../src/domain/account.ts'
import type { AccountParts, Standing } from '../../../src/domain/account-store.ts'
import type { DomainEvent, SignUpCodeIssued } from '../../../src/domain/events.ts'
import type { ChatIdentity } from '../../../src/domain/identity.ts'

/** A fresh store with `givenAccounts`, and the means to look into it. Codes come from the fixture's own source. */
export interface AccountFixture extends AccountParts {
  events(): Promise<DomainEvent[]>
  standing(who: ChatIdentity): Promise<Standing>
}

/** Imported, unclaimed contacts and what else the fixture holds. */
export const givenAccounts = {
  /** The organizations' names; each address is a contact there, imported with the language `ja` unchosen. */
  contacts: [
    { email: 'lin@yushan.example', organization: 'Yushan Bank', name: 'Lin' },
    { email: 'twice@both.example', organization: 'Yushan Bank', name: 'Twice' },
    { email: 'twice@both.example', organization: 'Sakura Trading', name: 'Twice' },
  ],
  staff: { email: 'engineer@vendor.example', name: 'Engineer', role: 'engineer' as const },
  /** For lin@yushan.example. */
  invitations: [
    { code: 'GOODCODE1', expiresAt: new Date('2026-12-01T00:00:00Z'), used: false },
    { code: 'OLDCODE1', expiresAt: new Date('2026-11-22T09:00:00Z'), used: false },
    { code: 'USEDCODE1', expiresAt: new Date('2026-12-01T00:00:00Z'), used: true },
  ],
}

const slack: ChatIdentity = { platform: 'slack', workspace: 'T1', user: 'U1' }
const teams: ChatIdentity = { platform: 'teams', workspace: 'tenant', user: 'A1' }
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 9, 0) + minutes * 60_000)
const anna = { name: 'Anna', phone: '+886 2 0000 0000', email: 'Anna@Example.com', language: 'zh-TW' as const }
const user = (index: number): ChatIdentity => ({ ...slack, user: `U${index}` })

export function accountContract(make: () => Promise<AccountFixture>): void {
  let given: AccountFixture
  let accounts: Accounts
  beforeEach(async () => {
    given = await make()
    accounts = createAccounts(given)
  })
  const codes = async () =>
    (await given.events()).filter((event): event is SignUpCodeIssued => event.kind === 'sign-up-code-issued')
  const lastCode = async () => (await codes()).at(-1)!.code
  const wrongCode = async () => ((await lastCode()) === '000000' ? '000001' : '000000')
  const signUp = async (who: ChatIdentity, person: Parameters<Accounts['beginSignUp']>[1], minute = 0) => {
    await accounts.beginSignUp(who, person, at(minute))
    return accounts.confirmSignUp(who, await lastCode(), at(minute))
  }

  describe('signing up', () => {
    test('the code goes to the address by mail; the right one makes a contact of a new organization', async () => {
      const begun = await accounts.beginSignUp(slack, { ...anna, company: 'Acme' }, at(0))
      expect(begun).toEqual({ status: 'code-sent', email: 'anna@example.com', expiresAt: at(15) })
      expect(JSON.stringify(begun)).not.toContain(await lastCode())
      expect(await given.standing(slack)).toEqual({ kind: 'stranger' })
      const code = await lastCode()
      expect(await accounts.confirmSignUp(slack, ` ${code.slice(0, 3)} ${code.slice(3)} `, at(1))).toMatchObject({
        status: 'signed-up',
        how: 'new',
        contact: { name: 'Anna', email: 'anna@example.com', role: 'primary', language: 'zh-TW', phone: anna.phone },
        organization: { name: 'Acme', timeZone: given.vendorZone, renewalPolicy: 'renew-only' },
      })
      expect(await given.standing(slack)).toMatchObject({ kind: 'contact', organization: { name: 'Acme' } })
      expect((await given.events()).map(({ kind }) => kind)).toEqual(['sign-up-code-issued', 'signed-up'])
    })

    test('without a company the organization has the person’s name; signing up again says so', async () => {
      expect(await signUp(slack, anna)).toMatchObject({ organization: { name: 'Anna' } })
      const again = { status: 'already-signed-up', as: { kind: 'contact', contact: { email: 'anna@example.com' } } }
      expect(await accounts.beginSignUp(slack, anna, at(2))).toMatchObject(again)
      expect(await accounts.confirmSignUp(slack, '123456', at(2))).toMatchObject(again)
      expect(await accounts.resendCode(slack, at(2))).toMatchObject(again)
      expect(await accounts.claimInvitation(slack, 'GOODCODE1', at(2))).toMatchObject(again)
    })

    test('five wrong codes void the right one', async () => {
      await accounts.beginSignUp(slack, anna, at(0))
      for (const triesLeft of [4, 3, 2, 1]) {
        expect(await accounts.confirmSignUp(slack, await wrongCode(), at(1))).toEqual({
          status: 'wrong-code',
          triesLeft,
        })
      }
      expect(await accounts.confirmSignUp(slack, await wrongCode(), at(1))).toEqual({ status: 'code-void' })
      expect(await accounts.confirmSignUp(slack, await lastCode(), at(1))).toEqual({ status: 'code-void' })
      await accounts.resendCode(slack, at(2))
      expect((await accounts.confirmSignUp(slack, await lastCode(), at(2))).status).toBe('signed-up')
    })

    test('a code is good for 15 minutes, for its identity, and until the next one', async () => {
      await accounts.beginSignUp(slack, anna, at(0))
      const first = await lastCode()
      expect(await accounts.confirmSignUp(teams, first, at(1))).toEqual({ status: 'no-sign-up' })
      expect(await accounts.confirmSignUp(slack, first, at(15))).toEqual({ status: 'code-void' })
      await accounts.resendCode(slack, at(16))
      expect((await accounts.confirmSignUp(slack, first, at(16))).status).toBe('wrong-code')
    })

    test('codes go out once a minute and five times an hour, by identity', async () => {
      await accounts.beginSignUp(slack, anna, at(0))
      expect(await accounts.resendCode(slack, at(0.5))).toEqual({ status: 'too-soon', nextAt: at(1) })
      for (const minute of [1, 2, 3, 4]) expect((await accounts.resendCode(slack, at(minute))).status).toBe('code-sent')
      expect(await accounts.resendCode(slack, at(10))).toEqual({ status: 'too-soon', nextAt: at(60) })
      const other = { ...anna, email: 'other@example.com' }
      expect(await accounts.beginSignUp(slack, other, at(10))).toEqual({ status: 'too-soon', nextAt: at(60) })
      expect((await accounts.resendCode(slack, at(60))).status).toBe('code-sent')
      expect(await codes()).toHaveLength(6)
    })

    test('an identity gets ten codes a day, whatever addresses it names', async () => {
      for (let n = 0; n < 10; n++) {
        const asked = { ...anna, email: `colleague${n}@example.com` }
        expect(await accounts.beginSignUp(slack, asked, at(n * 61))).toMatchObject({ status: 'code-sent' })
      }
      const more = { ...anna, email: 'another@example.com' }
      expect(await accounts.beginSignUp(slack, more, at(10 * 61))).toEqual({ status: 'too-soon', nextAt: at(24 * 60) })
      expect(await accounts.beginSignUp(slack, more, at(24 * 60))).toMatchObject({ status: 'code-sent' })
    })

    test('… and by address, whoever asks', async () => {
      for (let index = 0; index < 5; index++) await accounts.beginSignUp(user(index), anna, at(index))
      const sixth = await accounts.beginSignUp(user(6), { ...anna, email: 'ANNA@example.com' }, at(10))
      expect(sixth).toEqual({ status: 'too-soon', nextAt: at(60) })
      expect(await codes()).toHaveLength(5)
    })

    test('a verified address of one imported contact is that contact', async () => {
      expect(await signUp(slack, { ...anna, email: 'Lin@Yushan.example' })).toMatchObject({
        how: 'imported',
        contact: { name: 'Lin', language: 'zh-TW' },
        organization: { name: 'Yushan Bank' },
      })
    })

    test('an address in two organizations opens neither', async () => {
      expect(await signUp(slack, { ...anna, email: 'twice@both.example' })).toMatchObject({
        how: 'new',
        organization: { name: 'Anna' },
      })
    })

    test('an address of someone who signed up is told to link, and only to who can read its mail', async () => {
      await signUp(slack, anna)
      expect((await accounts.beginSignUp(teams, anna, at(5))).status).toBe('code-sent')
      expect(await accounts.confirmSignUp(teams, await lastCode(), at(5))).toEqual({ status: 'link-instead' })
      expect(await given.standing(teams)).toEqual({ kind: 'stranger' })
    })

    test('the vendor’s own people are recognised, without an organization', async () => {
      const staff = givenAccounts.staff
      expect(await signUp(slack, { ...anna, email: staff.email })).toMatchObject({ status: 'recognised-as-staff' })
      expect(await given.standing(slack)).toMatchObject({ kind: 'staff', staff: { email: staff.email } })
    })

    test('two who confirm one imported address at once do not both become that contact', async () => {
      for (const index of [0, 1])
        await accounts.beginSignUp(user(index), { ...anna, email: 'lin@yushan.example' }, at(index))
      const [first, second] = (await codes()).map(({ code }) => code) as [string, string]
      const answers = await Promise.all([
        accounts.confirmSignUp(user(0), first, at(2)),
        accounts.confirmSignUp(user(1), second, at(2)),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual(['link-instead', 'signed-up'])
    })
  })

  describe('codes shown or written to a person', () => {
    test('an invitation makes its holder the imported contact, once', async () => {
      expect(await accounts.claimInvitation(slack, 'good-code-1', at(1))).toMatchObject({
        status: 'claimed',
        contact: { email: 'lin@yushan.example' },
        organization: { name: 'Yushan Bank' },
      })
      expect(await accounts.claimInvitation(teams, 'GOODCODE1', at(1))).toEqual({ status: 'refused' })
      expect((await given.events()).map(({ kind }) => kind)).toEqual(['invitation-claimed'])
    })

    test.each(['OLDCODE1', 'USEDCODE1', 'NOSUCH', '', '*', 'A'.repeat(10_000)])(
      'used, expired, unknown and senseless codes get one answer (%#)',
      async (code) => expect(await accounts.claimInvitation(slack, code, at(0))).toEqual({ status: 'refused' }),
    )

    test('an invitation is void once its contact signed up by mail', async () => {
      await signUp(slack, { ...anna, email: 'lin@yushan.example' })
      expect(await accounts.claimInvitation(teams, 'GOODCODE1', at(1))).toEqual({ status: 'refused' })
    })

    test('five wrong codes lock for 15 minutes, whichever kind they are', async () => {
      for (const minute of [0, 1, 2]) await accounts.claimInvitation(slack, 'NOSUCH', at(minute))
      for (const minute of [3, 4]) await accounts.linkIdentity(slack, 'NOSUCH', at(minute))
      const locked = { status: 'locked', until: at(19) }
      expect(await accounts.claimInvitation(slack, 'GOODCODE1', at(5))).toEqual(locked)
      expect((await given.events()).map(({ kind }) => kind)).toEqual(['codes-locked'])
      expect((await accounts.claimInvitation(slack, 'GOODCODE1', at(19))).status).toBe('claimed')
    })

    test('a code shown in the first chat links the second, once and for 15 minutes', async () => {
      expect(await accounts.issueLinkCode(slack, at(0))).toEqual({ status: 'not-signed-up' })
      await signUp(slack, anna)
      const shown = async () => {
        const issued = await accounts.issueLinkCode(slack, at(1))
        return issued.status === 'issued' ? issued.code : ''
      }
      const former = await shown()
      const code = await shown()
      expect((await accounts.linkIdentity(teams, former, at(2))).status).toBe('refused')
      expect(await accounts.linkIdentity(teams, code, at(2))).toMatchObject({
        status: 'linked',
        contact: { name: 'Anna' },
      })
      expect(await given.standing(teams)).toMatchObject({ kind: 'contact', contact: { name: 'Anna' } })
      expect((await accounts.linkIdentity(user(7), code, at(2))).status).toBe('refused')
      expect((await accounts.linkIdentity(user(8), await shown(), at(16))).status).toBe('refused')
    })
  })

  test('a language holds for the person on both platforms', async () => {
    await signUp(slack, anna)
    await accounts.chooseLanguage(slack, 'ja')
    expect(await given.standing(slack)).toMatchObject({ contact: { language: 'ja' } })
    expect((await given.events()).at(-1)).toEqual({ kind: 'language-chosen', who: slack, language: 'ja' })
  })
}
