import type { SlackMessage } from '../../contract.ts'
import { Composer } from '../composer.tsx'
import { Hints } from '../control/hints.tsx'
import type { Draft } from '../drafts.ts'
import { sharedFiles } from '../shared-files.ts'
import type { Trials } from '../use-hints.ts'
import { useWords } from '../words.tsx'
import { MessageList } from './message-list.tsx'
import { useScene } from './scene.ts'
import { ThreadPanel } from './thread-panel.tsx'
import { placeOf, threadsOf } from './threads.ts'
import { deedFor } from './typed.ts'
import type { SlackDeeds } from './use-slack-deeds.ts'

interface Props {
  open: string
  /** What Slack calls the conversation. */
  channel: string
  kind: 'direct' | 'channel'
  name: string
  messages: SlackMessage[]
  /** The first message of the thread that is open. */
  root: SlackMessage | undefined
  /** Threads with something new in them. */
  news: ReadonlySet<string>
  deeds: SlackDeeds
  trials: Trials
  triage: boolean
  onThread(root: string | undefined): void
}

/** One conversation, or the thread in it that is open. */
export function Conversation(props: Props) {
  const { open, channel, kind, name, messages, root, news, deeds, trials, triage, onThread } = props
  const { t } = useWords()
  const { person, guide } = useScene()
  const send = async ({ text, files }: Draft, thread?: string): Promise<boolean> => {
    trials.said(person, text)
    const shared = await sharedFiles(files)
    const deed = deedFor(text, { user: person.id, channel, thread, kind, bot: guide.bot, files: shared })
    return deeds.say(placeOf(open, thread), deed)
  }
  const noticesAt = (place: string) => deeds.notices.filter((each) => each.place === place)
  const eyes = `slack ${person.id} ${triage} ${open}`
  const inChannel = triage ? t('triageEmpty') : t('channelEmpty')
  const empty = kind === 'direct' ? t('directEmpty', { bot: guide.bot }) : inChannel
  return (
    <>
      <div className="conversation" inert={root !== undefined}>
        <MessageList
          place={eyes}
          messages={messages}
          notices={noticesAt(open)}
          news={news}
          empty={empty}
          onThread={onThread}
        />
        {(kind === 'direct' || triage) && (
          <Hints
            hints={trials.left(person, 'slack')}
            onTry={({ text }) => void send({ text, files: [] })}
            onClose={() => trials.close(person)}
          />
        )}
        {!root && (
          <Composer
            key={eyes}
            place={eyes}
            label={t('writeTo', { place: name })}
            placeholder={
              triage ? t('writeTo', { place: name }) : t('slackPlaceholder', { place: name, command: guide.command })
            }
            guide={guide}
            onSend={send}
          />
        )}
      </div>
      {root && (
        <ThreadPanel
          key={root.ts}
          place={`${eyes} ${root.ts}`}
          where={name}
          root={root}
          replies={threadsOf(messages).replies.get(root.ts) ?? []}
          notices={noticesAt(placeOf(open, root.ts))}
          onSend={(draft) => send(draft, root.ts)}
          onClose={() => onThread(undefined)}
        />
      )}
    </>
  )
}
