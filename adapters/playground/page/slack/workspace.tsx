import { useEffect, useRef, useState } from 'react'
import type { SimulatedPerson, SlackDeed, SlackMessage } from '../../contract.ts'
import { playgroundPaths } from '../../contract.ts'
import { Composer } from '../composer.tsx'
import { Hints } from '../control/hints.tsx'
import { PersonSwitch } from '../control/person-switch.tsx'
import { useDeeds } from '../use-deeds.ts'
import { useWords } from '../words.tsx'
import { HomeTab } from './home-tab.tsx'
import type { Notice } from './message-list.tsx'
import { MessageList } from './message-list.tsx'
import { Modal } from './modal.tsx'
import { explain, refusedField } from './refusals.ts'
import { Sidebar } from './sidebar.tsx'
import type { SlackPaneProps } from './slack-pane.tsx'
import { deedFor } from './typed.ts'

/** The place of a conversation with the bot that was never opened: Slack makes one on the first word. */
const unopened = 'unopened'

interface WorkspaceProps extends SlackPaneProps {
  name: string
  person: SimulatedPerson
  people: SimulatedPerson[]
  onSwitch(id: string): void
}

/** One person's Slack: conversations, the app's home and the modals above them. */
export function Workspace({ pane, name, person, people, state, guide, trials, onSwitch }: WorkspaceProps) {
  const { t } = useWords()
  const { busy, act } = useDeeds<SlackDeed>(playgroundPaths.slack)
  const triage = pane === 'triage'
  const direct = state.conversations.find(({ kind, user }) => kind === 'direct' && user === person.id)
  const directId = direct?.id ?? unopened
  const channels = state.conversations.filter((each) => each.kind === 'channel' && each.members.includes(person.id))
  // The triage channel is the one that customers are not in.
  const engineersOnly = channels.find(({ members }) =>
    members.every((id) => state.people.find((each) => each.id === id)?.role === 'engineer'),
  )
  const [wanted, setWanted] = useState<string>()
  const open = wanted === unopened ? directId : (wanted ?? (triage ? (engineersOnly?.id ?? directId) : directId))
  const [tab, setTab] = useState<'messages' | 'home'>('messages')
  const [notices, setNotices] = useState<Notice[]>([])
  const [troubles, setTroubles] = useState<Record<string, string>>({})
  const [modalTrouble, setModalTrouble] = useState<{ view: string; text?: string; fields?: Record<string, string> }>()
  const [homeTrouble, setHomeTrouble] = useState<string>()
  const [seen, setSeen] = useState<Record<string, number>>({})
  const noticeCount = useRef(0)

  const visible = state.messages.filter((each) => !each.ephemeralFor || each.ephemeralFor === person.id)
  const messages = visible.filter(({ channel }) => channel === open)
  const modals = state.modals.filter(({ user }) => user === person.id)
  const modal = modals.at(-1)
  const home = state.homes.findLast(({ user }) => user === person.id)
  const conversation = state.conversations.find(({ id }) => id === open)
  const counts = Map.groupBy(visible, ({ channel }) => channel)
  const fresh = new Set(
    [...counts]
      .filter(([id, list]) => id !== open && list.length > (seen[id] ?? 0) && list.at(-1)?.bot)
      .map(([id]) => id),
  )
  useEffect(() => setSeen((old) => ({ ...old, [open]: messages.length })), [open, messages.length])

  const say = (text: string, place = open) => {
    noticeCount.current += 1
    setNotices((old) => [...old, { id: noticeCount.current, place, text }].slice(-20))
  }
  const send = async (text: string, thread?: string): Promise<boolean> => {
    trials.said(person, text)
    setNotices((old) => old.filter(({ place }) => place !== open))
    // A conversation with the bot that was never opened goes by the person's own id.
    const channel = open === unopened ? person.id : open
    const deed = deedFor(text, { user: person.id, channel, thread, kind: conversation?.kind, bot: guide.bot })
    const trouble = explain(await act(deed), deed, t)
    if (trouble) say(trouble)
    return trouble === undefined
  }
  const onMessage = async (message: SlackMessage, deed: SlackDeed) => {
    setTroubles(({ [message.ts]: _, ...rest }) => rest)
    const trouble = explain(await act(deed), deed, t)
    if (trouble) setTroubles((old) => ({ ...old, [message.ts]: trouble }))
  }
  const inModal = async (deed: SlackDeed, view: string) => {
    setModalTrouble(undefined)
    const outcome = await act(deed)
    // The bot's own errors under fields are a good answer: they come with the state.
    const fields = refusedField(outcome, t)
    const text = explain(outcome, deed, t)
    if (fields) setModalTrouble({ view, fields })
    else if (text) setModalTrouble({ view, text })
  }
  const showTab = (next: 'messages' | 'home') => {
    setTab(next)
    void act({ do: 'home', user: person.id, tab: next })
  }

  const inDirect = open === directId
  const placeName = inDirect ? guide.bot : `#${conversation?.name ?? ''}`
  const select = (id: string) => {
    setWanted(id)
    if (id !== directId) setTab('messages')
  }
  return (
    <>
      <header className="pane-head">
        <h2>{name}</h2>
        <PersonSwitch
          platform="slack"
          pane={name}
          people={people}
          person={person}
          onSwitch={onSwitch}
          onFail={(message) => say(message)}
        />
      </header>
      <div className="pane-body">
        {!triage && (
          <Sidebar
            team={state.team.name}
            bot={guide.bot}
            channels={channels}
            open={open}
            direct={directId}
            fresh={fresh}
            onOpen={select}
          />
        )}
        <div className="place">
          <div className="place-head">
            {triage ? (
              <select aria-label={t('conversations')} value={open} onChange={(event) => select(event.target.value)}>
                {channels.map(({ id, name }) => (
                  <option key={id} value={id}>
                    #{name}
                  </option>
                ))}
                <option value={directId}>{guide.bot}</option>
              </select>
            ) : (
              <h3>{placeName}</h3>
            )}
            {inDirect && (
              <div role="tablist" aria-label={guide.bot}>
                {(['messages', 'home'] as const).map((each) => (
                  <button
                    key={each}
                    type="button"
                    role="tab"
                    aria-selected={tab === each}
                    onClick={() => showTab(each)}
                  >
                    {each === 'home' ? t('appHome') : t('messages')}
                  </button>
                ))}
              </div>
            )}
          </div>
          {inDirect && tab === 'home' ? (
            <HomeTab
              home={home}
              people={state.people}
              conversations={state.conversations}
              bot={guide.bot}
              busy={busy}
              trouble={homeTrouble}
              onPress={async (view, press) => {
                const deed: SlackDeed = { do: 'press', user: person.id, view: view.id, ...press }
                setHomeTrouble(undefined)
                setHomeTrouble(explain(await act(deed), deed, t))
              }}
            />
          ) : (
            <>
              <MessageList
                place={`${person.id} ${open}`}
                messages={messages}
                notices={notices.filter(({ place }) => place === open)}
                troubles={troubles}
                people={state.people}
                conversations={state.conversations}
                guide={guide}
                empty={triage ? t('triageEmpty') : inDirect ? t('directEmpty', { bot: guide.bot }) : t('channelEmpty')}
                busy={busy}
                press={(message, press) =>
                  onMessage(message, {
                    do: 'press',
                    user: person.id,
                    channel: message.channel,
                    ts: message.ts,
                    ...press,
                  })
                }
                react={(message, reaction) =>
                  onMessage(message, {
                    do: 'react',
                    user: person.id,
                    channel: message.channel,
                    ts: message.ts,
                    reaction,
                  })
                }
                shortcut={(message, callbackId) => {
                  const { channel, ts } = message
                  return onMessage(message, { do: 'message-shortcut', user: person.id, callbackId, channel, ts })
                }}
                onReply={(thread, text) => send(text, thread)}
              />
              {inDirect && !triage && (
                <Hints
                  hints={trials.left(person, 'slack')}
                  onTry={({ text }) => void send(text)}
                  onClose={() => trials.close(person)}
                />
              )}
              <Composer
                label={t('writeTo', { place: placeName })}
                placeholder={
                  triage
                    ? t('writeTo', { place: placeName })
                    : t('slackPlaceholder', { place: placeName, command: guide.command })
                }
                guide={guide}
                onSend={send}
              />
            </>
          )}
        </div>
        {modal && (
          <Modal
            key={modal.id}
            modal={modal}
            below={modals.length - 1}
            people={state.people}
            conversations={state.conversations}
            bot={guide.bot}
            busy={busy}
            trouble={modalTrouble?.view === modal.id ? modalTrouble.text : undefined}
            refused={modalTrouble?.view === modal.id ? modalTrouble.fields : undefined}
            onSubmit={(values) => inModal({ do: 'submit', user: person.id, view: modal.id, values }, modal.id)}
            onClose={() => void inModal({ do: 'close', user: person.id, view: modal.id }, modal.id)}
            onPress={(press, values) =>
              void inModal({ do: 'press', user: person.id, view: modal.id, ...press, values }, modal.id)
            }
          />
        )}
      </div>
    </>
  )
}
