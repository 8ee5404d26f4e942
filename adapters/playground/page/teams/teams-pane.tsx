import { useState } from 'react'
import type { TeamsState } from '../../contract.ts'
import type { CommandGuide } from '../../page-contract.ts'
import { firstPerson } from '../first-person.ts'
import { useDisplayed } from '../use-displayed.ts'
import type { Trials } from '../use-hints.ts'
import { newestOf } from '../use-looked.ts'
import { useWords } from '../words.tsx'
import { Tenant } from './tenant.tsx'

export interface TeamsPaneProps {
  state: TeamsState
  guide: CommandGuide
  trials: Trials
  /** Whether something new waits for the person whose eyes the pane looks through. */
  onNews(any: boolean): void
}

export function TeamsPane(props: TeamsPaneProps) {
  const { state } = props
  const { language, t } = useWords()
  const [chosen, setChosen] = useState(() => firstPerson(state.people, language)?.id)
  const [since] = useState(() => newestOf(state.messages.map(({ id }) => id)))
  const [box, displayed] = useDisplayed<HTMLElement>()
  const person = state.people.find(({ id }) => id === chosen) ?? state.people[0]
  return (
    <section className="pane teams" ref={box} data-pane="teams" aria-label={t('paneTeams')}>
      {person ? (
        <Tenant {...props} key={person.id} person={person} displayed={displayed} since={since} onSwitch={setChosen} />
      ) : (
        <p className="empty">{t('nobodyHere')}</p>
      )}
    </section>
  )
}
