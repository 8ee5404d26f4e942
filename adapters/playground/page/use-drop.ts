import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true

/** Files dropped anywhere on the place around `inside` (marked `data-drop`) are taken, and the place shows that it would. */
export function useDrop(inside: RefObject<HTMLElement | null>, take: (files: File[]) => void): void {
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    const place = inside.current?.closest<HTMLElement>('[data-drop]')
    if (!place) return
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      place.dataset.drop = 'over'
    }
    const out = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && place.contains(event.relatedTarget))) place.dataset.drop = ''
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      place.dataset.drop = ''
      latest.current([...(event.dataTransfer?.files ?? [])])
    }
    place.addEventListener('dragover', over)
    place.addEventListener('dragleave', out)
    place.addEventListener('drop', drop)
    return () => {
      place.removeEventListener('dragover', over)
      place.removeEventListener('dragleave', out)
      place.removeEventListener('drop', drop)
      place.dataset.drop = ''
    }
  }, [inside])
}
