import { describe, expect, test } from 'vitest'
import { type ContactId, type ContactRole, contactRoles } from '../../src/domain/contact.ts'
import { joinExpiry } from '../../src/domain/join-request.ts'
import { type Member, mayAmend, mayManage, rolesFor, rolesToGive } from '../../src/domain/people.ts'

const person = (role: ContactRole, id: string = role) => ({ id: id as ContactId, role })
const member = (role: ContactRole, claimed = true, id: string = `their-${role}`): Member =>
  ({ contact: person(role, id), claimed, platforms: [] }) as unknown as Member

describe('who may do what to whom', () => {
  test.each<[ContactRole, ContactRole[]]>([
    ['primary', ['primary', 'secondary', 'technical', 'viewer']],
    ['secondary', ['technical', 'viewer']],
    ['technical', []],
    ['viewer', []],
  ])('a %s manages %j', (role, managed) => {
    expect(contactRoles.filter((them) => mayManage(person(role), person(them, 'them')))).toEqual(managed)
    expect(contactRoles.filter((them) => mayAmend(person(role), person(them, 'them')))).toEqual(managed)
  })

  test.each(contactRoles)('a %s changes their own data', (role) => {
    expect(mayAmend(person(role, 'me'), person(role, 'me'))).toBe(true)
  })

  test.each<[ContactRole, ContactRole[]]>([
    ['primary', ['secondary', 'technical', 'viewer']],
    ['secondary', ['technical', 'viewer']],
    ['technical', []],
    ['viewer', []],
  ])('a %s invites as %j', (role, given) => {
    expect(rolesToGive(person(role))).toEqual(given)
  })

  test.each<[ContactRole, Member, ContactRole[]]>([
    ['primary', member('technical'), ['primary', 'secondary', 'viewer']],
    ['primary', member('technical', false), ['secondary', 'viewer']],
    ['primary', member('primary'), ['secondary', 'technical', 'viewer']],
    ['primary', member('primary', true, 'primary'), []],
    ['secondary', member('viewer'), ['technical']],
    ['secondary', member('secondary'), []],
    ['secondary', member('primary'), []],
    ['technical', member('viewer'), []],
  ])('a %s moves %j to %j', (role, them, roles) => {
    expect(rolesFor(person(role), them)).toEqual(roles)
  })

  test('a request to join can be decided for 14 days', () => {
    expect(joinExpiry(new Date('2026-02-20T10:00:00Z'))).toEqual(new Date('2026-03-06T10:00:00Z'))
  })
})
