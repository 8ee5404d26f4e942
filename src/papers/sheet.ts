/** A paper before it is drawn: what stands where, in no language and no format yet. */
import type { Text } from '../bot/view.ts'
import type { LocalDate } from '../domain/local-date.ts'

/** What stands in one place of a table; a paper to read writes it for people, one to calculate with as data. */
export type Cell =
  | Text
  /** A name or a number as somebody wrote it. */
  | { words: string }
  | { day: LocalDate }
  | { instant: Date; zone: string }
  | { count: number }
  /** Decimal text; without a currency where none was told. */
  | { amount: string; currency?: string }

export const nothing: Cell = { words: '' }
export const written = (words: string | undefined): Cell => ({ words: words ?? '' })

export interface Column {
  label: Text
  /** Holds words that may go on in the next line; other columns are as wide as what stands in them. */
  wraps?: true
  align?: 'right'
}

export interface Table {
  title: Text
  columns: Column[]
  rows: Cell[][]
  /** Said instead of a table without rows. */
  none: Text
  note?: Text
}

export interface Sheet {
  title: Text
  facts: { label: Text; value: Cell }[]
  tables: Table[]
  /** Small print at the end. */
  remarks: Text[]
}

/** Says a text in the reader's language. */
export type Phrase = (text: Text) => string
