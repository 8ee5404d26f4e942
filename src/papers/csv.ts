/** A sheet as CSV: for a spreadsheet and for programs, so days are ISO days and numbers are numbers. */
import { csvLine, csvMark } from '../csv.ts'
import type { Cell, Phrase, Sheet } from './sheet.ts'

/** RFC 4180 wants as many cells in each line; tables stand below each other, each under its title. */
export function sheetAsCsv({ title, facts, tables }: Sheet, phrase: Phrase): Uint8Array {
  const width = Math.max(2, ...tables.map(({ columns }) => columns.length))
  const line = (cells: readonly (string | number)[]) =>
    csvLine([...cells, ...Array.from({ length: width - cells.length }, () => '')])
  const data = (cell: Cell) => asData(cell, phrase)
  const lines = [
    line([phrase(title)]),
    ...facts.map(({ label, value }) => line([phrase(label), data(value)])),
    ...tables.flatMap(({ title, columns, rows }) => [
      line([]),
      line([phrase(title)]),
      line(columns.map(({ label }) => phrase(label))),
      ...rows.map((cells) => line(cells.map(data))),
    ]),
  ]
  return new TextEncoder().encode(csvMark + lines.join(''))
}

function asData(cell: Cell, phrase: Phrase): string | number {
  if ('words' in cell) return cell.words
  if ('day' in cell) return cell.day
  if ('instant' in cell) return cell.instant.toISOString()
  if ('count' in cell) return cell.count
  if ('amount' in cell) return cell.amount
  return phrase(cell)
}
