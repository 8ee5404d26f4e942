/** From what people write to a message of a case, and the case that they mean. */
import { type Prose, plainProse, wordsIn } from '../bot/prose.ts'
import type { MessageOrigin } from '../domain/case.ts'
import type { NewMessage, ThreadPlace } from '../domain/cases.ts'
import type { Ask } from './kit.ts'

export type Written = NonNullable<Ask['written']>

/** Letters of somebody's words that a button carries besides its number; platforms take no more. */
export const longestCarried = 1_200

/** A case named at the beginning of what is said in a case's thread; a number without a mark is part of what is said. */
export const markedNumber = /^\s*[#＃]\s*(\p{Nd}{1,9})(?:[\s,:：、，]+|$)/u

/** The same where no thread says which case is meant: there a number in front is the case's, marked or not. */
export const numberInFront = /^\s*(?:case|案件|ケース)?\s*[#＃]?\s*(\p{Nd}{1,9})(?:[\s,:：、，]+|$)/iu

/** The case in whose thread this is said. */
export const caseHere = async (asking: Ask) => asking.services.cases.threadAt(hereOf(asking))

/** Where the asker writes. */
export const hereOf = ({ place: { workspace, conversation, thread }, who }: Ask): ThreadPlace => ({
  platform: who.platform,
  workspace,
  conversation,
  ...(thread ? { thread } : {}),
})

/** The case that is meant: the one named, else the one in whose thread this is said. */
export const caseMeant = async (asking: Ask, given: number | undefined): Promise<number | undefined> =>
  given ?? (await caseHere(asking))?.caseNumber

/** Where a message of the asker stands. */
export const originOf = ({ who, place }: Ask, message: string): MessageOrigin => ({
  platform: who.platform,
  workspace: place.workspace,
  conversation: place.conversation,
  message,
})

/** Words that came from a form or after a slash: no message of their own. */
export const messageOfText = (text: string): NewMessage => ({ words: plainProse(text), text, files: [] })

/** A message of the asker, formatted, with its files and its place; `prose` where only a part of it is meant. */
export const messageOf = (asking: Ask, { id, files, prose: all }: Written, prose: Prose = all): NewMessage => ({
  words: prose,
  text: wordsIn(prose),
  files: files.map((file) => ({
    name: file.name,
    ...(file.size === undefined ? {} : { size: file.size }),
    ...(file.type === undefined ? {} : { type: file.type }),
    source: file,
  })),
  origin: originOf(asking, id),
})
