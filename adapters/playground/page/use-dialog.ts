import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

const focusable = 'input:not([type=hidden]), textarea, select, button, a[href], [tabindex="0"]'

/** Moves focus into a dialog when `key` changes, and back to where it was when the dialog goes. */
export function useFocusOnOpen<E extends HTMLElement>(key: string, first?: string): RefObject<E | null> {
  const box = useRef<E>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key is a new dialog in the same place
  useEffect(() => {
    const before = document.activeElement
    const target =
      (first && box.current?.querySelector<HTMLElement>(first)) || box.current?.querySelector<HTMLElement>(focusable)
    target?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [key, first])
  return box
}

interface OpenDialog {
  box: RefObject<HTMLElement | null>
  close(): void
}

/** In the order of opening: the last one is on top. */
const openDialogs: OpenDialog[] = []

function onEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.isComposing) return
  // A button that was disabled while the bot thinks, or a card drawn anew, leaves the focus with nobody.
  const focus = document.activeElement
  const nowhere = focus === null || focus === document.body
  openDialogs.findLast(({ box }) => nowhere || box.current?.contains(focus))?.close()
}

/** Escape closes the dialog that has the focus, the topmost first. */
export function useEscape(box: RefObject<HTMLElement | null>, close: () => void): void {
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    const dialog: OpenDialog = { box, close: () => latest.current() }
    if (openDialogs.push(dialog) === 1) document.addEventListener('keydown', onEscape)
    return () => {
      openDialogs.splice(openDialogs.indexOf(dialog), 1)
      if (openDialogs.length === 0) document.removeEventListener('keydown', onEscape)
    }
  }, [box])
}
