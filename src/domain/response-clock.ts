/** How long an answer may take, and how much of that time is used up. */
export type TargetKind = 'first-response' | 'next-response'

export interface ResponseTarget {
  kind: TargetKind
  minutes: number
  hours: 'business' | 'around-the-clock'
}

export interface ResponseClock {
  target: ResponseTarget
  /** Stretches in which it ran; the last is open while it runs. */
  spells: { from: Date; to?: Date }[]
  metAt?: Date
  warnedAt?: Date
  breachedAt?: Date
}
