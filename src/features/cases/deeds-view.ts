/** What is said once something was done to a case. */
import { formWanted } from '../../bot/form.ts'
import { type Block, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { Case, CaseFile, CaseNumber } from '../../domain/case.ts'
import { REOPENS_FOR_DAYS } from '../../domain/case-life.ts'
import { ratingButtons, reopenButton, replyButton, showButton } from '../case-buttons.ts'
import { severityText, starsText } from '../case-words.ts'
import { shortText } from '../short-text.ts'
import { followUpButton } from './sheet-view.ts'

const named = ({ number }: Pick<Case, 'number'>) => ({ number: String(number) })

/** Closed by the customer: how was it? */
export const closedView = (the: Case): View => ({
  tone: 'good',
  title: say('case.closed.title', named(the)),
  body: [
    { kind: 'paragraph', text: say('case.closed.text', { days: REOPENS_FOR_DAYS }) },
    {
      kind: 'entry',
      title: say('case.closed.rate'),
      actions: ratingButtons(the.number),
    },
  ],
  actions: [reopenButton(the.number), showButton(the.number)],
})

export const reopenedView = (the: Case): View => ({
  tone: 'info',
  title: say('case.reopened.title', named(the)),
  body: [{ kind: 'paragraph', text: say('case.reopened.text') }],
  actions: [replyButton(the.number), showButton(the.number)],
})

export const followedView = (the: Case): View => ({
  tone: 'good',
  title: say('case.followed.title', named(the)),
  body: [{ kind: 'paragraph', text: say('case.followed.text') }],
  actions: [showButton(the.number), invoke(say('case.action.unfollow'), 'case.unfollow', named(the))],
})

export const unfollowedView = (the: Case): View => ({
  tone: 'info',
  title: say('case.unfollowed.title', named(the)),
  body: [],
  actions: [showButton(the.number), invoke(say('case.action.follow'), 'case.follow', named(the))],
})

export const severityChangedView = (the: Case, due: Text | undefined): View => ({
  tone: 'good',
  title: say('case.severity-changed.title', { ...named(the), severity: severityText(the.severity) }),
  body: due ? [{ kind: 'facts', facts: [{ label: say('case.list.fact.due'), value: due }] }] : [],
  actions: [showButton(the.number), replyButton(the.number)],
})

export interface Said {
  /** Files that were not carried. */
  refused: readonly CaseFile[]
  /** The message in the conversation where it was typed, if it could have been meant for something else. */
  undo?: string | undefined
}

/** The words are in the case. */
export function wroteView(the: Pick<Case, 'number' | 'title'>, { refused, undo }: Said): View {
  return {
    tone: 'good',
    title: say('case.wrote.title', named(the)),
    body: [
      {
        kind: 'paragraph',
        text: say('case.wrote.about', { title: shortText(the.title, 100) }),
        emphasis: 'subtle',
      },
      ...refusedBlocks(refused),
    ],
    actions: [
      showButton(the.number),
      ...(undo ? [invoke(say('case.wrote.not-meant'), 'case.take-back', { message: undo })] : []),
    ],
  }
}

const refusedBlocks = (refused: readonly CaseFile[]): Block[] =>
  refused.length === 0
    ? []
    : [
        { kind: 'paragraph', text: say('case.wrote.refused') },
        {
          kind: 'bullets',
          items: refused.slice(0, 10).map(({ name }) => say('common.verbatim', { text: shortText(name, 100) })),
        },
      ]

export const wroteBeforeView = (the: Pick<Case, 'number'>): View => ({
  tone: 'info',
  title: say('case.wrote.again'),
  body: [],
  actions: [showButton(the.number)],
})

export const takenBackView = (number: CaseNumber | undefined): View => ({
  tone: 'info',
  title: number === undefined ? say('case.taken-back.nothing') : say('case.taken-back.title'),
  body: [],
  ...(number === undefined ? {} : { actions: [showButton(number)] }),
})

/** A closed case takes no words. */
export const isClosedView = (the: Case, canBeReopened: boolean): View => ({
  tone: 'warning',
  title: say('case.is-closed.title', named(the)),
  body: [],
  actions: [canBeReopened ? reopenButton(the.number) : followUpButton(the), showButton(the.number)],
})

export const ratedView = (the: Pick<Case, 'number'>, stars: number, hasComment: boolean): View => ({
  tone: 'good',
  title: say('case.rated.title', { ...named(the), stars: starsText(stars) }),
  body: [{ kind: 'paragraph', text: say('case.rated.text') }],
  actions: [
    ...(hasComment
      ? []
      : [invoke(say('case.rated.comment'), 'case.rate', { ...named(the), stars: String(stars), [formWanted]: '1' })]),
    showButton(the.number),
  ],
})
