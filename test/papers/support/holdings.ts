/** Holdings of one organization for papers, and the words of the papers in each language. */
import { join } from 'node:path'
import { getDocumentProxy } from 'unpdf'
import type { ContactId } from '../../../src/domain/contact.ts'
import type { Organization, OrganizationId } from '../../../src/domain/organization.ts'
import type { HeldLicense, Holdings } from '../../../src/domain/paper.ts'
import type { SerialNumber } from '../../../src/domain/serial.ts'
import { loadWords } from '../../../src/i18n.ts'
import { createPapers } from '../../../src/papers/papers.ts'
import { day } from '../../domain/support/days.ts'
import { root } from '../../support/locale-files.ts'

export const now = new Date('2026-11-22T16:30:00Z')
export const fontFolder = join(root, 'assets/fonts')

const words = loadWords(root)
export const phraseIn = (language: string) => (text: Parameters<typeof words.text>[0]) =>
  words.text(text, { language, private: true })

export const organization: Organization = {
  id: 'KITANO/SEIKI' as OrganizationId,
  name: '北野精機株式会社',
  programme: 'Passport Advantage Express',
  anniversary: '04-15',
  timeZone: 'Asia/Tokyo',
  renewalPolicy: 'reinstate',
}

export const license = (serial: string, more: Partial<HeldLicense> = {}): HeldLicense => ({
  serial: serial.replaceAll('-', '') as SerialNumber,
  displaySerial: serial,
  product: { id: 'mq', family: 'WebSphere', name: 'WebSphere MQ' },
  version: 'V7.0',
  quantity: 1_250,
  purchasedOn: day('2024-02-29'),
  initialMonths: 12,
  agreements: [],
  versions: [{ productId: 'mq', version: 'V7.0' }],
  ...more,
})

export const agreement = (id: string, from: string, to: string, level: 'standard' | 'premium' = 'premium') => ({
  id,
  serial: 'MQ1' as SerialNumber,
  startsOn: day(from),
  endsOn: day(to),
  level,
})

export const holdings: Holdings = {
  licenses: [
    license('MQ-1', {
      agreements: [
        {
          ...agreement('a-1', '2025-03-01', '2027-02-28'),
          registered: { at: new Date('2026-03-01T16:00:00Z'), by: '佐藤健' },
        },
      ],
      registered: { at: new Date('2026-02-28T03:00:00Z'), by: '陳怡君' },
      listPrice: '241000.5',
      renewalPrice: '48200',
      currency: 'JPY',
    }),
    license('MQ-2', { purchasedOn: day('2020-01-01') }),
  ],
  contacts: [
    contact('佐藤健', 'primary', ['entitlement', 'renewal'], '+81-3-5550-0121'),
    contact('刘洋', 'technical', ['technical']),
    contact('𠮷田 髙', 'viewer', ['billing', 'shipping']),
  ],
  centers: [
    { id: 'c', name: 'IBM Taiwan Technical Support Center', phone: '0800-016-888 # 2 # 4', email: 'tsc@tw.ibm.com' },
  ],
}

function contact(
  name: string,
  role: Holdings['contacts'][number]['role'],
  purposes: Holdings['contacts'][number]['purposes'],
  phone?: string,
): Holdings['contacts'][number] {
  return {
    id: `contact-${name}` as ContactId,
    organizationId: organization.id,
    name,
    email: `${role}@kitano.example`,
    role,
    purposes,
    ...(phone ? { phone } : {}),
  }
}

export const papersOf = (held: Holdings = holdings, vendor = 'Anshin ソフト') =>
  createPapers({
    store: { holdings: async () => held, contacts: async () => held.contacts },
    vendor,
    fonts: fontFolder,
    phraseIn,
  })

/** What a reader's program finds in a PDF. */
export async function read(bytes: Uint8Array) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes))
  const pages: string[] = []
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join('|'))
  }
  const info = (await pdf.getMetadata()).info as unknown as Record<string, unknown>
  return { pages, text: pages.join('\n').replaceAll('|', ''), info }
}
