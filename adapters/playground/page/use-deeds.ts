import { useCallback, useState } from 'react'
import type { DeedOutcome } from '../contract.ts'
import { tell } from './server.ts'

/** Does one deed after another and says what became of it; while one is under way, `busy` is true. */
export function useDeeds<Deed>(path: string): { busy: boolean; act(deed: Deed): Promise<DeedOutcome> } {
  const [pending, setPending] = useState(0)
  const act = useCallback(
    async (deed: Deed): Promise<DeedOutcome> => {
      setPending((count) => count + 1)
      try {
        return await tell<DeedOutcome>(path, deed)
      } catch (error) {
        return { ok: false, status: 0, ms: 0, refused: error instanceof Error ? error.message : String(error) }
      } finally {
        setPending((count) => count - 1)
      }
    },
    [path],
  )
  return { busy: pending > 0, act }
}
