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
      card.parse(JSON.parse(json))
      const tie = tieLabels(card)
      drawn = card.render()
      tie()
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

let labelCount = 0

/**
 * Cards for phones label an input by the bold text above it, which the renderer does not tie together.
 * To be called before drawing; the answer is to be called after it.
 */
function tieLabels(card: AC.AdaptiveCard): () => void {
  const ties: { label: AC.CardElement; id: string }[] = []
  for (const input of card.getAllInputs()) {
    const label = input.label ? undefined : boldAbove(input)
    if (!label) continue
    labelCount += 1
    input.labelledBy = `card-label-${labelCount}`
    ties.push({ label, id: input.labelledBy })
  }
  return () => {
    for (const { label, id } of ties) if (label.renderedElement) label.renderedElement.id = id
  }
}

/** The nearest bold text before the input, as far as there is no other input between them. */
function boldAbove(input: AC.Input): AC.CardElement | undefined {
  const { parent } = input
  if (!(parent instanceof AC.CardElementContainer)) return undefined
  for (let at = parent.indexOf(input) - 1; at >= 0; at -= 1) {
    const item = parent.getItemAt(at)
    if (item instanceof AC.Input) return undefined
    const text = item instanceof AC.RichTextBlock ? item.getInlineAt(0) : item
    if (text instanceof AC.BaseTextBlock && text.weight === AC.TextWeight.Bolder) return item
    if (text instanceof AC.TextRun && text.weight === AC.TextWeight.Bolder) return item
  }
  return undefined
}
