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

/** One page of `all`; a page beyond the last is the last. `values` go along to the next one. */
export function pageOf<T>(
  all: readonly T[],
  wanted: number,
  length: number,
  command: string,
  values: Record<string, string> = {},
): Page<T> {
  const total = all.length
  const page = Math.min(wanted, Math.max(1, Math.ceil(total / length)))
  const from = (page - 1) * length
  const to = Math.min(page * length, total)
  return {
    items: all.slice(from, to),
    note:
      total > length
        ? [{ kind: 'paragraph', text: say('guide.page', { from: from + 1, to, total }), emphasis: 'subtle' }]
        : [],
    more: to < total ? [invoke(say('guide.more'), command, { ...values, page: String(page + 1) })] : [],
  }
}
