import { useState } from 'react'
import type { Hint } from '../page-contract.ts'

export interface Trials {
  /** What this person has not tried yet. */
  left(person: string): Hint[]
  tried(person: string, hint: Hint): void
  /** The person wants no more of them. */
  close(person: string): void
}

/** The hints of one pane, by person: they stay while the visitor plays somebody else. */
export function useHints(hints: Hint[]): Trials {
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  // By its place in the list: its words change with the page's language.
  const keyOf = (person: string, hint: Hint) => `${person} ${hints.indexOf(hint)}`
  return {
    left: (person) => hints.filter((hint) => !done.has(person) && !done.has(keyOf(person, hint))),
    tried: (person, hint) => setDone((old) => new Set(old).add(keyOf(person, hint))),
    close: (person) => setDone((old) => new Set(old).add(person)),
  }
}
