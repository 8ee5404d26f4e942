import type { ReactNode } from 'react'
import { useId, useLayoutEffect, useRef, useState } from 'react'

export interface MenuItem {
  label: string
  /** Shown in the place of the label. */
  sign?: ReactNode
  danger?: boolean
  onChoose(): void
}

interface Props {
  label: string
  sign: ReactNode
  items: MenuItem[]
}

/** A button with a list of deeds. It lies above everything, so that no pane cuts it off. */
export function Menu({ label, sign, items }: Props) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const [from, box] = [button.current, list.current]
    if (!open || !from || !box) return
    box.showPopover()
    const edge = from.getBoundingClientRect()
    const { width, height } = box.getBoundingClientRect()
    const below = edge.bottom + 4
    box.style.top = `${below + height > window.innerHeight ? Math.max(4, edge.top - 4 - height) : below}px`
    box.style.left = `${Math.max(4, Math.min(edge.right - width, window.innerWidth - width - 4))}px`
    box.querySelector('button')?.focus({ preventScroll: true })
  }, [open])
  const close = () => {
    setOpen(false)
    button.current?.focus({ preventScroll: true })
  }
  const key = (event: React.KeyboardEvent) => {
    const entries = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = entries.indexOf(document.activeElement as HTMLButtonElement)
    const steps: Record<string, number> = {
      ArrowDown: (at + 1) % entries.length,
      ArrowUp: (at - 1 + entries.length) % entries.length,
      Home: 0,
      End: entries.length - 1,
    }
    const to = steps[event.key]
    if (to !== undefined) {
      event.preventDefault()
      entries[to]?.focus()
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      // The panel around it has an Escape of its own.
      event.stopPropagation()
      event.preventDefault()
      close()
    }
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {sign}
      </button>
      {open && (
        <div
          ref={list}
          id={id}
          role="menu"
          aria-label={label}
          className="menu"
          popover="auto"
          tabIndex={-1}
          onKeyDown={key}
          onToggle={({ newState }) => newState === 'closed' && setOpen(false)}
        >
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              aria-label={item.sign === undefined ? undefined : item.label}
              className={item.danger ? 'danger' : ''}
              onClick={() => {
                close()
                item.onChoose()
              }}
            >
              {item.sign ?? item.label}
            </button>
          ))}
        </div>
      )}
    </>
  )
}
