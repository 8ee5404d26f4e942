/** Calendar days without a clock or a zone, and the one place where an instant becomes a day. */

/** An ISO calendar day, `2026-02-28`. Every end date in the domain is a last day: still covered on it. */
export type LocalDate = string & { readonly __brand: 'LocalDate' }
