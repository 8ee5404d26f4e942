/** What registering promises, over any store: the in-memory one here, PostgreSQL and the embedded one in the store's tests. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { ContactId } from '../../../src/domain/contact.ts'
import type { DomainEvent } from '../../../src/domain/events.ts'
import type { ChatIdentity } from '../../../src/domain/identity.ts'
import type { LicenseDossier } from '../../../src/domain/license.ts'
import type { OrganizationId } from '../../../src/domain/organization.ts'
import { createRegistration, type Registration, type RegistrationParts } from '../../../src/domain/registration.ts'
import type { RegistrationNumber, SerialNumber } from '../../../src/domain/serial.ts'

/** A fresh store with this data, the numbers hashed as the store hashes them. */
export interface RegistrationFixture extends RegistrationParts {
  /** One contact of each of two organizations, in this order. */
  contacts: { id: ContactId; organizationId: OrganizationId }[]
  /** Everything emitted so far, in order. */
  events(): Promise<DomainEvent[]>
  /** The first organization's licenses, as `CoverageStore.dossiers` gives them. */
  dossiers(): Promise<Pick<LicenseDossier, 'serial' | 'agreements'>[]>
}

/** `owner` counts organizations: 0 is the asker's own; a license with an owner was imported with it. */
export interface GivenLicense {
  serial: string
  number: string
  owner?: number
  /** Contract numbers; each agreement runs through 2026. */
  contracts: string[]
}

export const givenLicenses: GivenLicense[] = [
  { serial: 'WAITING1', number: 'REGWAITING1', contracts: ['CONTRACT1', 'CONTRACT2'] },
  { serial: 'OWN1', number: 'REGOWN1', owner: 0, contracts: ['CONTRACTOWN'] },
  { serial: 'FOREIGN1', number: 'REGFOREIGN1', owner: 1, contracts: ['CONTRACTFOREIGN'] },
]

const who: ChatIdentity = { platform: 'slack', workspace: 'T1', user: 'U1' }
const numbers = (serial: string, number: string) => ({
  serial: serial as SerialNumber,
  number: number as RegistrationNumber,
})
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 9, 0) + minutes * 60_000)

export function registrationContract(make: () => Promise<RegistrationFixture>): void {
  describe('registering', () => {
    let given: RegistrationFixture
    let registration: Registration
    let me: RegistrationFixture['contacts'][number]
    let other: RegistrationFixture['contacts'][number]
    beforeEach(async () => {
      given = await make()
      registration = createRegistration(given)
      ;[me, other] = given.contacts as [typeof me, typeof me]
    })
    const serials = async () => (await given.dossiers()).map(({ serial }) => serial).sort()
    const agreementsOf = async (serial: string) =>
      (await given.dossiers()).find((dossier) => dossier.serial === serial)?.agreements.length

    test('a look-up shows the license and stores nothing', async () => {
      const found = await registration.lookUpLicense(me, who, numbers('WAITING1', 'REGWAITING1'), at(0))
      expect(found).toMatchObject({ status: 'found', license: { serial: 'WAITING1' } })
      expect(await serials()).toEqual(['OWN1'])
      expect(await given.events()).toEqual([])
    })

    test('the confirmation makes the license the organization’s; repeating it is harmless', async () => {
      const first = await registration.registerLicense(me, who, numbers('WAITING1', 'REGWAITING1'), at(0))
      expect(first).toMatchObject({ status: 'registered', license: { organizationId: me.organizationId } })
      const again = await registration.registerLicense(me, who, numbers('WAITING1', 'REGWAITING1'), at(1))
      expect(again.status).toBe('already-registered')
      expect(await serials()).toEqual(['OWN1', 'WAITING1'])
      expect(await given.events()).toMatchObject([{ kind: 'license-registered', serial: 'WAITING1', contactId: me.id }])
    })

    test('a wrong number, an unknown serial and a foreign one get one answer, also at the confirmation', async () => {
      const tries = [
        numbers('WAITING1', 'WRONG'),
        numbers('OWN1', 'WRONG'),
        numbers('NOSUCH', 'REGWAITING1'),
        numbers('FOREIGN1', 'REGFOREIGN1'),
      ]
      for (const [index, each] of tries.entries()) {
        const user = { ...who, user: `U${index}` }
        expect(await registration.lookUpLicense(me, user, each, at(0))).toEqual({ status: 'unknown' })
        expect(await registration.registerLicense(me, user, each, at(0))).toEqual({ status: 'unknown' })
        expect(await registration.lookUpAgreement(me, user, each, at(0))).toEqual({ status: 'unknown' })
      }
      const foreign = numbers('FOREIGN1', 'CONTRACTFOREIGN')
      expect(await registration.lookUpAgreement(me, who, foreign, at(0))).toEqual({ status: 'unknown' })
      expect(await registration.registerAgreement(me, who, foreign, at(0))).toEqual({ status: 'unknown' })
      expect(await serials()).toEqual(['OWN1'])
    })

    test('of two organizations that confirm one license at once, one gets it and the other learns nothing', async () => {
      const them = { ...who, user: 'U2' }
      const answers = await Promise.all([
        registration.registerLicense(me, who, numbers('WAITING1', 'REGWAITING1'), at(0)),
        registration.registerLicense(other, them, numbers('WAITING1', 'REGWAITING1'), at(0)),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual(['registered', 'unknown'])
      expect((await given.events()).filter(({ kind }) => kind === 'license-registered')).toHaveLength(1)
    })

    test('an agreement waits for its license, and says so to who holds the right number', async () => {
      const contract = numbers('WAITING1', 'CONTRACT1')
      expect(await registration.lookUpAgreement(me, who, contract, at(0))).toEqual({ status: 'license-first' })
      expect(await registration.registerAgreement(me, who, contract, at(0))).toEqual({ status: 'license-first' })
      await registration.registerLicense(me, who, numbers('WAITING1', 'REGWAITING1'), at(1))
      expect(await agreementsOf('WAITING1')).toBe(0)
      expect(await registration.lookUpAgreement(me, who, contract, at(2))).toMatchObject({
        status: 'found',
        agreement: { endsOn: '2026-12-31' },
      })
      expect(await agreementsOf('WAITING1')).toBe(0)
      expect((await registration.registerAgreement(me, who, contract, at(3))).status).toBe('registered')
      expect(await agreementsOf('WAITING1')).toBe(1)
      expect((await registration.registerAgreement(me, who, contract, at(4))).status).toBe('already-registered')
      expect((await given.events()).map(({ kind }) => kind)).toEqual(['license-registered', 'agreement-registered'])
    })

    test('a license imported with its organization is theirs at once, with its agreements', async () => {
      expect((await registration.lookUpLicense(me, who, numbers('OWN1', 'REGOWN1'), at(0))).status).toBe(
        'already-registered',
      )
      const contract = await registration.lookUpAgreement(me, who, numbers('OWN1', 'CONTRACTOWN'), at(0))
      expect(contract.status).toBe('already-registered')
      expect(await agreementsOf('OWN1')).toBe(1)
    })

    const fail = (minute: number, user = who) =>
      registration.lookUpLicense(me, user, numbers('NOSUCH', 'WRONG'), at(minute))
    const right = numbers('WAITING1', 'REGWAITING1')
    const locks = async () => (await given.events()).filter(({ kind }) => kind === 'registration-locked')

    test('five failures in 15 minutes lock this identity for 15 more, also for the right number, and tell the vendor once', async () => {
      for (const minute of [0, 3, 6, 9, 12]) expect(await fail(minute)).toEqual({ status: 'unknown' })
      const locked = { status: 'locked', until: at(27) }
      expect(await registration.lookUpLicense(me, who, right, at(13))).toEqual(locked)
      expect(await registration.registerLicense(me, who, right, at(26))).toEqual(locked)
      expect(await registration.registerAgreement(me, who, numbers('OWN1', 'CONTRACTOWN'), at(26))).toEqual(locked)
      expect(await locks()).toMatchObject([{ who, contactId: me.id, until: at(27) }])
      expect((await registration.lookUpLicense(me, { ...who, user: 'U9' }, right, at(13))).status).toBe('found')
      expect((await registration.registerLicense(me, who, right, at(27))).status).toBe('registered')
    })

    test('a fifth failure after 15 minutes does not lock', async () => {
      for (const minute of [0, 4, 8, 12, 15]) await fail(minute)
      expect((await registration.lookUpLicense(me, who, right, at(15))).status).toBe('found')
      expect(await locks()).toEqual([])
    })

    test('failures made at once are counted one after the other', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => fail(0)))
      expect(answers.filter(({ status }) => status === 'unknown')).toHaveLength(5)
      expect(answers.filter(({ status }) => status === 'locked')).toHaveLength(7)
      expect(await locks()).toHaveLength(1)
    })
  })
}
