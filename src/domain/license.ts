import type { Agreement } from './agreement.ts'
import type { LocalDate } from './local-date.ts'
import type { OrganizationId } from './organization.ts'
import type { Product, Version } from './product.ts'
import type { SerialNumber } from './serial.ts'

/** The perpetual right to use a product. */
export interface License {
  serial: SerialNumber
  /** As the vendor writes it. */
  displaySerial: string
  product: Product
  /** The purchased version. */
  version: string
  quantity: number
  purchasedOn: LocalDate
  /** Months of maintenance that come with the purchase (R2.5); 0: none. */
  initialMonths: number
  organizationId?: OrganizationId
  licenseFile?: string
}

/** A license with all that decides its coverage. */
export interface LicenseDossier extends License {
  /** Every agreement of this license that counts (R2.5b). */
  agreements: Agreement[]
  /** All versions of the product. */
  versions: Version[]
}
