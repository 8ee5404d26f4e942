/** How wide the columns of a table are. */
import { bodyWidth, margin } from './pen.ts'
import type { Column } from './sheet.ts'
import type { Typesetter } from './typesetting.ts'

export const tableText = { size: 8.5 }
export const cellPadding = { x: 4, y: 4 }

/** Where the words of a column begin, and how much room they have. */
export interface Placed {
  x: number
  width: number
  right: boolean
}

/** A name of a thousand letters takes no more than this, and what wraps gets at least that. */
const most = bodyWidth * 0.26
const least = 58
/** One long remark must not leave names a word a line. */
const enough = 150

/** Days, numbers and serials stay on one line wherever there is room; what wraps shares what they leave. */
export function placeColumns(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  typesetter: Typesetter,
): Placed[] {
  const around = 2 * cellPadding.x
  // A little more than measured: the head is bold.
  const natural = columns.map((_, n) => {
    const widest = rows.reduce((width, cells) => Math.max(width, typesetter.widthOf(cells[n]!, tableText.size)), 0)
    return widest + around + 1
  })
  const fixed = columns.map(({ wraps }, n) => (wraps ? 0 : Math.min(natural[n]!, most)))
  const wrapping = columns.map(({ wraps }, n) => (wraps ? Math.max(least, Math.min(natural[n]!, enough)) : 0))
  const left = Math.max(bodyWidth - sum(fixed), least * wrapping.filter((width) => width > 0).length)
  const widths = columns.map(({ wraps }, n) => (wraps ? (wrapping[n]! / sum(wrapping)) * left : fixed[n]!))
  const scale = bodyWidth / sum(widths)
  let x = margin.side
  return columns.map(({ align }, n) => {
    const width = widths[n]! * scale
    const place = { x: x + cellPadding.x, width: width - around, right: align === 'right' }
    x += width
    return place
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0)
