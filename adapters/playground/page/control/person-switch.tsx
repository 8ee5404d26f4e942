import { useId } from 'react'
import type { SimulatedPerson } from '../../contract.ts'
import { playgroundPaths } from '../../contract.ts'
import { tell } from '../server.ts'
import { languageFor, languages, useWords } from '../words.tsx'

interface Props {
  platform: 'slack' | 'teams'
  /** What the pane is called: two panes are of Slack. */
  pane: string
  people: SimulatedPerson[]
  person: SimulatedPerson
  onSwitch(id: string): void
  onFail(message: string): void
}

/** Whose eyes the pane looks through, and which language that person set in the platform. */
export function PersonSwitch({ platform, pane, people, person, onSwitch, onFail }: Props) {
  const { t } = useWords()
  const id = useId()
  const houses = Map.groupBy(people, (each) => each.email.split('@')[1] ?? '')
  return (
    <div className="person-switch">
      <select
        id={id}
        aria-label={t('personIn', { pane })}
        value={person.id}
        onChange={(event) => onSwitch(event.target.value)}
      >
        {[...houses].map(([house, members]) => (
          <optgroup key={house} label={house}>
            {members.map((each) => (
              <option key={each.id} value={each.id}>
                {each.role === 'outsider' ? t('outsider', { name: each.name }) : each.name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <select
        aria-label={t('languageIn', { pane })}
        value={languageFor(person.locale)}
        onChange={(event) => {
          const locale = languages.find(({ code }) => code === event.target.value)?.locale
          tell(playgroundPaths.person, { platform, id: person.id, locale }).catch((error: Error) =>
            onFail(error.message),
          )
        }}
      >
        {languages.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
