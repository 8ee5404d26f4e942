import { useState } from 'react'
import type { SimulatedPerson } from '../contract.ts'
import type { Hint } from '../page-contract.ts'

export interface Trials {
  /** What this person has tried on neither platform. */
  left(person: SimulatedPerson, platform: Hint['platform']): Hint[]
  /** The person said this: what it asks for was tried. */
  said(person: SimulatedPerson, text: string): void
  /** The person wants no more of them. */
  close(person: SimulatedPerson): void
}

/** `/support register A B` and `register A B` ask for the same. */
const askedFor = (text: string) => text.replace(/^\/\S+\s*/, '').split(' ')[0]

/** The hints, by person: they stay while the visitor plays somebody else. The same person has one address on both platforms. */
export function useHints(hints: Hint[]): Trials {
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  // By its place in its platform's list: the words change with the page's language.
  const keyOf = ({ email }: SimulatedPerson, hint: Hint) =>
    `${email} ${hints.filter(({ platform }) => platform === hint.platform).indexOf(hint)}`
  const wasTried = (person: SimulatedPerson, word: string) =>
    hints.some((hint) => askedFor(hint.text) === askedFor(word) && done.has(keyOf(person, hint)))
  return {
    left: (person, platform) =>
      done.has(person.email)
        ? []
        : hints.filter(
            (hint) =>
              hint.platform === platform &&
              (hint.side === 'engineer') === (person.role === 'engineer') &&
              !done.has(keyOf(person, hint)) &&
              (!hint.after || hint.after.some((word) => wasTried(person, word))),
          ),
    said: (person, text) => {
      const tried = hints.filter((hint) => askedFor(hint.text) === askedFor(text))
      if (tried.length > 0) setDone((old) => new Set([...old, ...tried.map((hint) => keyOf(person, hint))]))
    },
    close: (person) => setDone((old) => new Set(old).add(person.email)),
  }
}
