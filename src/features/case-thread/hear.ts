/** Words in a case's thread, without a command: they belong to the case. In the engineers' thread they are a note, the safe side. */

import { TooEarly } from '../../bot/attempt.ts'
import { type Prose, proseAfter, wordsIn } from '../../bot/prose.ts'
import type { Heard, NamedCommand } from '../../bot/router.ts'
import { answer, invoke, type Reply, say, type View } from '../../bot/view.ts'
import type { Audience, CaseMessage, CaseThread } from '../../domain/case.ts'
import type { Wrote } from '../../domain/cases.ts'
import { takeBackButton } from '../case-buttons.ts'
import { caseName } from '../case-words.ts'
import {
  caseHere,
  hereOf,
  longestCarried,
  markedNumber,
  messageOf,
  numberInFront,
  originOf,
  type Written,
} from '../case-writing.ts'
import { type Ask, contactActor, staffActor } from '../kit.ts'
import { shortText } from '../short-text.ts'

/** Keeps, changes or takes back what was written; undefined where nothing need be said to it. */
export async function hearInThread(heard: Heard, asking: Ask, named?: NamedCommand): Promise<Reply | undefined> {
  const { cases } = asking.services
  if (heard.kind === 'erased') {
    await cases.erase(asking.who, originOf(asking, heard.message), asking.now)
    return undefined
  }
  if (heard.kind === 'rewrote') {
    return hearChange(heard.written, asking, named)
  }
  const thread = await caseHere(asking)
  if (thread) return takeWords(thread, { ...asking, written: heard.written })
  // Whoever accepted these words tries again: they are lost to nobody.
  if (await cases.isThreadToCome(hereOf(asking)))
    throw new TooEarly('the message above this is on its way, and where it stands is not known yet')
  return undefined
}

async function hearChange(changed: Written, asking: Ask, named: NamedCommand | undefined): Promise<Reply | undefined> {
  const { services, asker, who, now } = asking
  const thread = await caseHere(asking)
  if (asker.staff && !(await services.duty.admits(who))) return answer(strangerView('engineers'))
  const { words, text } = messageOf(asking, changed, saidAfter(changed.prose, named, thread !== undefined))
  // What is called a note by now, or nothing any more, must not reach the customer in the place of the answer that it was;
  // and who calls a note an answer should not believe that the customer reads it.
  const isAmongUs = asker.staff !== undefined && thread?.side !== 'customer'
  const only = speaking.get(named?.command ?? '') ?? (isAmongUs ? ('internal' as const) : undefined)
  const origin = originOf(asking, changed.id)
  // Slack names its files; of Teams' it cannot be known which of two of the same name is left.
  const left = who.platform === 'slack' ? { left: changed.files.flatMap(({ id }) => id ?? []) } : {}
  const outcome = await services.cases.rewrite(who, origin, { words, text, ...left, ...(only ? { only } : {}) }, now)
  return outcome.status === 'other-readers' ? answer(staysView(outcome.message, text)) : undefined
}

/** Commands whose words are kept as the message, without the command's own. */
const speaking = new Map<string, Audience>([
  ['case.answer', 'customer'],
  ['case.ask', 'customer'],
  ['case.note', 'internal'],
  ['case.reply', 'customer'],
  ['case.resolve', 'customer'],
])

/** A message is read by whom it was written for, whatever it is called later. */
const staysView = ({ id, caseNumber, audience }: CaseMessage, text: string): View =>
  audience === 'customer'
    ? {
        tone: 'warning',
        title: say('thread.stays-answer.title'),
        body: [{ kind: 'paragraph', text: say('thread.stays-answer.text') }],
        actions: [takeBackButton(id)],
      }
    : {
        tone: 'warning',
        title: say('thread.stays-note.title'),
        body: [{ kind: 'paragraph', text: say('thread.stays-note.text') }],
        actions: [
          invoke(say('triage.action.answer'), 'case.answer', {
            number: String(caseNumber),
            text: text.slice(0, longestCarried),
          }),
        ],
      }

function saidAfter(prose: Prose, named: NamedCommand | undefined, inThread: boolean): Prose {
  if (!named || !speaking.has(named.command)) return prose
  const said = proseAfter(prose, named.taken)
  return proseAfter(said, (inThread ? markedNumber : numberInFront).exec(wordsIn(said))?.[0].length ?? 0)
}

/** Words meant for a thread's case; `asking.written` are the words. */
export async function takeWords(thread: CaseThread, asking: Ask): Promise<Reply | undefined> {
  const { written, asker, services, now } = asking
  if (!written) return undefined
  const message = messageOf(asking, written)
  if (message.words.length === 0 && message.files.length === 0) return undefined
  const number = thread.caseNumber
  if (thread.side === 'engineers') {
    if (!asker.staff || !(await services.duty.admits(asking.who))) return answer(strangerView('engineers'))
    return told(await services.cases.note(staffActor(asking), number, message, now), asking, number)
  }
  // The vendor's people may sit in a channel that they share with a customer: whoever is there reads them anyway.
  if (asker.staff && !asker.contact) {
    if (!(await services.duty.admits(asking.who))) return answer(strangerView('customer'))
    return told(await services.cases.answer(staffActor(asking), number, message, {}, now), asking, number)
  }
  if (!asker.contact) return answer(strangerView('customer'))
  const wrote = await services.cases.say(contactActor(asking), number, message, now)
  return wrote.status === 'unknown' || wrote.status === 'not-allowed'
    ? answer(strangerView('customer'))
    : told(wrote, asking, number)
}

/** Silence when all went well: the words themselves stand there. */
function told(wrote: Wrote, { services }: Ask, number: number): Reply | undefined {
  if (wrote.status === 'written' && wrote.refused.length > 0) {
    const megabytes = Math.floor(services.fileLimitBytes / 1024 / 1024)
    return answer({
      tone: 'warning',
      title: say('thread.refused-title'),
      body: [
        {
          kind: 'bullets',
          items: wrote.refused.map(({ name, reason }) =>
            reason === 'size'
              ? say('thread.refused-size', { name: shortText(name, 100), megabytes })
              : say('thread.refused-kind', { name: shortText(name, 100) }),
          ),
        },
      ],
    })
  }
  return wrote.status === 'closed' ? answer(closedView(number, wrote.canReopen)) : undefined
}

const closedView = (number: number, canReopen: boolean): View => ({
  tone: 'info',
  title: say('thread.closed.title', { case: caseName(number) }),
  body: [{ kind: 'paragraph', text: say(canReopen ? 'thread.closed.reopen' : 'thread.closed.follow-up') }],
  actions: [
    canReopen
      ? invoke(say('case.action.reopen'), 'case.reopen', { number: String(number) }, 'primary')
      : invoke(say('case.sheet.follow-up'), 'case.follow-up', { number: String(number) }, 'primary'),
  ],
})

/** Somebody whose words the case does not take; whose case it is stays unsaid. */
const strangerView = (side: 'engineers' | 'customer'): View => ({
  tone: 'warning',
  title: say('thread.stranger.title'),
  body: [{ kind: 'paragraph', text: say(`thread.stranger.${side}`) }],
  ...(side === 'customer' ? { actions: [invoke(say('commands.signup.name'), 'signup')] } : {}),
})

/**
 * A message that names the bot in a case's thread, without a command. In the customer's thread it is a word to the case. In
 * the engineers' it is not clear who should read it, so the engineer is asked.
 */
export async function takeLoose(asking: Ask): Promise<Reply | undefined> {
  if (!asking.written || asking.place.kind !== 'channel') return undefined
  const thread = await caseHere(asking)
  if (!thread) return undefined
  if (thread.side === 'customer') {
    const reply = await takeWords(thread, asking)
    return reply ?? answer(passedOnView(thread.caseNumber))
  }
  if (!asking.asker.staff) return undefined
  const of = { number: String(thread.caseNumber), text: wordsIn(asking.written.prose).slice(0, longestCarried) }
  return answer({
    tone: 'warning',
    title: say('thread.for-whom.title'),
    body: [{ kind: 'paragraph', text: say('thread.for-whom.text') }],
    actions: [
      invoke(say('triage.action.note'), 'case.note', of, 'primary'),
      invoke(say('triage.action.answer'), 'case.answer', of),
    ],
  })
}

const passedOnView = (number: number): View => ({
  tone: 'good',
  compact: true,
  title: say('thread.passed-on', { case: caseName(number) }),
  body: [],
})
