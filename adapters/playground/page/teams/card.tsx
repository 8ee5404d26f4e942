import * as AC from 'adaptivecards'
import { useEffect, useRef } from 'react'
import { hostConfig } from './host-config.ts'

// The package says it has no side effects, so a bundler drops elements that register themselves: naming it keeps tables.
const kept = [AC.Table]

// Says "not processed", so that words show as they are; without it the renderer complains in the console.
AC.AdaptiveCard.onProcessMarkdown = (_text, result) => {
  result.didProcess = false
}

export interface CardAction {
  data: Record<string, unknown>
  verb?: string
}

interface Props {
  content: unknown
  busy: boolean
  /** What a card that cannot be drawn shows instead. */
  fallback: string
  onAction(action: CardAction): void
}

/**
 * One Adaptive Card, drawn by Microsoft's own renderer.
 * It is drawn again only when its content changed, so that what a person typed outlives every other change of the page.
 */
export function Card({ content, busy, fallback, onAction }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const act = useRef(onAction)
  act.current = onAction
  const json = JSON.stringify(content)
  useEffect(() => {
    const element = place.current
    if (!element || kept.length === 0) return
    const card = new AC.AdaptiveCard()
    card.hostConfig = new AC.HostConfig(hostConfig)
    card.onExecuteAction = (action) => {
      if (action instanceof AC.OpenUrlAction) {
        if (action.url && /^https?:/.test(action.url)) window.open(action.url, '_blank', 'noopener')
      } else if (action instanceof AC.ExecuteAction)
        act.current({ data: asRecord(action.data), verb: action.verb ?? '' })
      else if (action instanceof AC.SubmitAction) act.current({ data: asRecord(action.data) })
    }
    let drawn: HTMLElement | undefined
    try {
      const parsed: unknown = JSON.parse(json)
      card.parse(parsed)
      drawn = card.render()
      if (drawn) nameInputs(card, parsed)
    } catch {
      drawn = undefined
    }
    if (drawn) element.replaceChildren(drawn)
    else element.textContent = fallback
    return () => element.replaceChildren()
  }, [json, fallback])
  return <div ref={place} className="card" inert={busy} aria-busy={busy} />
}

const asRecord = (data: unknown): Record<string, unknown> =>
  typeof data === 'object' && data !== null ? { ...data } : {}

/** Cards for phones label an input by the bold text above it, which the renderer does not tie together. */
function nameInputs(card: AC.AdaptiveCard, content: unknown): void {
  const labels = new Map<string, string>()
  collectLabels(content, labels)
  for (const input of card.getAllInputs()) {
    const label = input.label ?? labels.get(input.id ?? '')
    if (!label) continue
    const box = input.renderedElement
    const choices = box?.querySelectorAll('input[type=radio], input[type=checkbox]')
    if (choices && choices.length > 1) {
      box?.setAttribute('role', 'group')
      box?.setAttribute('aria-label', label)
    } else
      for (const field of box?.querySelectorAll('input, textarea, select') ?? [])
        field.setAttribute('aria-label', label)
  }
}

function collectLabels(node: unknown, labels: Map<string, string>): void {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) {
    for (const inner of Object.values(node)) collectLabels(inner, labels)
    return
  }
  let bold = ''
  for (const item of node as {
    type?: string
    id?: string
    weight?: string
    text?: string
    inlines?: { weight?: string; text?: string }[]
  }[]) {
    const run = item?.type === 'TextBlock' ? item : item?.type === 'RichTextBlock' ? item.inlines?.[0] : undefined
    if (run?.weight === 'Bolder' && run.text) bold = run.text
    if (item?.type?.startsWith('Input.') && item.id && bold) {
      labels.set(item.id, bold)
      bold = ''
    }
    collectLabels(item, labels)
  }
}
