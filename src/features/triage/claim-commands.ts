/** Whose case it is: claim, release, transfer, take over, watch. */
import { z } from 'zod'
import { Refusal } from '../../bot/command.ts'
import { optionalField, requiredField } from '../../bot/field.ts'
import { answer, type Reply, say } from '../../bot/view.ts'
import { caseName } from '../case-words.ts'
import { type Ask, staffActor } from '../kit.ts'
import { doneView, takenView } from './answers-view.ts'
import { caseField, hiddenCase, onMeant, refusalOf, staffCommand, withNumber } from './kit.ts'

const line = z.string().transform((text) => text.trim())
const mostLetters = 500

function claim(asking: Ask, given: number | undefined): Promise<Reply> {
  return onMeant(asking, given, async (number) => {
    const outcome = await asking.services.cases.claim(staffActor(asking), number, asking.now)
    switch (outcome.status) {
      case 'claimed':
        return answer(doneView(outcome.case, say('triage.claimed', { case: caseName(number) })))
      case 'yours':
        return answer(doneView(outcome.case, say('triage.yours', { case: caseName(number) })))
      case 'taken':
        return answer(takenView(outcome.case, outcome.by.name, outcome.at))
      default:
        return refusalOf(outcome, number)
    }
  })
}

/** `claim 12`, the button on the card. */
export const claimCase = staffCommand({
  name: 'case.claim',
  listed: true,
  minor: true,
  fields: { number: caseField },
  run: ({ number }, asking) => claim(asking, number),
})

/** The eyes emoji on a card or in its thread; on any other message it is only an emoji. */
export const claimByEmoji = staffCommand({
  name: 'case.claim-here',
  listed: false,
  fields: {},
  run: (_, asking) => claim(asking, undefined),
})

/** `release 12 gone for today`: back to the queue, with a word for the next one. */
export const releaseCase = staffCommand({
  name: 'case.release',
  listed: true,
  minor: true,
  fields: {
    number: hiddenCase,
    note: optionalField({ label: 'triage.field.handover', schema: line, kind: 'multiline', maxLength: mostLetters }),
  },
  form: { title: 'triage.release.title', submit: 'triage.release.submit', intro: 'triage.release.intro' },
  fromWords: withNumber('note'),
  run: ({ number: given, note }, asking) =>
    onMeant(asking, given, async (number) => {
      const outcome = await asking.services.cases.release(staffActor(asking), number, note, asking.now)
      if (outcome.status !== 'done') return refusalOf(outcome, number)
      return answer(doneView(outcome.case, say('triage.released', { case: caseName(number) })))
    }),
})

/** `transfer 12 makoto@vendor.example` */
export const transferCase = staffCommand({
  name: 'case.transfer',
  listed: true,
  minor: true,
  fields: {
    number: hiddenCase,
    to: requiredField({ label: 'triage.field.engineer', hint: 'triage.field.engineer-hint', schema: line }),
  },
  form: { title: 'triage.transfer.title', submit: 'triage.transfer.submit' },
  fromWords: withNumber('to'),
  async choicesFor({ services }) {
    return {
      to: (await services.cases.engineers()).slice(0, 100).map(({ email, name }) => ({
        value: email,
        label: say('common.verbatim', { text: `${name} (${email})`.slice(0, 70) }),
      })),
    }
  },
  run: ({ number: given, to }, asking) =>
    onMeant(asking, given, async (number) => {
      const outcome = await asking.services.cases.transfer(staffActor(asking), number, to, asking.now)
      if (outcome.status === 'no-such-engineer') throw new Refusal(say('triage.no-such-engineer'), 'to')
      if (outcome.status !== 'done') return refusalOf(outcome, number)
      const name = outcome.case.owner?.name ?? to
      return answer(doneView(outcome.case, say('triage.transferred', { case: caseName(number), name })))
    }),
})

/** `take over 12 Erin is ill`: the owner reads the reason. */
export const takeOverCase = staffCommand({
  name: 'case.take-over',
  listed: true,
  minor: true,
  fields: {
    number: hiddenCase,
    reason: requiredField({ label: 'triage.field.reason', schema: line, kind: 'multiline', maxLength: mostLetters }),
  },
  form: { title: 'triage.take-over.title', submit: 'triage.take-over.submit', intro: 'triage.take-over.intro' },
  fromWords: withNumber('reason'),
  run: ({ number: given, reason }, asking) =>
    onMeant(asking, given, async (number) => {
      const outcome = await asking.services.cases.takeOver(staffActor(asking), number, reason, asking.now)
      if (outcome.status !== 'done') return refusalOf(outcome, number)
      return answer(doneView(outcome.case, say('triage.taken-over', { case: caseName(number) })))
    }),
})

const watching = (name: 'case.watch' | 'case.unwatch') =>
  staffCommand({
    name,
    listed: false,
    fields: { number: caseField },
    run: ({ number: given }, asking) =>
      onMeant(asking, given, async (number) => {
        const undo = name === 'case.unwatch'
        const outcome = await asking.services.cases.watch(staffActor(asking), number, undo, asking.now)
        if (outcome.status !== 'done') return refusalOf(outcome, number)
        const title = say(undo ? 'triage.unwatched' : 'triage.watched', { case: caseName(number) })
        return answer(doneView(outcome.case, title))
      }),
  })
export const watchCase = watching('case.watch')
export const unwatchCase = watching('case.unwatch')
