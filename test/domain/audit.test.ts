import { expect, test } from 'vitest'
import { auditEntryOf } from '../../src/domain/audit.ts'
import type { ContactId } from '../../src/domain/contact.ts'
import type { OrganizationId } from '../../src/domain/organization.ts'
import type { SerialNumber } from '../../src/domain/serial.ts'

const who = { platform: 'slack', workspace: 'T1', user: 'U1' } as const
const at = new Date('2026-11-22T09:00:00Z')

test('the entry of a mailed code holds neither the code nor the address', () => {
  const entry = auditEntryOf(
    { kind: 'sign-up-code-issued', who, name: 'Anna', email: 'anna@example.com', code: '424242', expiresAt: at },
    at,
  )
  expect(JSON.stringify(entry)).not.toMatch(/424242|anna/i)
})

test('the entry of a registration says who, what and for whom', () => {
  const ids = { contactId: 'c1' as ContactId, organizationId: 'o1' as OrganizationId }
  expect(auditEntryOf({ kind: 'license-registered', who, ...ids, serial: 'OMF1' as SerialNumber }, at)).toEqual({
    at,
    actor: '["slack","T1","U1"]',
    action: 'license-registered',
    subject: 'OMF1',
    organizationId: 'o1',
    detail: { contact: 'c1' },
  })
})
