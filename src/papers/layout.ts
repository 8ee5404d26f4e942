/** Where things stand on the pages of a paper. */
import { setImmediate as turn } from 'node:timers/promises'
import { say } from '../bot/view.ts'
import { type Placed, cellPadding as padding, placeColumns, tableText as text } from './columns.ts'
import { bodyWidth, createPen, ink, lineHeight, margin, type Pen, paperSize } from './pen.ts'
import type { Cell, Phrase, Sheet } from './sheet.ts'
import type { Typesetter } from './typesetting.ts'

const bottom = paperSize.height - margin.bottom
const headText = { size: 8, bold: true, color: ink.soft }
const labelWidth = 118
/** A cell of more lines would leave no page on which its row fits. */
const mostLines = 40

interface Names {
  title: string
  vendor: string
  organization: string
  phrase: Phrase
}

export async function drawSheet(
  pdf: PDFKit.PDFDocument,
  typesetter: Typesetter,
  sheet: Sheet,
  names: Names,
): Promise<void> {
  const { phrase } = names
  const pen = createPen(pdf, typesetter)
  const half = bodyWidth * 0.48
  let y = drawTitle(pen, names)

  function newPage(): void {
    pdf.addPage()
    const small = { size: 8, color: ink.soft }
    pen.writeWithin(half, names.title, margin.side, margin.top - 14, small)
    pen.writeWithin(half, names.organization, 0, margin.top - 14, { ...small, right: margin.side + bodyWidth })
    pen.rule(margin.top)
    y = margin.top + 10
  }
  const needs = (height: number) => {
    const isFull = y + height > bottom
    if (isFull) newPage()
    return isFull
  }

  drawFacts()
  for (const table of sheet.tables) {
    const labels = table.columns.map(({ label }) => phrase(label))
    const rows = table.rows.map((cells) => cells.map((cell) => forPeople(cell, phrase)))
    const columns = placeColumns(table.columns, [labels, ...rows], typesetter)
    const head = rowOf(labels, columns, typesetter, headText.size)
    const rowHead = () => {
      pen.band(y, head.height)
      drawRow(pen, head, columns, y, headText)
      y += head.height
    }
    needs(34 + head.height + 30)
    const count = table.rows.length > 0 ? `  ${phrase(say('common.verbatim', { text: table.rows.length }))}` : ''
    const title = phrase(table.title)
    pen.write(title, margin.side, y + 8, { size: 12, bold: true })
    pen.write(count, margin.side + typesetter.widthOf(title, 12), y + 11, { size: 9, color: ink.soft })
    y += 30
    if (table.rows.length === 0) {
      y = pen.fill(phrase(table.none), margin.side, y, bodyWidth, { ...text, color: ink.soft }) + 8
      continue
    }
    rowHead()
    for (const [n, cells] of rows.entries()) {
      const row = rowOf(cells, columns, typesetter, text.size)
      if (needs(row.height)) rowHead()
      drawRow(pen, row, columns, y, text)
      y += row.height
      pen.rule(y)
      if (n % 20 === 19) await turn()
    }
    if (table.note) {
      needs(16)
      y = pen.fill(phrase(table.note), margin.side, y + 5, bodyWidth, { size: 7.5, color: ink.soft })
    }
    y += 10
  }
  drawRemarks()
  await drawFeet(pdf, pen, names)

  function drawFacts(): void {
    const [small, usual] = [{ size: 9, color: ink.soft }, { size: 9.5 }]
    const beside = margin.side + labelWidth
    const room = bodyWidth - labelWidth
    for (const { label, value } of sheet.facts) {
      const said = forPeople(value, phrase)
      needs(typesetter.lines(said, usual.size, room).length * lineHeight(usual.size))
      const lower = pen.fill(phrase(label), margin.side, y, labelWidth - 8, small)
      y = Math.max(lower, pen.fill(said, beside, y, room, usual)) + 2
    }
    y += 8
  }

  function drawRemarks(): void {
    const hand = { size: 8, color: ink.soft }
    const lines = sheet.remarks.flatMap((remark) => typesetter.lines(phrase(remark), hand.size, bodyWidth))
    needs(14 + lines.length * lineHeight(hand.size))
    y += 10
    for (const line of lines) {
      pen.write(line, margin.side, y, hand)
      y += lineHeight(hand.size)
    }
  }
}

/** Answers where the rest may begin. */
function drawTitle(pen: Pen, { title, vendor }: Names): number {
  pen.writeWithin(bodyWidth, vendor, margin.side, margin.top - 6, { size: 10, bold: true, color: ink.accent })
  pen.rule(margin.top + 14, ink.accent, 1.5)
  return pen.fill(title, margin.side, margin.top + 28, bodyWidth, { size: 21, bold: true }) + 8
}

/** Page x of y can only be said when all are drawn. */
async function drawFeet(pdf: PDFKit.PDFDocument, pen: Pen, { vendor, organization, phrase }: Names): Promise<void> {
  const { start, count } = pdf.bufferedPageRange()
  const small = { size: 8, color: ink.soft }
  const y = paperSize.height - margin.bottom + 18
  for (let n = 0; n < count; n++) {
    pdf.switchToPage(start + n)
    pen.rule(y - 6)
    pen.writeWithin(bodyWidth * 0.75, `${vendor} | ${organization}`, margin.side, y, small)
    const page = phrase(say('paper.page', { page: n + 1, pages: count }))
    pen.write(page, 0, y, { ...small, right: margin.side + bodyWidth })
    if (n % 20 === 19) await turn()
  }
}

interface Row {
  cells: string[][]
  height: number
}

function rowOf(cells: string[], columns: Placed[], typesetter: Typesetter, size: number): Row {
  const lines = cells.map((cell, n) => typesetter.lines(cell, size, columns[n]!.width, mostLines))
  const most = Math.max(...lines.map(({ length }) => length))
  return { cells: lines, height: most * lineHeight(size) + 2 * padding.y }
}

function drawRow(pen: Pen, row: Row, columns: Placed[], y: number, hand: { size: number }): void {
  for (const [n, lines] of row.cells.entries()) {
    const { x, width, right } = columns[n]!
    for (const [k, line] of lines.entries()) {
      const top = y + padding.y + k * lineHeight(hand.size)
      pen.write(line, x, top, right ? { ...hand, right: x + width } : hand)
    }
  }
}

function forPeople(cell: Cell, phrase: Phrase): string {
  if ('words' in cell) return cell.words
  if ('day' in cell) return phrase(say('common.verbatim', { text: { day: cell.day } }))
  if ('instant' in cell) {
    const { instant, zone } = cell
    return phrase(say('common.verbatim', { text: { instant: instant.toISOString(), zone } }))
  }
  if ('count' in cell) return phrase(say('common.verbatim', { text: cell.count }))
  if ('amount' in cell) {
    const { amount, currency } = cell
    return currency ? phrase(say('common.verbatim', { text: { amount, currency } })) : amount
  }
  return phrase(cell)
}
