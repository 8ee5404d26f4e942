/** Serial and registration numbers as people paste them (R2.4), and as they may be shown in public places. */
import { z } from 'zod'

/** Normalised: upper case, half width, no spaces or hyphens. `displaySerial` keeps the vendor's spelling. */
export type SerialNumber = string & { readonly __brand: 'SerialNumber' }

/** Normalised like a serial number. Held only while a request runs: the store knows fingerprints. */
export type RegistrationNumber = string & { readonly __brand: 'RegistrationNumber' }

/** Cut before any pattern runs, so that 10,000 pasted characters cost nothing. */
const LONGEST_INPUT = 256
const LONGEST = 64

/** Spaces, invisible marks, every dash, the minus sign, and what East Asian keyboards type for a hyphen (ー, ─); points and slashes. */
const SEPARATORS = /[\s\p{Z}\p{Cf}\p{Pd}\u2212\u30fc\u2500\u30fb\u00b7._/\\:]/gu
const ALLOWED = /^[A-Za-z0-9]+$/

function normalize(text: string): string | undefined {
  if (text.length > LONGEST_INPUT) return undefined
  const bare = text.normalize('NFKC').replace(SEPARATORS, '')
  return bare.length <= LONGEST && ALLOWED.test(bare) ? bare.toUpperCase() : undefined
}

/** The serial number in a text: half width, upper case, without separators; undefined when it holds anything but A–Z and 0–9, or more than 64 of them. */
export const normalizeSerial = (text: string): SerialNumber | undefined => normalize(text) as SerialNumber | undefined

/** The same for license and contract registration numbers. */
export const normalizeRegistrationNumber = (text: string): RegistrationNumber | undefined =>
  normalize(text) as RegistrationNumber | undefined

const read = <V>(parse: (text: string) => V | undefined, message: string) =>
  z.string().transform((text, context): V => {
    const value = parse(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

/** An issue's message is a locale key. */
export const serialNumber = read(normalizeSerial, 'errors.serial')
export const registrationNumber = read(normalizeRegistrationNumber, 'errors.registration-number')

/** `OMF-2024-0001` as `••••0001`; of a short serial at most the last half is shown. */
export function maskSerial(serial: string): string {
  const bare = [...serial.slice(0, LONGEST_INPUT).replace(SEPARATORS, '')]
  const shown = Math.min(4, Math.floor(bare.length / 2))
  return `••••${bare.slice(bare.length - shown).join('')}`
}
