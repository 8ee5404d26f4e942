import { useState } from 'react'
import type { SlackState } from '../../contract.ts'
import type { CommandGuide } from '../../page-contract.ts'
import { firstPerson } from '../first-person.ts'
import type { Trials } from '../use-hints.ts'
import { useWords } from '../words.tsx'
import { Workspace } from './workspace.tsx'

export interface SlackPaneProps {
  /** The customer's Slack with its sidebar, or the engineers' view of the triage channel. */
  pane: 'slack' | 'triage'
  state: SlackState
  guide: CommandGuide
  trials: Trials
}

export function SlackPane({ pane, state, guide, trials }: SlackPaneProps) {
  const { language, t } = useWords()
  const triage = pane === 'triage'
  const people = state.people.filter(({ role }) => (role === 'engineer') === triage)
  const [chosen, setChosen] = useState(() => firstPerson(people, language)?.id)
  const person = people.find(({ id }) => id === chosen) ?? people[0]
  const name = triage ? t('paneTriage') : t('paneSlack')
  return (
    <section className="pane slack" data-pane={pane} aria-label={name}>
      {person ? (
        <Workspace
          key={person.id}
          pane={pane}
          name={name}
          person={person}
          people={people}
          state={state}
          guide={guide}
          trials={trials}
          onSwitch={setChosen}
        />
      ) : (
        <p className="empty">{t('nobodyHere')}</p>
      )}
    </section>
  )
}
