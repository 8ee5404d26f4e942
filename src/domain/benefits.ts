/** What coverage is worth: IBM's table of benefits with and without it, and what stays without it (R3). */
import { type CoverageStatus, isCovered } from './coverage.ts'

export type Extent = 'yes' | 'no' | 'partly' | 'around-the-clock' | 'limited' | 'unlimited'

/** Each benefit without and with coverage. */
const table = {
  'new-version-download': ['no', 'yes'],
  'new-version-notices': ['no', 'yes'],
  'designated-contacts': ['no', 'partly'],
  'severity-1-phone': ['no', 'around-the-clock'],
  'remote-phone': ['no', 'yes'],
  'electronic-reporting': ['no', 'around-the-clock'],
  'support-site': ['limited', 'unlimited'],
  fixes: ['no', 'yes'],
  'purchased-version': ['yes', 'yes'],
  'license-file': ['yes', 'yes'],
} as const satisfies Record<string, readonly [Extent, Extent]>

export type BenefitName = keyof typeof table

export interface Benefit {
  name: BenefitName
  extent: Extent
}

export const benefitNames = Object.keys(table) as BenefitName[]

/** What belongs to a registered license only, covered or not. */
const ofTheLicense: readonly BenefitName[] = ['purchased-version', 'license-file']

/** The benefits that a state of coverage brings, always all of them and in the same order. */
export function benefitsOf(status: CoverageStatus): Benefit[] {
  return benefitNames.map((name) => {
    if (status === 'not-registered' && ofTheLicense.includes(name)) return { name, extent: 'no' }
    // Coverage does not prolong a service that has ended (IBM).
    if (status === 'covered-past-end-of-service' && name === 'fixes') return { name, extent: 'no' }
    return { name, extent: table[name][isCovered(status) ? 1 : 0] }
  })
}
