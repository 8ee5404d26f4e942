import { useState } from 'react'
import type { SlackState } from '../../contract.ts'
import type { CommandGuide } from '../../page-contract.ts'
import { firstPerson } from '../first-person.ts'
import { useDisplayed } from '../use-displayed.ts'
import type { Trials } from '../use-hints.ts'
import { newestOf } from '../use-looked.ts'
import { useWords } from '../words.tsx'
import { Workspace } from './workspace.tsx'

export interface SlackPaneProps {
  /** The customer's Slack, or the engineers': it begins in the triage channel. */
  pane: 'slack' | 'triage'
  state: SlackState
  guide: CommandGuide
  trials: Trials
  /** Whether something new waits for the person whose eyes the pane looks through. */
  onNews(any: boolean): void
}

export function SlackPane({ pane, state, guide, trials, onNews }: SlackPaneProps) {
  const { language, t } = useWords()
  const triage = pane === 'triage'
  const people = state.people.filter(({ role }) => (role === 'engineer') === triage)
  const [chosen, setChosen] = useState(() => firstPerson(people, language)?.id)
  const [since] = useState(() => newestOf(state.messages.map(({ ts }) => ts)))
  const [box, displayed] = useDisplayed<HTMLElement>()
  const person = people.find(({ id }) => id === chosen) ?? people[0]
  const name = triage ? t('paneTriage') : t('paneSlack')
  return (
    <section className="pane slack" ref={box} data-pane={pane} aria-label={name}>
      {person ? (
        <Workspace
          key={person.id}
          pane={pane}
          name={name}
          person={person}
          people={people}
          displayed={displayed}
          since={since}
          state={state}
          guide={guide}
          trials={trials}
          onSwitch={setChosen}
          onNews={onNews}
        />
      ) : (
        <p className="empty">{t('nobodyHere')}</p>
      )}
    </section>
  )
}
