/** How the numbers of an import become what is stored. */
import { normalizeRegistrationNumber, normalizeSerial } from '../domain/serial.ts'
import type { Making } from './records.ts'

interface Hashing {
  hash(purpose: 'registration-number' | 'contract-number', text: string): string
}

/** Serials normalised, registration numbers as keyed hashes only; organizations without a zone live in the vendor's. */
export function making(vendorZone: string, secrets: Hashing): Making {
  const hashed = (purpose: 'registration-number' | 'contract-number') => (text: string) => {
    const number = normalizeRegistrationNumber(text)
    return number && secrets.hash(purpose, number)
  }
  return {
    timeZone: vendorZone,
    serial: normalizeSerial,
    registrationHash: hashed('registration-number'),
    contractHash: hashed('contract-number'),
  }
}
