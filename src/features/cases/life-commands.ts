/** What a customer does with a case: close, open again, follow, change its severity, go on from it. */

import { z } from 'zod'
import { Refusal } from '../../bot/command.ts'
import { optionalField } from '../../bot/field.ts'
import { plainProse } from '../../bot/prose.ts'
import { answer, ask, type Reply, say } from '../../bot/view.ts'
import { type Case, caseStatuses } from '../../domain/case.ts'
import type { Done, Reopened } from '../../domain/cases.ts'
import { dueText } from '../case-card.ts'
import { readCaseNumber } from '../case-fields.ts'
import { type Ask, command } from '../kit.ts'
import { beforeCase, numberCarried, numbered, unknownReply, viewerReply, withCase } from './about-case.ts'
import { closedView, followedView, reopenedView, severityChangedView, unfollowedView } from './deeds-view.ts'
import { describeForm } from './describe-command.ts'
import { readSeverity, severityField } from './fields.ts'
import { statusesOf } from './list-fields.ts'
import { offerOf, questionChoices, severityChoices } from './offers.ts'
import { actorOf, caseOfOwn } from './own-case.ts'
import { notNowView, tooLateView } from './sheet-view.ts'

/** What every deed can come to besides being done. */
async function told(asking: Ask, done: Done | Reopened, view: (the: Case) => Reply): Promise<Reply> {
  switch (done.status) {
    case 'done':
      return view(done.case)
    case 'not-now':
      // Where it was merged, there is a way on.
      return answer(done.case.closing === 'merged' ? tooLateView(done.case) : notNowView(done.case))
    case 'too-late':
      return answer(tooLateView(done.case))
    case 'not-allowed':
      return viewerReply(asking)
    case 'unknown':
      return unknownReply(asking)
  }
}

/** `case close 12`: solved, or no longer needed. */
export const closeCase = command({
  name: 'case.close',
  listed: true,
  minor: true,
  audience: 'contacts',
  fields: numberCarried,
  fromWords: (words) => numbered(words),
  before: beforeCase({ command: 'case.close', statuses: statusesOf.open, changes: true }),
  run: ({ number }, asking) =>
    withCase(asking, number, async ({ case: { number } }) =>
      told(asking, await asking.services.cases.close(actorOf(asking), number, asking.now), (the) =>
        answer(closedView(the)),
      ),
    ),
})

/** `case reopen 12 it is back`. */
export const reopenCase = command({
  name: 'case.reopen',
  listed: true,
  minor: true,
  audience: 'contacts',
  fields: {
    ...numberCarried,
    reason: optionalField({ label: 'case.reply-form.field', schema: z.string(), maxLength: 3_000, hidden: true }),
  },
  fromWords: (words) => numbered(words, 'reason'),
  before: beforeCase({ command: 'case.reopen', statuses: ['resolved', 'closed'], changes: true }),
  run: ({ number, reason }, asking) =>
    withCase(asking, number, async ({ case: { number } }) => {
      const message = reason === undefined ? undefined : { words: plainProse(reason), text: reason, files: [] }
      const done = await asking.services.cases.reopen(actorOf(asking), number, message, asking.now)
      return told(asking, done, (the) => answer(reopenedView(the)))
    }),
})

const followCommand = (name: 'case.follow' | 'case.unfollow', undo: boolean) =>
  command({
    name,
    listed: true,
    minor: true,
    audience: 'contacts',
    fields: numberCarried,
    fromWords: (words) => numbered(words),
    before: beforeCase({ command: name, statuses: statusesOf.open, changes: false }),
    run: ({ number }, asking) =>
      withCase(asking, number, async ({ case: { number } }) =>
        told(asking, await asking.services.cases.follow(actorOf(asking), number, undo, asking.now), (the) =>
          answer(undo ? unfollowedView(the) : followedView(the)),
        ),
      ),
  })

/** `case follow 12`: hear of a colleague's case (R6.6). */
export const followCase = followCommand('case.follow', false)
export const unfollowCase = followCommand('case.unfollow', true)

/** `case severity 12 1`: what the coverage buys, no more. */
export const changeSeverity = command({
  name: 'case.severity',
  listed: true,
  minor: true,
  audience: 'contacts',
  fields: { ...numberCarried, severity: severityField },
  form: { title: 'case.severity-form.title', submit: 'case.severity-form.submit' },
  fromWords: (words) => numbered(words, 'severity'),
  before: beforeCase({ command: 'case.severity', statuses: statusesOf.open, changes: true }),
  async choicesFor(asking, known) {
    const sheet = await caseOfOwn(asking, readCaseNumber(known.number ?? ''))
    if (!sheet) return { severity: [] }
    const offer = await offerOf(asking, sheet.case.serial)
    return { severity: sheet.case.topic === 'license' ? questionChoices : offer ? severityChoices(offer) : [] }
  },
  run: ({ number, severity }, asking) =>
    withCase(asking, number, async ({ case: { number, product } }) => {
      const { cases, support } = asking.services
      const done = await cases.changeSeverity(actorOf(asking), number, readSeverity(severity), asking.now)
      if (done.status === 'severity-not-offered') throw new Refusal(say('case.severity-not-offered'), 'severity')
      const center = product && (await support.centerOf(product.id))
      return told(asking, done, (the) =>
        answer(
          severityChangedView(
            the,
            the.responseDueAt && dueText(the.responseDueAt, { reader: asking.zone, center: center?.timeZone }),
          ),
        ),
      )
    }),
})

/** A new case that points to one that is closed for good. */
export const followUp = command({
  name: 'case.follow-up',
  listed: false,
  audience: 'contacts',
  fields: numberCarried,
  before: beforeCase({ command: 'case.follow-up', statuses: caseStatuses, changes: true }),
  run: ({ number }, asking) =>
    withCase(asking, number, async ({ case: the }) =>
      ask(
        await describeForm(
          {
            topic: the.topic,
            ...(the.serial ? { serial: the.serial } : {}),
            follows: String(the.number),
            title: the.title,
            ...(the.version ? { version: the.version } : {}),
          },
          asking,
        ),
      ),
    ),
})
