/** Handles what people write in one thread in its order: one item at a time, whichever process recorded it. */
import type { Accepted } from './attempt.ts'

/** Where turns are kept: a lane belongs to whoever took its first item, until its lease ends or nothing is left. */
export interface TurnBook {
  takeNext(lane: string, leaseMs: number): Promise<Accepted | undefined>
  renew(lanes: string[], leaseMs: number): Promise<void>
}

export interface TurnOptions {
  inbox: TurnBook
  attempt(accepted: Accepted): Promise<void>
  onFault(error: unknown, lane: string): void
  /** A killed process's lanes are free after this. */
  leaseMs?: number
}

export interface Turns {
  /** Works the lane off, unless another process does; resolves when this process is no longer at it. */
  run(lane: string): Promise<void>
}

export function createTurns({ inbox, attempt, onFault, leaseMs = 10_000 }: TurnOptions): Turns {
  const running = new Map<string, { lookAgain: boolean; over: Promise<void> }>()
  let heart: NodeJS.Timeout | undefined

  function beat(): void {
    inbox.renew([...running.keys()], leaseMs).catch((error) => onFault(error, [...running.keys()].join(', ')))
  }

  async function workOff(lane: string, state: { lookAgain: boolean }): Promise<void> {
    try {
      while (state.lookAgain) {
        state.lookAgain = false
        for (let next = await inbox.takeNext(lane, leaseMs); next; next = await inbox.takeNext(lane, leaseMs)) {
          await attempt(next)
        }
      }
    } catch (error) {
      // What could not be written down looks like a crash: the lease runs out, and the item is taken again.
      onFault(error, lane)
    } finally {
      running.delete(lane)
      if (running.size === 0) {
        clearInterval(heart)
        heart = undefined
      }
    }
  }

  return {
    run(lane) {
      const known = running.get(lane)
      if (known) {
        // It may have looked just before what we were called for was recorded.
        known.lookAgain = true
        return known.over
      }
      const state = { lookAgain: true, over: Promise.resolve() }
      running.set(lane, state)
      heart ??= setInterval(beat, leaseMs / 3).unref()
      state.over = workOff(lane, state)
      return state.over
    },
  }
}
