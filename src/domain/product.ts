import type { LocalDate } from './local-date.ts'

export interface Product {
  id: string
  family: string
  name: string
  centerId?: string
  description?: string
  descriptions?: Record<string, string>
}

export interface Version {
  productId: string
  version: string
  generallyAvailableOn?: LocalDate
  /** The last day in service. */
  endOfServiceOn?: LocalDate
  /** The version that follows this one, of the same product. */
  successor?: string
}
