import type { Agreement } from '../../../src/domain/agreement.ts'
import type { LicenseDossier } from '../../../src/domain/license.ts'
import type { Version } from '../../../src/domain/product.ts'
import type { SerialNumber } from '../../../src/domain/serial.ts'
import { day } from './days.ts'

export const serial = 'DB2UDB0001' as SerialNumber

/** `'2025-01-01 2025-12-31'`, with `premium` behind it where it is. */
export const agreement = (text: string, id = text): Agreement => {
  const [startsOn = '', endsOn = '', level = 'standard'] = text.split(' ')
  return { id, serial, startsOn: day(startsOn), endsOn: day(endsOn), level: level as Agreement['level'] }
}

/** IBM's DB2 UDB line with its end-of-service marks of 2009. */
export const db2: Version[] = [
  { productId: 'db2', version: 'V7.2', endOfServiceOn: day('2004-09-30'), successor: 'V8.1' },
  { productId: 'db2', version: 'V8.1', endOfServiceOn: day('2009-04-30'), successor: 'V8.2' },
  { productId: 'db2', version: 'V8.2', endOfServiceOn: day('2009-04-30'), successor: 'V9.7' },
  { productId: 'db2', version: 'V9.7', generallyAvailableOn: day('2009-06-19') },
]

/** A license bought on 2008-07-01 without initial maintenance, unless told otherwise. */
export const dossier = (agreements: Agreement[] = [], over: Partial<LicenseDossier> = {}): LicenseDossier => ({
  serial,
  displaySerial: 'DB2-UDB-0001',
  product: { id: 'db2', family: 'Information Management', name: 'DB2 UDB' },
  version: 'V8.2',
  quantity: 1,
  purchasedOn: day('2008-07-01'),
  initialMonths: 0,
  agreements,
  versions: [],
  ...over,
})
