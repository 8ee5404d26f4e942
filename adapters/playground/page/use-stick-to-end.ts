import type { RefObject } from 'react'
import { useLayoutEffect, useRef } from 'react'

/** Keeps a list at its end as it grows, unless the person scrolled up to read. `place` changes with the conversation. */
export function useStickToEnd<E extends HTMLElement>(place: string, length: number): RefObject<E | null> {
  const list = useRef<E>(null)
  const seen = useRef({ place: '', atEnd: true, top: 0 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the list has grown
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    if (seen.current.place !== place) seen.current = { place, atEnd: true, top: 0 }
    if (seen.current.atEnd) element.scrollTop = element.scrollHeight
    const note = () => {
      // Only going up is leaving the end: a card that grows after the scrolling began must not count as that.
      const up = element.scrollTop < seen.current.top
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < 80
      seen.current.top = element.scrollTop
      if (near) seen.current.atEnd = true
      else if (up) seen.current.atEnd = false
    }
    // A card or a picture can grow after it was put in.
    const grown = new ResizeObserver(() => {
      if (seen.current.atEnd) element.scrollTop = element.scrollHeight
    })
    for (const child of element.children) grown.observe(child)
    element.addEventListener('scroll', note)
    return () => {
      element.removeEventListener('scroll', note)
      grown.disconnect()
    }
  }, [place, length])
  return list
}
