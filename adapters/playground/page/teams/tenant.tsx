import { useEffect, useState } from 'react'
import type { SimulatedPerson, TeamsConversation } from '../../contract.ts'
import { PersonSwitch } from '../control/person-switch.tsx'
import { useLooked } from '../use-looked.ts'
import { useWords } from '../words.tsx'
import { Conversation } from './conversation.tsx'
import type { Scene } from './scene.ts'
import { SceneProvider } from './scene.ts'
import { TaskDialog } from './teams-dialog.tsx'
import { TeamsNav } from './teams-nav.tsx'
import type { TeamsPaneProps } from './teams-pane.tsx'
import { useTeamsDeeds } from './use-teams-deeds.ts'

interface Props extends TeamsPaneProps {
  person: SimulatedPerson
  displayed: boolean
  /** What is newer than this was not there when the page was opened. */
  since: number
  onSwitch(id: string): void
}

/** One person's Teams: the chat with the bot, the channels of their teams, and the dialog above them. */
export function Tenant({ state, guide, trials, person, displayed, since, onSwitch, onNews }: Props) {
  const { t } = useWords()
  const deeds = useTeamsDeeds()
  const { busy } = deeds
  const conversations = state.conversations.filter(
    ({ user, members }) => user === person.id || members.includes(person.id),
  )
  const own = conversations.find(({ kind, user }) => kind === 'personal' && user === person.id)
  const [wanted, setWanted] = useState<string>()
  const open = conversations.find(({ id }) => id === wanted) ?? own ?? conversations[0]
  const messages = state.messages.filter(({ conversation }) => conversation === open?.id)
  const dialog = state.dialogs.findLast(({ user }) => user === person.id)

  const looked = useLooked(person.id, since)
  const { look } = looked
  const newest = messages.at(-1)?.id
  useEffect(() => {
    if (displayed && open) look(open.id, newest)
  }, [look, displayed, open, newest])
  const news = new Set(
    state.messages
      .filter((each) => !each.deleted && (each.bot || each.user !== person.id))
      .filter((each) => looked.isNew(each.conversation, each.id))
      .map(({ conversation }) => conversation)
      .filter((id) => conversations.some((each) => each.id === id)),
  )
  const anyNews = news.size > 0
  useEffect(() => onNews(anyNews), [onNews, anyNews])

  const nameOf = ({ kind, team, name }: TeamsConversation) =>
    kind === 'personal' ? guide.bot : [team?.name, name].filter(Boolean).join(' › ')
  const { troubles, onMessage } = deeds
  const scene: Scene = { person, people: state.people, guide, busy, troubles, onMessage }
  return (
    <SceneProvider value={scene}>
      <header className="pane-head">
        <h2>{t('paneTeams')}</h2>
        <PersonSwitch
          platform="teams"
          pane={t('paneTeams')}
          people={state.people}
          person={person}
          onSwitch={onSwitch}
          onFail={(text) => open && deeds.tell(open.id, text)}
        />
      </header>
      <div className="pane-body">
        <div className="place" data-drop="">
          <div className="place-head">
            <TeamsNav
              conversations={conversations.map((each) => ({
                id: each.id,
                name: nameOf(each),
                personal: each.kind === 'personal',
              }))}
              open={open?.id}
              news={news}
              onOpen={setWanted}
            />
            <small>{state.tenant.name}</small>
          </div>
          {open ? (
            <Conversation
              key={open.id}
              conversation={open}
              name={nameOf(open)}
              messages={messages}
              deeds={deeds}
              trials={trials}
            />
          ) : (
            <>
              <p className="empty">{t('directEmpty', { bot: guide.bot })}</p>
              <button
                type="button"
                className="kit-button primary install"
                disabled={busy}
                onClick={() => deeds.act({ do: 'install', user: person.id })}
              >
                {t('install', { bot: guide.bot })}
              </button>
            </>
          )}
        </div>
        {dialog && (
          <TaskDialog
            dialog={dialog}
            bot={guide.bot}
            busy={busy}
            trouble={deeds.dialogTrouble?.dialog === dialog.id ? deeds.dialogTrouble.text : undefined}
            onSubmit={({ data }) =>
              void deeds.inDialog(dialog.id, { do: 'submit', user: person.id, dialog: dialog.id, data })
            }
            onClose={() => void deeds.act({ do: 'close', user: person.id, dialog: dialog.id })}
          />
        )}
      </div>
    </SceneProvider>
  )
}
