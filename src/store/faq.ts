/** The vendor's questions and answers, made ready for searching. */
import type pg from 'pg'
import { type FaqEntry, type FaqIndex, indexFaq } from '../domain/faq-search.ts'
import { sqlOf } from './transaction.ts'

/** What an import changes is seen this long after. */
const keptMs = 30_000

/** Reads all of it at once, and again after half a minute. */
export function createFaqBook(pool: pg.Pool, now: () => number = Date.now): () => Promise<FaqIndex> {
  let kept: { since: number; index: Promise<FaqIndex> } | undefined
  return () => {
    if (kept && now() - kept.since < keptMs && now() >= kept.since) return kept.index
    const fresh = { since: now(), index: read(pool) }
    kept = fresh
    // A database that was away for a moment must not be away for longer.
    fresh.index.catch(() => {
      if (kept === fresh) kept = undefined
    })
    return fresh.index
  }
}

async function read(pool: pg.Pool): Promise<FaqIndex> {
  const rows = await sqlOf(pool).query<{ found: FaqEntry }>(
    `SELECT json_strip_nulls(json_build_object('id', id, 'locale', locale, 'question', question, 'answer', answer,
       'productId', product_id)) AS found FROM faq ORDER BY id, locale`,
  )
  return indexFaq(rows.map(({ found }) => found))
}
