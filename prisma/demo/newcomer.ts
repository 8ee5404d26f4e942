/** The numbers that a newcomer registers in the playground: for its hints, the browser test and the README. */
export const newcomer = {
  /** Without the agreement lapsed; with it covered for four months: two jumps of 90 days show expiring and lapsed. */
  license: {
    serial: 'OMF-2026-0001',
    registrationNumber: 'OMFLOW-REG-0001',
    contractNumber: 'OMFLOW-MA-0001',
  },
  /** An old version: with its agreement covered, but past the version's end of service. */
  oldLicense: {
    serial: 'OMF-2026-0002',
    registrationNumber: 'OMFLOW-REG-0002',
    contractNumber: 'OMFLOW-MA-0002',
  },
} as const
