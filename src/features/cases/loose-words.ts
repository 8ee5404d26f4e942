/** Words that are no command: whose case they are meant for, where that can be known, and what could become of them. */

import { answer, type Reply } from '../../bot/view.ts'
import type { Case } from '../../domain/case.ts'
import type { NewMessage } from '../../domain/cases.ts'
import { caseHere, longestCarried, messageOf, messageOfText, originOf } from '../case-writing.ts'
import { fittingQuestions } from '../fitting-questions.ts'
import type { Ask } from '../kit.ts'
import { statusesOf } from './list-fields.ts'
import { looseView } from './loose-view.ts'
import { offerView } from './open-view.ts'
import { caseOfOwn } from './own-case.ts'
import { sayInCase } from './saying.ts'

/** Cases that are offered; more are found in the list. */
const mostOffered = 5
/** So few words beside a word that nearly is a command's are a slip, not something to tell an engineer. */
const fewWords = 3

/** Undefined: nothing here knows what to do with them. */
export async function looseWords(said: string, nearest: string | undefined, asking: Ask): Promise<Reply | undefined> {
  const { asker, place } = asking
  if (said === '' || !asker.contact || !asker.organization) return undefined
  const known = await caseMeant(asking)
  if (known !== undefined) return sayInCase(asking, known, saidAs(said, asking))
  if (nearest !== undefined && said.split(/\s+/u).length <= fewWords) return undefined
  if (place.kind === 'channel') {
    return answer(offerView(openingValues(said, asking), await fittingQuestions(said, asking)))
  }
  if (place.kind !== 'direct') return undefined
  return inPersonalChat(said, asking)
}

const saidAs = (said: string, asking: Ask): NewMessage =>
  asking.written ? messageOf(asking, asking.written) : messageOfText(said)

/** Said in the thread of a case, or quoting one of its messages. */
async function caseMeant(asking: Ask): Promise<number | undefined> {
  const { services, written } = asking
  const found =
    written?.quotes !== undefined
      ? await services.cases.caseOfMessage(originOf(asking, written.quotes))
      : await customerThread(asking)
  if (found === undefined) return undefined
  // A number of another organization is nobody's here.
  return (await caseOfOwn(asking, found)) ? found : undefined
}

async function customerThread(asking: Ask): Promise<number | undefined> {
  const thread = await caseHere(asking)
  return thread?.side === 'customer' ? thread.caseNumber : undefined
}

/** What opening a case from these words takes along. */
const openingValues = (said: string, { place, written }: Ask): Record<string, string> => ({
  conversation: place.conversation,
  ...(written ? { message: written.id } : {}),
  ...(place.kind === 'channel' && place.thread ? { thread: place.thread } : {}),
  ...(said.length <= longestCarried ? { text: said } : {}),
})

/**
 * Teams has no threads in a chat of two: words go to the one case that is followed there. In Slack each case has its
 * thread, and words beside it are only offered to one.
 */
async function inPersonalChat(said: string, asking: Ask): Promise<Reply> {
  const open = await openCases(asking)
  const [only] = open
  if (asking.who.platform === 'teams' && only && open.length === 1)
    return sayInCase(asking, only.number, saidAs(said, asking), true)
  const questions = await fittingQuestions(said, asking)
  if (open.length === 0) return answer(offerView(openingValues(said, asking), questions))
  const message = asking.written?.id
  return answer(
    looseView(open.slice(0, mostOffered), {
      ...(said.length <= longestCarried ? { text: said } : {}),
      ...(message ? { message } : {}),
      opening: openingValues(said, asking),
      questions,
    }),
  )
}

async function openCases({ services, asker, who, now }: Ask): Promise<Pick<Case, 'number' | 'title'>[]> {
  if (who.platform === 'teams') return services.cases.openIn(who)
  const filter = { statuses: statusesOf.open, openedBy: asker.contact!.id }
  return (await services.cases.listForCustomer(asker.organization!.id, filter, 1, now)).cases
}
