/** From a view in the reader's language to an Adaptive Card. */
import type { Prose } from '../../src/bot/prose.ts'
import type { Action, Block, Tone, View } from '../../src/bot/view.ts'
import { type Card, card, cleaned, type Element, type Look, pair, words } from './elements.ts'
import { limits, shortened, sizeOf } from './limits.ts'
import { pressData } from './press.ts'
import { proseElements } from './prose-elements.ts'

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

/** Words of people are as long as people like: `letters` of each are shown, and that there were more. */
function proseBlock(prose: Prose, letters: number, surface: Surface): Element[] {
  const { elements, isCut } = proseElements(prose, letters)
  return isCut ? [...elements, ...words(surface.phrase('teams-cut'), { isSubtle: true })] : elements
}

function pictureBlock(url: string, alt: string): Element[] {
  if (!isWebAddress(url)) return words(alt, { isSubtle: true })
  return [{ type: 'Image', url, altText: shortened(cleaned(alt), limits.altText) }]
}

function block(of: Block<string>, letters: number, surface: Surface): Element[] {
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
      return proseBlock(of.prose, letters, surface)
    case 'picture':
      return pictureBlock(of.url, of.alt)
    case 'divider':
      return []
  }
}

/** One list of elements for each block; what follows a divider is set apart by a line. `letters`: of each block of prose. */
function blocks(body: Block<string>[], surface: Surface, letters = Number.POSITIVE_INFINITY): Element[][] {
  let line = false
  return body.map((of) => {
    const elements = block(of, letters, surface)
    if (line && elements[0]) elements[0] = { ...elements[0], separator: true, spacing: 'Medium' }
    line = of.kind === 'divider' || (line && elements.length === 0)
    return elements
  })
}

/** Fewer letters of somebody's words are worth less than what stands below them. */
const fewestLetters = 400

/** The largest number from `low` to `high` that fits; `low` when none does. */
function largest(low: number, high: number, fits: (letters: number) => boolean): number {
  let [fitting, above] = [low, high + 1]
  while (above - fitting > 1) {
    const middle = Math.floor((fitting + above) / 2)
    if (fits(middle)) fitting = middle
    else above = middle
  }
  return fitting
}

/**
 * What is too long for a card loses first the ends of people's own words, then whole blocks from the end, and says so;
 * at the very last buttons too. What a form asks for is never left away.
 */
export function fitted(
  parts: { before: Element[]; body: Block<string>[]; after: Element[]; actions: Element[] },
  surface: Surface,
): Card {
  const { before, body, after, actions } = parts
  const fits = (of: Card): boolean => sizeOf(of) <= limits.cardBytes
  const build = (middle: Element[][], kept = middle.length, buttons = actions.length) => {
    // A divider is nothing that could be missed.
    const left = middle.slice(kept).filter((elements) => elements.length > 0).length
    const notice = left > 0 ? words(surface.phrase('more', { count: left }), { isSubtle: true }) : []
    return card([...before, ...middle.slice(0, kept).flat(), ...notice, ...after], actions.slice(0, buttons))
  }
  let middle = blocks(body, surface)
  if (!fits(build(middle)) && body.some(({ kind }) => kind === 'prose')) {
    const within = (letters: number) => blocks(body, surface, letters)
    middle = within(largest(fewestLetters, limits.cardBytes, (letters) => fits(build(within(letters)))))
  }
  if (fits(build(middle))) return build(middle)
  const kept = largest(0, middle.length - 1, (count) => fits(build(middle, count)))
  let buttons = actions.length
  while (!fits(build(middle, kept, buttons)) && buttons > 1) buttons--
  return build(middle, kept, buttons)
}

/** The view as a card within Teams' limits; its last buttons stand in the card's own row. */
export function viewCard(view: View<string>, surface: Surface): Card {
  const rows = buttonRows(view.actions ?? [], surface)
  return fitted(
    {
      before: heading(view.title, view.tone),
      body: view.body,
      after: rows.slice(0, -1).map(actionSet),
      actions: rows.at(-1) ?? [],
    },
    surface,
  )
}
