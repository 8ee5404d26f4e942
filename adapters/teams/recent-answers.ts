/** Remembers for a while what was answered: Teams asks again when it did not hear the answer, and needs it then. */
import type { InvokeResponse } from './invoke-answer.ts'

export interface RecentAnswers {
  /** The answer under `key`, made by `make` if there is none yet; askers at the same time share one making. */
  once(key: string, make: () => Promise<InvokeResponse>): Promise<InvokeResponse>
}

/** Keeps answers for `keepMs`, and at most `size` of them; a making that fails is forgotten. */
export function recentAnswers(now: () => number, keepMs = 5 * 60_000, size = 1_000): RecentAnswers {
  const kept = new Map<string, { until: number; answer: Promise<InvokeResponse> }>()
  const drop = () => {
    for (const [key, { until }] of kept) {
      if (until > now() && kept.size <= size) return
      kept.delete(key)
    }
  }
  return {
    once(key, make) {
      drop()
      const known = kept.get(key)
      if (known) return known.answer
      const answer = make()
      const entry = { until: now() + keepMs, answer }
      kept.set(key, entry)
      answer.catch(() => {
        if (kept.get(key) === entry) kept.delete(key)
      })
      return answer
    },
  }
}
