/** Limits on guessing and on sending, counted from happenings that the store keeps. */

/** Happenings by key: failures of an identity, codes mailed to an address. */
export interface Tally {
  /**
   * The happenings of a key after an instant, oldest first. The store takes a lock on the key until the transaction
   * ends, so that guesses made at once are counted one after the other. Nothing older than a day is ever asked for.
   */
  since(key: string, after: Date): Promise<Date[]>
  /** Records one; it counts from this transaction's commit. */
  record(key: string, at: Date): Promise<void>
}

const MINUTE = 60_000
const FAILURES = 5
const WINDOW = 15 * MINUTE

const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms)

/** The end of the lock that five failures in 15 minutes set, for another 15 (R2.3); undefined where there is none. */
async function lockedUntil(tally: Tally, key: string, now: Date): Promise<{ until?: Date; recent: Date[] }> {
  const recent = await tally.since(key, later(now, -2 * WINDOW))
  const [first, last] = [recent.at(-FAILURES), recent.at(-1)]
  if (!first || !last || last.getTime() - first.getTime() >= WINDOW) return { recent }
  const until = later(last, WINDOW)
  return until > now ? { until, recent } : { recent }
}

export interface Locked {
  status: 'locked'
  until: Date
}

/**
 * Makes an attempt unless its key is locked; `attempt` answers undefined for a failure, which is counted and answered
 * with `failure`. The fifth failure in 15 minutes calls `onLock`, once per lock; further attempts are not even made.
 */
export async function limitGuesses<Success, Failure>(
  tally: Tally,
  limit: { key: string; now: Date; onLock(until: Date): Promise<void> },
  attempt: () => Promise<Success | undefined>,
  failure: Failure,
): Promise<Success | Failure | Locked> {
  const { until } = await lockedUntil(tally, limit.key, limit.now)
  if (until) return { status: 'locked', until }
  const success = await attempt()
  if (success !== undefined) return success
  await tally.record(limit.key, limit.now)
  const after = await lockedUntil(tally, limit.key, limit.now)
  if (after.until) await limit.onLock(after.until)
  return failure
}

const SENDS_AN_HOUR = 5
const SENDS_A_DAY = 10
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What codes are counted by: an address, which anyone can name, or the identity that asks. */
export interface SendKey {
  key: string
  /** Ten a day as well. Not for an address: a stranger could shut its owner out for a day. */
  daily: boolean
}

/** When the next code may be mailed under every one of the keys: once a minute, five an hour, ten a day; undefined: now. */
export async function sendAgainAt(tally: Tally, keys: readonly SendKey[], now: Date): Promise<Date | undefined> {
  let earliest: Date | undefined
  for (const { key, daily } of keys) {
    const sent = await tally.since(key, later(now, daily ? -DAY : -HOUR))
    const last = sent.at(-1)
    const fifth = sent.at(-SENDS_AN_HOUR)
    const tenth = daily ? sent.at(-SENDS_A_DAY) : undefined
    for (const next of [last && later(last, MINUTE), fifth && later(fifth, HOUR), tenth && later(tenth, DAY)]) {
      if (next && next > now && (!earliest || next > earliest)) earliest = next
    }
  }
  return earliest
}

/** When the next of at most `limit` in a day may happen; undefined: now. */
export async function dayAgainAt(tally: Tally, key: string, limit: number, now: Date): Promise<Date | undefined> {
  const oldest = (await tally.since(key, later(now, -DAY))).at(-limit)
  return oldest && later(oldest, DAY)
}

/** Compares two hashes in a time that depends on their length only. */
export function sameHash(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let index = 0; index < a.length; index++)
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index % (b.length || 1))
  return difference === 0
}
