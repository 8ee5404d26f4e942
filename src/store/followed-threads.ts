/** Whether the bot follows a thread: asked for every message in a channel that does not name it, so mostly answered from memory. */
import type { CaseQuestions, ThreadPlace } from '../domain/cases.ts'

export interface FollowedThreads {
  /** Also where the thread may turn out to be a case's: what is written there is kept until that is known. */
  follows(place: ThreadPlace): Promise<boolean>
  /** A thread was opened: what is not followed has to be asked again. */
  forget(): void
}

/** What other processes open, and what is delivered by and by, is seen this long after. */
const notFollowedMs = 2000
const keptAtMost = 10_000

/** A thread that was followed once is for good: a closed case can be reopened in it. */
export function createFollowedThreads(
  { threadAt, isThreadToCome }: Pick<CaseQuestions, 'threadAt' | 'isThreadToCome'>,
  now: () => number = Date.now,
): FollowedThreads {
  const followed = new Set<string>()
  let notUntil = new Map<string, number>()
  return {
    async follows(place) {
      const { platform, workspace, conversation, thread } = place
      if (thread === undefined) return false
      const key = JSON.stringify([platform, workspace, conversation, thread])
      if (followed.has(key)) return true
      const until = notUntil.get(key)
      if (until !== undefined && now() < until) return false
      const known = notUntil
      const found = (await threadAt(place)) !== undefined
      if (!found && (await isThreadToCome(place))) return true
      const book = found ? followed : known
      if (book.size >= keptAtMost) book.clear()
      if (found) followed.add(key)
      // Looked up before something was opened, it is written where nobody looks any more.
      else known.set(key, now() + notFollowedMs)
      return found
    },
    forget() {
      notUntil = new Map()
    },
  }
}
