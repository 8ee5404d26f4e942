/** What the vendor's people see of places that are tied to a customer. */
import { type Action, type Block, invoke, say, type View } from '../../bot/view.ts'
import type { Organization } from '../../domain/organization.ts'
import type { Tie, TiePlace } from '../../domain/tie.ts'
import type { Tied } from '../../domain/ties.ts'
import { shortText } from '../short-text.ts'
import { tiePlaceText, tieValues } from '../tie-words.ts'

const named = ({ name }: Organization) => shortText(name, 60)

export const notForYouView = (why: 'role' | 'elsewhere'): View => ({
  tone: 'warning',
  title: say(`ties.not-for-you.${why}`),
  body: [],
})

const untieAction = (place: TiePlace): Action => ({
  kind: 'invoke',
  label: say('ties.action.untie'),
  invoke: { command: 'untie.one', values: tieValues(place) },
  confirm: {
    title: say('ties.untie.title'),
    text: say('ties.untie.text'),
    yes: say('ties.untie.yes'),
    no: say('contacts.cancel'),
  },
})

/** Done, done before, or another's: each with the way back. */
export function tiedView({ status, tie, organization }: Extract<Tied, { status: 'tied' | 'already' | 'taken' }>): View {
  const scope = tie.conversation === undefined ? 'all' : 'channel'
  return {
    tone: status === 'tied' ? 'good' : status === 'already' ? 'info' : 'warning',
    title: say(`ties.${status}`, { place: tiePlaceText(tie), organization: named(organization) }),
    body: status === 'taken' ? [] : [{ kind: 'paragraph', text: say(`ties.means.${scope}`) }],
    actions: [untieAction(tie), invoke(say('ties.action.list'), 'untie', { organization: organization.id })],
  }
}

export const tiesOfView = (organization: Organization, ties: Tie[]): View => ({
  tone: 'plain',
  title: say('contacts.ties.heading', { organization: named(organization) }),
  body: [
    ...(ties.length === 0 ? [{ kind: 'paragraph' as const, text: say('contacts.ties.none') }] : []),
    ...ties.map((tie): Block => ({ kind: 'entry', title: tiePlaceText(tie), actions: [untieAction(tie)] })),
  ],
  actions: [invoke(say('commands.tie.name'), 'tie', { organization: organization.id })],
})

export const untiedView = (place: TiePlace): View => ({
  tone: 'good',
  title: say('ties.untied', { place: tiePlaceText(place) }),
  body: [],
})

/** Several have these words in their names. */
export const whichView = (
  found: Organization[],
  more: boolean,
  then: { command: string; values: Record<string, string> },
): View => ({
  tone: 'plain',
  title: say('ties.which'),
  body: [
    ...found.map(
      (each): Block => ({
        kind: 'entry',
        title: say('common.verbatim', { text: shortText(each.name, 80) }),
        text: say('common.verbatim', { text: shortText(each.id, 80) }),
        actions: [invoke(say('case.which.choose'), then.command, { ...then.values, organization: each.id })],
      }),
    ),
    ...(more ? [{ kind: 'paragraph' as const, text: say('ties.more'), emphasis: 'subtle' as const }] : []),
  ],
})
