import type { RefObject } from 'react'
import { useLayoutEffect, useRef } from 'react'

/** As far down as one can go without pushing the beginning of the newest message out of view. */
function goToNewest(list: HTMLElement): void {
  const newest = [...list.querySelectorAll('[role=alert], article')].at(-1)
  const end = list.scrollHeight - list.clientHeight
  if (!newest) {
    list.scrollTop = end
    return
  }
  const beginning = list.scrollTop + newest.getBoundingClientRect().top - list.getBoundingClientRect().top
  list.scrollTop = Math.min(end, beginning - 8)
}

/**
 * Keeps the newest message of a growing list in view, unless the person scrolled up to read: the end of the list, but
 * of a card longer than the pane its beginning, where the verdict stands. `place` changes with the conversation.
 */
export function useStickToEnd<E extends HTMLElement>(place: string, length: number): RefObject<E | null> {
  const list = useRef<E>(null)
  const seen = useRef({ place: '', atEnd: true, top: 0 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the list has grown
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    if (seen.current.place !== place) seen.current = { place, atEnd: true, top: 0 }
    if (seen.current.atEnd) goToNewest(element)
    const note = () => {
      // Only going up is leaving the end: a card that grows after the scrolling began must not count as that.
      const up = element.scrollTop < seen.current.top
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < 80
      seen.current.top = element.scrollTop
      if (near) seen.current.atEnd = true
      else if (up) seen.current.atEnd = false
    }
    // A card or a picture can grow after it was put in, and the list itself shrinks while more is written below it.
    const grown = new ResizeObserver(() => {
      // Who scrolled on in a long card stays there.
      const { scrollTop } = element
      if (seen.current.atEnd) goToNewest(element)
      if (element.scrollTop < scrollTop) element.scrollTop = scrollTop
    })
    for (const box of [element, ...element.children]) grown.observe(box)
    element.addEventListener('scroll', note)
    return () => {
      element.removeEventListener('scroll', note)
      grown.disconnect()
    }
  }, [place, length])
  return list
}
