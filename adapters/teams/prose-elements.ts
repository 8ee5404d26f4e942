/** From formatted words of people to elements of a card; nothing in them is read again. */
import type { Prose, ProseBlock, Run } from '../../src/bot/prose.ts'
import { cleaned, type Element } from './elements.ts'
import { safeLink } from './html-prose.ts'
import { shortened } from './limits.ts'

export interface DrawnProse {
  elements: Element[]
  /** Letters that found no room. */
  isCut: boolean
}

const run = ({ text, bold, italic, strike, code, link }: Run): Element => {
  const url = link === undefined ? undefined : safeLink(link)
  return {
    type: 'TextRun',
    text,
    ...(bold ? { weight: 'Bolder' } : {}),
    ...(italic ? { italic: true } : {}),
    ...(strike ? { strikethrough: true } : {}),
    ...(code ? { fontType: 'Monospace' } : {}),
    ...(url ? { selectAction: { type: 'Action.OpenUrl', url } } : {}),
  }
}

/** A card shows several spaces as one: what stands under each other in a log must stay there. */
const aligned = (line: string): string => line.replaceAll('\t', '    ').replace(/^ | (?= )/g, '\u00a0')

/** Lines of runs, without those that are blank. `apart`: a blank one stood before it. */
function linesOf(runs: readonly Run[]): { runs: Run[]; apart: boolean }[] {
  const lines: Run[][] = [[]]
  for (const { text, ...look } of runs) {
    cleaned(text)
      .split('\n')
      .forEach((part, i) => {
        if (i > 0) lines.push([])
        if (part !== '') lines.at(-1)!.push({ text: part, ...look })
      })
  }
  let apart = false
  return lines.flatMap((line) => {
    if (line.every(({ text }) => text.trim() === '')) {
      apart = true
      return []
    }
    const shown = { runs: line, apart }
    apart = false
    return [shown]
  })
}

/** Takes runs until the room is used up. */
class Room {
  private isFull = false
  /** Something found no room. */
  isCut = false

  constructor(private left: number) {}

  /** Asked before anything is added. */
  hasPlace(): boolean {
    if (this.isFull) this.isCut = true
    return !this.isFull
  }

  line(runs: readonly Run[]): Run[] {
    const taken: Run[] = []
    for (const one of runs) {
      if (!this.hasPlace()) break
      const text = shortened(one.text, this.left)
      if (text.length < one.text.length) this.isFull = this.isCut = true
      this.left -= text.length
      if (text !== '') taken.push({ ...one, text })
    }
    // A line is never free: its element weighs more than its letters.
    this.left -= lineCost
    if (this.left <= 0) this.isFull = true
    return taken
  }
}

const lineCost = 20

function paragraph(room: Room, runs: readonly Run[], firstSpacing: 'Default' | 'Small' | 'None'): Element[] {
  return linesOf(runs).flatMap((line, i) => {
    if (!room.hasPlace()) return []
    const inlines = room.line(line.runs).map(run)
    const spacing = i === 0 ? firstSpacing : line.apart ? 'Small' : 'None'
    return inlines.length > 0 ? [{ type: 'RichTextBlock', ...(spacing === 'Default' ? {} : { spacing }), inlines }] : []
  })
}

/** Set apart by a ground of its own: words of somebody else, or of a machine. */
const onGround = (items: Element[]): Element[] =>
  items.length > 0 ? [{ type: 'Container', style: 'emphasis', items }] : []

function codeLines(room: Room, text: string): Element[] {
  return cleaned(text)
    .split('\n')
    .flatMap((line, i) => {
      if (!room.hasPlace()) return []
      const inlines = room.line([{ text: aligned(line) || '\u00a0', code: true }]).map(run)
      return inlines.length > 0 ? [{ type: 'RichTextBlock', ...(i > 0 ? { spacing: 'None' } : {}), inlines }] : []
    })
}

function drawn(room: Room, block: ProseBlock): Element[] {
  switch (block.kind) {
    case 'text':
      return paragraph(room, block.runs, 'Default')
    case 'quote':
      return onGround(paragraph(room, block.runs, 'Default'))
    case 'code':
      return onGround(codeLines(room, block.text))
    case 'list':
      return block.items.flatMap((item, i) =>
        paragraph(room, [{ text: block.ordered ? `${i + 1}. ` : '• ' }, ...item], i === 0 ? 'Default' : 'None'),
      )
  }
}

/** At most about `room` letters of the words. A RichTextBlock and its runs are of 1.2: every phone shows them. */
export function proseElements(prose: Prose, letters: number): DrawnProse {
  const room = new Room(letters)
  const elements = prose.flatMap((block) => drawn(room, block))
  return { elements, isCut: room.isCut }
}
