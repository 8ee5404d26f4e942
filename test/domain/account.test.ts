import type { ContactId } from '../../src/domain/contact.ts'
import type { OrganizationId } from '../../src/domain/organization.ts'
import { accountContract, givenAccounts } from './support/account-contract.ts'
import { MemoryStore } from './support/memory-store.ts'

const hashed = (code: string) => `hash of ${code}`

accountContract(async () => {
  const store = new MemoryStore()
  for (const [index, { email, name, organization }] of givenAccounts.contacts.entries()) {
    const organizationId = organization as OrganizationId
    const id = `contact-${index}` as ContactId
    store.rows.organizations.set(organizationId, {
      id: organizationId,
      name: organization,
      timeZone: 'Asia/Taipei',
      renewalPolicy: 'renew-only',
    })
    store.rows.contacts.set(id, { id, organizationId, name, email, role: 'primary', purposes: [], claimed: false })
  }
  store.rows.staff.push(givenAccounts.staff)
  for (const { code, ...rest } of givenAccounts.invitations) {
    store.rows.invitations.push({ id: code, contactId: 'contact-0' as ContactId, codeHash: hashed(code), ...rest })
  }
  let issued = 100_000
  return {
    transactions: store,
    randomCode: () => `${++issued}`,
    randomLinkCode: () => `link-${++issued}`,
    codeHashes: (code) => [hashed(code.toUpperCase()), 'hash under a former key'],
    vendorZone: 'Asia/Taipei',
    events: async () => store.rows.events,
    standing: (who) => store.run((ports) => ports.standing(who)),
  }
})
