import type { RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'

/** Whether the element is on the screen at all: where panes share a place, all but one are not. */
export function useDisplayed<E extends HTMLElement>(): [RefObject<E | null>, boolean] {
  const element = useRef<E>(null)
  const [displayed, setDisplayed] = useState(true)
  useEffect(() => {
    const watched = element.current
    if (!watched) return
    const observer = new ResizeObserver(() => setDisplayed(watched.offsetParent !== null))
    observer.observe(watched)
    return () => observer.disconnect()
  }, [])
  return [element, displayed]
}
