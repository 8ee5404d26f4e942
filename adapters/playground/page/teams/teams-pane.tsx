import { useState } from 'react'
import type { SimulatedPerson, TeamsDeed, TeamsState } from '../../contract.ts'
import { playgroundPaths } from '../../contract.ts'
import type { CommandGuide } from '../../page-contract.ts'
import { Composer } from '../composer.tsx'
import { Hints } from '../control/hints.tsx'
import { PersonSwitch } from '../control/person-switch.tsx'
import { firstPerson } from '../first-person.ts'
import { dayName, instantOf } from '../times.ts'
import { useDeeds } from '../use-deeds.ts'
import type { Trials } from '../use-hints.ts'
import { useStickToEnd } from '../use-stick-to-end.ts'
import { useWords } from '../words.tsx'
import { TaskDialog } from './teams-dialog.tsx'
import { TeamsMessageItem } from './teams-message.tsx'

interface Props {
  state: TeamsState
  guide: CommandGuide
  trials: Trials
}

export function TeamsPane({ state, guide, trials }: Props) {
  const { language, t } = useWords()
  const [chosen, setChosen] = useState(() => firstPerson(state.people, language)?.id)
  const person = state.people.find(({ id }) => id === chosen) ?? state.people[0]
  return (
    <section className="pane teams" data-pane="teams" aria-label={t('paneTeams')}>
      {person ? (
        <Chat key={person.id} person={person} state={state} guide={guide} trials={trials} onSwitch={setChosen} />
      ) : (
        <p className="empty">{t('nobodyHere')}</p>
      )}
    </section>
  )
}

function Chat({
  person,
  state,
  guide,
  trials,
  onSwitch,
}: Props & { person: SimulatedPerson; onSwitch(id: string): void }) {
  const { language, t } = useWords()
  const { busy, act } = useDeeds<TeamsDeed>(playgroundPaths.teams)
  const conversations = state.conversations.filter(
    ({ user, members }) => user === person.id || members.includes(person.id),
  )
  const own = conversations.find(({ kind, user }) => kind === 'personal' && user === person.id)
  const [wanted, setWanted] = useState<string>()
  const open = conversations.find(({ id }) => id === wanted) ?? own ?? conversations[0]
  const [troubles, setTroubles] = useState<Record<string, string>>({})
  const [notice, setNotice] = useState<string>()
  const [dialogTrouble, setDialogTrouble] = useState<{ dialog: string; text: string }>()
  const messages = state.messages.filter(({ conversation }) => conversation === open?.id)
  const list = useStickToEnd<HTMLDivElement>(`${person.id} ${open?.id}`, messages.length + (notice ? 1 : 0))
  const dialog = state.dialogs.findLast(({ user }) => user === person.id)
  const personal = open?.kind === 'personal'

  const send = async (text: string): Promise<boolean> => {
    if (!open) return false
    trials.said(person, text)
    setNotice(undefined)
    const called = `@${guide.bot}`
    const mention = !personal && text.toLowerCase().startsWith(called.toLowerCase())
    const at = { user: person.id, conversation: open.id }
    const outcome = await act(
      mention ? { do: 'mention', ...at, text: text.slice(called.length).trim() } : { do: 'say', ...at, text },
    )
    if (!outcome.ok) setNotice(outcome.refused ?? t('teamsNoAnswer'))
    return outcome.ok || outcome.message !== undefined
  }
  const nameOf = (conversation: (typeof conversations)[number]) =>
    conversation.kind === 'personal'
      ? guide.bot
      : [conversation.team?.name, conversation.name].filter(Boolean).join(' › ')
  let day = ''
  return (
    <>
      <header className="pane-head">
        <h2>{t('paneTeams')}</h2>
        <PersonSwitch
          platform="teams"
          pane={t('paneTeams')}
          people={state.people}
          person={person}
          onSwitch={onSwitch}
          onFail={setNotice}
        />
      </header>
      <div className="pane-body">
        <div className="place">
          <div className="place-head">
            <span className="avatar bot" aria-hidden="true">
              安
            </span>
            {conversations.length > 1 ? (
              <select
                aria-label={t('conversations')}
                value={open?.id}
                onChange={(event) => setWanted(event.target.value)}
              >
                {conversations.map((each) => (
                  <option key={each.id} value={each.id}>
                    {nameOf(each)}
                  </option>
                ))}
              </select>
            ) : (
              <h3>{guide.bot}</h3>
            )}
            <small>{state.tenant.name}</small>
          </div>
          <div className="messages" ref={list} role="log" aria-label={t('messages')}>
            {messages.length === 0 && <p className="empty">{t('directEmpty', { bot: guide.bot })}</p>}
            {messages.map((message) => {
              const at = instantOf(message.id)
              const today = at ? dayName(at, language) : day
              const divider = today !== day
              day = today
              return (
                <div key={message.id} className="strand">
                  {divider && (
                    <p className="day">
                      <span>{today}</span>
                    </p>
                  )}
                  <TeamsMessageItem
                    message={message}
                    person={person}
                    people={state.people}
                    bot={guide.bot}
                    inChannel={!personal}
                    busy={busy}
                    trouble={troubles[message.id]}
                    onAction={async (action) => {
                      setTroubles(({ [message.id]: _, ...rest }) => rest)
                      const { conversation, id } = message
                      const outcome = await act({ do: 'press', user: person.id, conversation, message: id, ...action })
                      if (!outcome.ok) setTroubles((old) => ({ ...old, [id]: outcome.refused ?? t('teamsNoAnswer') }))
                    }}
                  />
                </div>
              )
            })}
            {notice && (
              <p className="trouble" role="alert">
                {notice}
              </p>
            )}
          </div>
          {personal && (
            <Hints
              hints={trials.left(person, 'teams')}
              onTry={({ text }) => void send(text)}
              onClose={() => trials.close(person)}
            />
          )}
          {open ? (
            <Composer label={t('writeTo', { place: nameOf(open) })} placeholder={t('teamsPlaceholder')} onSend={send} />
          ) : (
            <button
              type="button"
              className="kit-button primary install"
              disabled={busy}
              onClick={() => act({ do: 'install', user: person.id })}
            >
              {t('install', { bot: guide.bot })}
            </button>
          )}
        </div>
        {dialog && (
          <TaskDialog
            dialog={dialog}
            bot={guide.bot}
            busy={busy}
            trouble={dialogTrouble?.dialog === dialog.id ? dialogTrouble.text : undefined}
            onSubmit={async ({ data }) => {
              setDialogTrouble(undefined)
              const outcome = await act({ do: 'submit', user: person.id, dialog: dialog.id, data })
              if (!outcome.ok) setDialogTrouble({ dialog: dialog.id, text: outcome.refused ?? t('teamsNoAnswer') })
            }}
            onClose={() => void act({ do: 'close', user: person.id, dialog: dialog.id })}
          />
        )}
      </div>
    </>
  )
}
