/** Lists that are longer than one answer. */
import { z } from 'zod'
import type { Field } from '../bot/command.ts'
import { optionalField } from '../bot/field.ts'
import { type Action, type Block, invoke, say, type TextKey } from '../bot/view.ts'

/** The page that a button carries; never asked for. */
export const pageField = (label: TextKey): Field<number | undefined> =>
  optionalField({
    label,
    schema: z
      .string()
      .regex(/^[1-9]\d{0,3}$/, 'errors.invalid')
      .transform(Number),
    hidden: true,
  })

export interface Page<T> {
  items: T[]
  /** Which of how many these are; nothing where all are shown. */
  note: Block[]
  /** Shows those that follow, where there are any. */
  more: Action[]
}

/** One page of `all`, where it stands among the others, and the index of its first item; a page beyond the last is the last. */
export function sliceOf<T>(
  all: readonly T[],
  wanted: number,
  length: number,
): { items: T[]; page: number; pages: number; from: number } {
  const pages = Math.max(1, Math.ceil(all.length / length))
  const page = Math.min(wanted, pages)
  const from = (page - 1) * length
  return { items: all.slice(from, from + length), page, pages, from }
}

/** The same with what is said of it and the way on; `values` go along to the next one. */
export function pageOf<T>(
  all: readonly T[],
  wanted: number,
  length: number,
  command: string,
  values: Record<string, string> = {},
): Page<T> {
  const { items, page, pages, from } = sliceOf(all, wanted, length)
  const shown = { from: from + 1, to: from + items.length, total: all.length }
  return {
    items,
    note: pages > 1 ? [{ kind: 'paragraph', text: say('guide.page', shown), emphasis: 'subtle' }] : [],
    more: page < pages ? [invoke(say('guide.more'), command, { ...values, page: String(page + 1) })] : [],
  }
}
