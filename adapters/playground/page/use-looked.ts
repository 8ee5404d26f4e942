import { useCallback, useState } from 'react'

/** How far each person has read each place, by the stamp of the newest message they saw; kept while the page is open. */
const looked = new Map<string, number>()

export interface Looked {
  /** Came after the person last looked at the place; what stood there when the page was opened is not news. */
  isNew(place: string, stamp: string): boolean
  /** The person sees the place, and in it everything up to this message. */
  look(place: string, stamp: string | undefined): void
}

export function useLooked(person: string, since: number): Looked {
  const [, setCount] = useState(0)
  const look = useCallback(
    (place: string, stamp: string | undefined) => {
      const key = `${person} ${place}`
      if (stamp === undefined || Number(stamp) <= (looked.get(key) ?? since)) return
      looked.set(key, Number(stamp))
      setCount((count) => count + 1)
    },
    [person, since],
  )
  return { isNew: (place, stamp) => Number(stamp) > (looked.get(`${person} ${place}`) ?? since), look }
}

/** Where "new" begins: after the newest message that was there when the page was opened. */
export const newestOf = (stamps: string[]): number =>
  stamps.reduce((newest, stamp) => Math.max(newest, Number(stamp)), 0)
