/** The one card that a case has in the triage channel. */
import { type Block, say, type View } from '../../bot/view.ts'
import type { CaseDossier } from '../../domain/cases.ts'
import { caseFacts, dueFacts, runningTarget } from '../case-card.ts'
import { authorText, caseHeading, statusText } from '../case-words.ts'
import { cardButtons } from './buttons.ts'

/** Where the case stands; changed in place, never posted twice. `reader`: the zone in which the vendor reads. */
export function triageCard({ case: the, dueAt, organization, openedBy, center }: CaseDossier, reader?: string): View {
  const late = lateness(the)
  const due = dueAt
    ? dueFacts(
        { ...the, responseDueAt: dueAt },
        { reader: reader ?? center?.timeZone, customer: organization.timeZone },
      )
    : []
  const alarm: Block[] = late ? [{ kind: 'paragraph', text: say(`triage.card.${late}`), emphasis: 'strong' }] : []
  return {
    tone: toneOf(the.status, late),
    title: caseHeading(the),
    body: [
      ...alarm,
      {
        kind: 'facts',
        facts: caseFacts(the, {
          state: statusText(the.status),
          due,
          organization: organization.name,
          openedBy: authorText({ kind: 'contact', id: openedBy.contact.id, name: openedBy.contact.name }),
        }),
      },
      { kind: 'paragraph', text: say('triage.card.thread'), emphasis: 'subtle' },
    ],
    actions: cardButtons(the),
  }
}

/** Whether an alarm was raised for the response that is owed. */
function lateness(the: CaseDossier['case']): 'warned' | 'breached' | undefined {
  const target = runningTarget(the)
  const clock = target && the.clocks[target]
  return clock?.breachedAt ? 'breached' : clock?.warnedAt ? 'warned' : undefined
}

const toneOf = (status: CaseDossier['case']['status'], late?: string): View['tone'] => {
  if (status === 'resolved') return 'good'
  if (status === 'closed') return 'plain'
  return late === 'breached' ? 'bad' : late === 'warned' ? 'warning' : 'info'
}
