/** The way to a case from words that brought nothing else: they were perhaps meant for support all along. */
import { type Action, invoke, say } from '../bot/view.ts'

/** Opens a case; the words go along as its description. */
export const openFrom = (words: string | undefined): Action =>
  invoke(say('case.action.open'), 'case.open', words ? { text: words } : undefined)
