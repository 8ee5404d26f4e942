import { useEffect, useState } from 'react'
import type { SimulatedPerson } from '../../contract.ts'
import { PersonSwitch } from '../control/person-switch.tsx'
import { useLooked } from '../use-looked.ts'
import { useWords } from '../words.tsx'
import { Conversation } from './conversation.tsx'
import { HomeTab } from './home-tab.tsx'
import { Modal } from './modal.tsx'
import { newsFor } from './news.ts'
import type { Scene } from './scene.ts'
import { SceneProvider } from './scene.ts'
import { Sidebar } from './sidebar.tsx'
import type { SlackPaneProps } from './slack-pane.tsx'
import { placeOf } from './threads.ts'
import { useSlackDeeds } from './use-slack-deeds.ts'

/** The place of a conversation with the bot that was never opened: Slack makes one on the first word. */
const unopened = 'unopened'

interface WorkspaceProps extends SlackPaneProps {
  name: string
  person: SimulatedPerson
  people: SimulatedPerson[]
  displayed: boolean
  /** What is newer than this was not there when the page was opened. */
  since: number
  onSwitch(id: string): void
}

/** One person's Slack: conversations, the app's home and the modals above them. */
export function Workspace(props: WorkspaceProps) {
  const { pane, name, person, people, displayed, since, state, guide, trials, onSwitch, onNews } = props
  const { t } = useWords()
  const deeds = useSlackDeeds()
  const { busy } = deeds
  const triage = pane === 'triage'
  const direct = state.conversations.find(({ kind, user }) => kind === 'direct' && user === person.id)
  const directId = direct?.id ?? unopened
  const channels = state.conversations.filter((each) => each.kind === 'channel' && each.members.includes(person.id))
  // The triage channel is the one that customers are not in.
  const engineersOnly = channels.find(({ members }) =>
    members.every((id) => state.people.find((each) => each.id === id)?.role === 'engineer'),
  )
  const [wanted, setWanted] = useState<string>()
  const chosen = wanted === unopened ? directId : (wanted ?? (triage ? (engineersOnly?.id ?? directId) : directId))
  const mine = chosen === directId || channels.some(({ id }) => id === chosen)
  const open = mine ? chosen : directId
  const [tab, setTab] = useState<'messages' | 'home'>('messages')
  // Each conversation keeps the thread that was open in it.
  const [threads, setThreads] = useState<Record<string, string | undefined>>({})

  const visible = state.messages.filter(
    ({ channel, ephemeralFor }) =>
      (!ephemeralFor || ephemeralFor === person.id) &&
      (channel === directId || channels.some(({ id }) => id === channel)),
  )
  const messages = visible.filter(({ channel }) => channel === open)
  const root = messages.find(({ ts }) => ts === threads[open])
  const looked = useLooked(person.id, since)
  const inDirect = open === directId
  const onHome = inDirect && tab === 'home'
  const inView = messages.filter(({ ts, thread }) => (root ? thread === root.ts : !thread || thread === ts))
  const newest = inView.at(-1)?.ts
  const { look } = looked
  useEffect(() => {
    if (displayed && !onHome) look(placeOf(open, root?.ts), newest)
  }, [look, displayed, onHome, open, root?.ts, newest])
  const news = newsFor(person, visible, looked)
  const anyNews = news.conversations.size > 0
  useEffect(() => onNews(anyNews), [onNews, anyNews])

  const modals = state.modals.filter(({ user }) => user === person.id)
  const modal = modals.at(-1)
  const conversation = state.conversations.find(({ id }) => id === open)
  const placeName = inDirect ? guide.bot : `#${conversation?.name ?? ''}`
  const scene: Scene = {
    person,
    people: state.people,
    conversations: state.conversations,
    guide,
    busy,
    troubles: deeds.troubles,
    onMessage: deeds.onMessage,
  }
  const drawn = { people: state.people, conversations: state.conversations, bot: guide.bot, busy }
  return (
    <SceneProvider value={scene}>
      <header className="pane-head">
        <h2>{name}</h2>
        <PersonSwitch
          platform="slack"
          pane={name}
          people={people}
          person={person}
          onSwitch={onSwitch}
          onFail={(message) => deeds.tell(open, message)}
        />
      </header>
      <div className="pane-body">
        <Sidebar
          team={state.team.name}
          bot={guide.bot}
          channels={channels}
          open={open}
          direct={directId}
          news={news.conversations}
          onOpen={(id) => {
            setWanted(id)
            setTab('messages')
          }}
        />
        <div className="place" data-drop="">
          <div className="place-head">
            <h3>{placeName}</h3>
            {inDirect && (
              <div role="tablist" aria-label={guide.bot}>
                {(['messages', 'home'] as const).map((each) => (
                  <button
                    key={each}
                    type="button"
                    role="tab"
                    aria-selected={tab === each}
                    onClick={() => {
                      setTab(each)
                      void deeds.act({ do: 'home', user: person.id, tab: each })
                    }}
                  >
                    {each === 'home' ? t('appHome') : t('messages')}
                  </button>
                ))}
              </div>
            )}
          </div>
          {onHome ? (
            <HomeTab
              {...drawn}
              home={state.homes.findLast(({ user }) => user === person.id)}
              trouble={deeds.homeTrouble}
              onPress={(view, press) => void deeds.inHome({ do: 'press', user: person.id, view: view.id, ...press })}
            />
          ) : (
            <Conversation
              open={open}
              // A conversation with the bot that was never opened goes by the person's own id.
              channel={open === unopened ? person.id : open}
              kind={inDirect ? 'direct' : 'channel'}
              name={placeName}
              messages={messages}
              root={root}
              news={news.threads}
              deeds={deeds}
              trials={trials}
              triage={triage}
              onThread={(ts) => setThreads((old) => ({ ...old, [open]: ts }))}
            />
          )}
        </div>
        {modal && (
          <Modal
            {...drawn}
            key={modal.id}
            modal={modal}
            below={modals.length - 1}
            trouble={deeds.modalTrouble?.view === modal.id ? deeds.modalTrouble.text : undefined}
            refused={deeds.modalTrouble?.view === modal.id ? deeds.modalTrouble.fields : undefined}
            onSubmit={(values) => deeds.inModal({ do: 'submit', user: person.id, view: modal.id, values }, modal.id)}
            onClose={() => void deeds.inModal({ do: 'close', user: person.id, view: modal.id }, modal.id)}
            onPress={(press, values) =>
              void deeds.inModal({ do: 'press', user: person.id, view: modal.id, ...press, values }, modal.id)
            }
          />
        )}
      </div>
    </SceneProvider>
  )
}
