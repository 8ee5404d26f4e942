/** What is said about the vendor's questions. */
import { type Action, type Block, invoke, say, type View } from '../../bot/view.ts'
import type { FaqFound } from '../../domain/faq-search.ts'
import { openFrom } from '../open-from.ts'
import { pageOf } from '../paging.ts'
import { shortLines, shortText } from '../short-text.ts'

/** Answers stand below these questions: a page of them is read, not scanned. */
const answersLength = 3
const listLength = 8
/** As much of an answer as a list has room for; the rest is one press away. */
const beginning = { letters: 400, lines: 6 }
/** As much as one message takes on every platform. */
const longestAnswer = 2_400

const question = ({ question: text }: FaqFound, room = 140) => say('common.verbatim', { text: shortText(text, room) })

const foreignNote = ({ isForeign }: FaqFound): Block[] =>
  isForeign ? [{ kind: 'paragraph', text: say('faq.foreign'), emphasis: 'subtle' }] : []

const showButton = ({ id }: FaqFound): Action => invoke(say('faq.action.answer'), 'faq.show', { id })

function foundEntry(found: FaqFound): Block[] {
  const cut = shortLines(found.answer, beginning.letters, beginning.lines)
  return [
    {
      kind: 'entry',
      title: question(found),
      text: say('common.verbatim', { text: cut ?? found.answer }),
      ...(cut === undefined ? {} : { actions: [showButton(found)] }),
    },
    ...foreignNote(found),
  ]
}

/** Several questions fit: the best with their answers. */
export function faqFoundView(words: string, found: readonly FaqFound[], page: number): View {
  const { items, note, more } = pageOf(found, page, answersLength, 'faq', { words })
  return {
    tone: 'plain',
    title: say('faq.found', { words: shortText(words, 50) }),
    body: [...note, ...items.flatMap(foundEntry)],
    actions: [...more, allButton()],
  }
}

/** All questions, each with the button to its answer. */
export function faqListView(all: readonly FaqFound[], page: number): View {
  const { items, note, more } = pageOf(all, page, listLength, 'faq')
  return {
    tone: 'plain',
    title: say(all.length > 0 ? 'faq.title' : 'faq.empty'),
    body: [
      ...(all.length > 0 ? [{ kind: 'paragraph' as const, text: say('faq.how') }] : []),
      ...note,
      ...items.map((found): Block => ({ kind: 'entry', title: question(found), actions: [showButton(found)] })),
    ],
    actions: [...more, ...(all.length > 0 ? [] : [invoke(say('commands.centers.name'), 'centers')])],
  }
}

const allButton = (style?: 'primary'): Action => invoke(say('faq.action.all'), 'faq', undefined, style)

/** One question with its whole answer, and where to go when it does not help. */
export const faqAnswerView = (found: FaqFound, { canOpen }: { canOpen: boolean }): View => ({
  tone: 'plain',
  title: question(found),
  body: [
    {
      kind: 'paragraph',
      text: say('common.verbatim', { text: shortLines(found.answer, longestAnswer, 60) ?? found.answer }),
    },
    ...foreignNote(found),
  ],
  actions: [allButton(), ...(canOpen ? [invoke(say('case.action.open'), 'case.open')] : [centersButton])],
})

const centersButton: Action = invoke(say('commands.centers.name'), 'centers')

export const noneFoundView = (words: string, canOpen: boolean): View => ({
  tone: 'info',
  title: say('faq.none', { words: shortText(words, 50) }),
  body: [{ kind: 'paragraph', text: say('faq.none-text') }],
  actions: [allButton('primary'), ...(canOpen ? [openFrom(words)] : []), centersButton],
})

/** The vendor took it away since the button was shown. */
export const goneView = (): View => ({ tone: 'info', title: say('faq.gone'), body: [], actions: [allButton()] })
