/** What engineers say: to the customer (`answer`, `ask`, `resolve`) or among themselves (`note`). */
import { z } from 'zod'
import { requiredField } from '../../bot/field.ts'
import { proseAfter, wordsIn } from '../../bot/prose.ts'
import { answer, type Reply, say, type TextKey } from '../../bot/view.ts'
import type { NewMessage, StaffActor, Wrote } from '../../domain/cases.ts'
import { caseName } from '../case-words.ts'
import { caseHere, markedNumber, messageOf, messageOfText, numberInFront } from '../case-writing.ts'
import { type Ask, staffActor } from '../kit.ts'
import { doneView, noCaseView, sentView, whichCaseView } from './answers-view.ts'
import { hiddenCase, refusalOf, staffCommand } from './kit.ts'

const mostLetters = 10_000
const words = (label: TextKey) =>
  requiredField({ label, schema: z.string(), kind: 'multiline', maxLength: mostLetters })

/** The case and the words: of a message with its formatting, its files and its place, of a form as they are. */
async function saidTo(
  asking: Ask,
  given: number | undefined,
  text: string,
): Promise<{ number: number; message: NewMessage } | undefined> {
  const here = await caseHere(asking)
  const found = given === undefined ? (here ? markedNumber : numberInFront).exec(text) : undefined
  const number = given ?? (found ? Number(found[1]!.normalize('NFKC')) : here?.caseNumber)
  if (number === undefined) return undefined
  const units = found?.[0].length ?? 0
  const { written } = asking
  if (!written) return { number, message: messageOfText(text.slice(units).trim()) }
  const { origin, ...message } = messageOf(asking, written, proseAfter(written.prose, units))
  // Said elsewhere in the channel it must still be carried into the case's own thread there.
  const isElsewhere = asking.place.kind === 'channel' && here?.caseNumber !== number
  return { number, message: origin && !isElsewhere ? { ...message, origin } : message }
}

type Say = (by: StaffActor, number: number, message: NewMessage, asking: Ask) => Promise<Wrote>

/** Carries the words out and answers the engineer, and them alone. */
async function tell(
  asking: Ask,
  { number: given, text }: { number: number | undefined; text: string },
  how: Say,
  done: (wrote: Extract<Wrote, { status: 'written' }>, number: number) => Reply,
): Promise<Reply> {
  const said = await saidTo(asking, given, text)
  if (!said) return answer(whichCaseView())
  const outcome = await how(staffActor(asking), said.number, said.message, asking)
  switch (outcome.status) {
    case 'written':
      return done(outcome, said.number)
    case 'already':
      return answer(doneView(outcome.case, say('triage.said-before', { case: caseName(said.number) })))
    case 'unknown':
      return answer(noCaseView(said.number))
    default:
      return refusalOf(outcome, said.number)
  }
}

const toCustomer =
  (key: 'triage.answered' | 'triage.asked') =>
  ({ case: the, message, refused }: Extract<Wrote, { status: 'written' }>, number: number): Reply =>
    answer(
      sentView(
        the,
        message.id,
        refused.map(({ name }) => name),
        say(key, { case: caseName(number) }),
      ),
    )

/** `@Anshin answer we found it`: the customer reads it. */
export const answerCase = staffCommand({
  name: 'case.answer',
  listed: true,
  fields: { number: hiddenCase, text: words('triage.field.answer') },
  form: { title: 'triage.answer.title', submit: 'triage.answer.submit', intro: 'triage.answer.intro' },
  run: (values, asking) =>
    tell(
      asking,
      values,
      (by, number, message, { services, now }) => services.cases.answer(by, number, message, {}, now),
      toCustomer('triage.answered'),
    ),
})

/** The same, and the case waits for the customer: its clock stands. */
export const askCustomer = staffCommand({
  name: 'case.ask',
  listed: true,
  minor: true,
  fields: { number: hiddenCase, text: words('triage.field.question') },
  form: { title: 'triage.ask.title', submit: 'triage.ask.submit', intro: 'triage.ask.intro' },
  run: (values, asking) =>
    tell(
      asking,
      values,
      (by, number, message, { services, now }) => services.cases.answer(by, number, message, { asks: true }, now),
      toCustomer('triage.asked'),
    ),
})

/** For the vendor alone; what is written in a case's triage thread without a command is one, too. */
export const noteCase = staffCommand({
  name: 'case.note',
  listed: true,
  minor: true,
  fields: { number: hiddenCase, text: words('triage.field.note') },
  form: { title: 'triage.note.title', submit: 'triage.note.submit', intro: 'triage.note.intro' },
  run: (values, asking) =>
    tell(
      asking,
      values,
      (by, number, message, { services, now }) => services.cases.note(by, number, message, now),
      ({ case: the }, number) => answer(doneView(the, say('triage.noted', { case: caseName(number) }))),
    ),
})

/** `resolve 12 fixed in 9.1.0.3`: the words go to the customer with the question whether it is solved. */
export const resolveCase = staffCommand({
  name: 'case.resolve',
  listed: true,
  minor: true,
  fields: { number: hiddenCase, text: words('triage.field.solution') },
  form: { title: 'triage.resolve.title', submit: 'triage.resolve.submit', intro: 'triage.resolve.intro' },
  async run({ number: given, text }, asking) {
    const said = await saidTo(asking, given, text)
    if (!said) return answer(whichCaseView())
    const { number, message } = said
    const solution = wordsIn(message.words as never) === '' && message.files.length === 0 ? undefined : message
    const outcome = await asking.services.cases.resolve(staffActor(asking), number, solution, asking.now)
    if (outcome.status !== 'done') return refusalOf(outcome, number)
    return answer(doneView(outcome.case, say('triage.resolved', { case: caseName(number) })))
  },
})

/** What one sent by mistake. */
export const takeBack = staffCommand({
  name: 'case.unsay',
  listed: false,
  fields: {
    message: requiredField({ label: 'triage.field.answer', schema: z.string().uuid('errors.invalid'), hidden: true }),
  },
  async run({ message: id }, { services, who, now }) {
    const erased = await services.cases.erase(who, { id }, now)
    return answer({
      tone: erased ? 'good' : 'info',
      title: say(erased ? 'triage.taken-back' : 'triage.nothing-to-take-back'),
      body: [],
    })
  },
})
