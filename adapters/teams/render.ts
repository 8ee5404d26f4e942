/** From a view in the reader's language to an Adaptive Card. */
import { wordsIn } from '../../src/bot/prose.ts'
import type { Action, Block, Tone, View } from '../../src/bot/view.ts'
import { type Card, card, type Element, type Look, pair, words } from './elements.ts'
import { limits, shortened, sizeOf } from './limits.ts'
import { pressData } from './press.ts'

export interface Surface {
  /** A dialog cannot open another one: there every button is a plain submit. */
  where: 'message' | 'dialog'
  /** Others than the asker see it. */
  shared: boolean
  nonce: string
  /** A sentence of the adapter's own, in the reader's language. */
  phrase(name: string, values?: Record<string, number>): string
}

const colors: Record<Tone, Look['color']> = {
  plain: undefined,
  good: 'Good',
  info: 'Accent',
  warning: 'Warning',
  bad: 'Attention',
}

export const heading = (title: string, tone: Tone): Element[] => {
  const color = colors[tone]
  return words(title, { weight: 'Bolder', size: 'Medium', ...(color ? { color } : {}) })
}

const isWebAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

const style = (of?: 'primary' | 'danger') => (of ? { style: of === 'primary' ? 'positive' : 'destructive' } : {})

function button(action: Action<string>, surface: Surface): Element[] {
  const title = shortened(action.label, limits.actionTitle)
  if (action.kind === 'link')
    return isWebAddress(action.url) ? [{ type: 'Action.OpenUrl', title, url: action.url }] : []
  const press = { command: action.invoke.command, values: action.invoke.values ?? {}, nonce: surface.nonce }
  const submit = {
    type: 'Action.Submit',
    title,
    ...style(action.style),
    data: pressData(press, action.opensForm === true && surface.where === 'message'),
  }
  if (!action.confirm) return [submit]
  // Teams has no confirmation of its own: the question unfolds below the button.
  const { title: question, text, yes } = action.confirm
  const asked = card(
    [
      ...words(shortened(question, limits.confirmTitle), { weight: 'Bolder' }),
      ...words(shortened(text, limits.confirmText)),
    ],
    [{ ...submit, title: shortened(yes, limits.actionTitle) }],
  )
  return [{ type: 'Action.ShowCard', title, ...style(action.style), card: asked }]
}

/** Rows of at most six, because Teams drops what is more. */
function buttonRows(actions: Action<string>[], surface: Surface): Element[][] {
  const all = actions.flatMap((action) => button(action, surface))
  const rows: Element[][] = []
  for (let i = 0; i < all.length; i += limits.actionsPerRow) rows.push(all.slice(i, i + limits.actionsPerRow))
  return rows
}

const actionSet = (actions: Element[]): Element => ({ type: 'ActionSet', actions })

function block(of: Block<string>, surface: Surface): Element[] {
  switch (of.kind) {
    case 'paragraph':
      return words(of.text, {
        ...(of.emphasis === 'strong' ? { weight: 'Bolder' as const } : {}),
        ...(of.emphasis === 'subtle' ? { isSubtle: true } : {}),
      })
    case 'facts':
      return of.facts.map(({ label, value }) => pair(label, value))
    case 'bullets':
      return of.items.flatMap((item) => words(`• ${item}`, {}, { spacing: 'Small' }))
    case 'entry':
      return [
        {
          type: 'Container',
          spacing: 'Medium',
          items: [
            ...words(of.title, { weight: 'Bolder' }),
            ...(of.text === undefined ? [] : words(of.text)),
            ...(of.facts ?? []).map(({ label, value }) => pair(label, value)),
            ...buttonRows(of.actions ?? [], surface).map(actionSet),
          ],
        },
      ]
    case 'prose':
      return words(wordsIn(of.prose))
    case 'picture':
      return words(of.alt, { isSubtle: true })
    case 'divider':
      return []
  }
}

/** One list of elements for each block; what follows a divider is set apart by a line. */
export function blocks(body: Block<string>[], surface: Surface): Element[][] {
  let line = false
  return body.map((of) => {
    const elements = block(of, surface)
    if (line && elements[0]) elements[0] = { ...elements[0], separator: true, spacing: 'Medium' }
    line = of.kind === 'divider' || (line && elements.length === 0)
    return elements
  })
}

/**
 * Leaves whole blocks away from the end until the card fits, and says how many; at the very last buttons too.
 * What a form asks for is never left away.
 */
export function fitted(
  parts: { before: Element[]; middle: Element[][]; after: Element[]; actions: Element[] },
  surface: Surface,
): Card {
  const { before, middle, after, actions } = parts
  const build = (kept: number, buttons: number) => {
    // A divider is nothing that could be missed.
    const left = middle.slice(kept).filter((elements) => elements.length > 0).length
    const notice = left > 0 ? words(surface.phrase('more', { count: left }), { isSubtle: true }) : []
    return card([...before, ...middle.slice(0, kept).flat(), ...notice, ...after], actions.slice(0, buttons))
  }
  let kept = middle.length
  let buttons = actions.length
  let fitting = build(kept, buttons)
  while (sizeOf(fitting) > limits.cardBytes && (kept > 0 || buttons > 1)) {
    if (kept > 0) kept--
    else buttons--
    fitting = build(kept, buttons)
  }
  return fitting
}

/** The view as a card within Teams' limits; its last buttons stand in the card's own row. */
export function viewCard(view: View<string>, surface: Surface): Card {
  const rows = buttonRows(view.actions ?? [], surface)
  return fitted(
    {
      before: heading(view.title, view.tone),
      middle: blocks(view.body, surface),
      after: rows.slice(0, -1).map(actionSet),
      actions: rows.at(-1) ?? [],
    },
    surface,
  )
}
