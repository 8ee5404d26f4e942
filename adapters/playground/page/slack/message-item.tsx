import { useState } from 'react'
import type { SlackMessage } from '../../contract.ts'
import { Avatar } from '../avatar.tsx'
import { withoutCall } from '../called.ts'
import { FileList } from '../file-list.tsx'
import { MessageEditor } from '../message-editor.tsx'
import { OnlyYou } from '../only-you.tsx'
import { clockTime, instantOf } from '../times.ts'
import { useWords } from '../words.tsx'
import { MessageTools } from './message-tools.tsx'
import { MessageWords } from './message-words.tsx'
import { Reactions } from './reactions.tsx'
import { useScene } from './scene.ts'
import { spoken } from './spoken.ts'

interface Props {
  message: SlackMessage
  onReply?: (() => void) | undefined
}

export function MessageItem({ message, onReply }: Props) {
  const { person, people, guide, troubles, onMessage } = useScene()
  const { language, t } = useWords()
  const [editing, setEditing] = useState(false)
  const author = message.bot ? guide.bot : (people.find(({ id }) => id === message.user)?.name ?? t('somebody'))
  const at = instantOf(message.ts)
  const trouble = troubles[message.ts]
  if (message.deleted)
    return (
      <article className="message gone" aria-label={t('messageBy', { name: author })} data-ts={message.ts}>
        <p>{t('deleted')}</p>
      </article>
    )
  return (
    <article
      className={`message ${message.ephemeralFor ? 'ephemeral' : ''}`}
      aria-label={t('messageBy', { name: author })}
      data-bot={message.bot}
      data-ts={message.ts}
    >
      <Avatar name={author} bot={message.bot} />
      <div className="message-body">
        {message.ephemeralFor && <OnlyYou />}
        <header>
          <b>{author}</b>
          {message.bot && <span className="app-badge">{t('app')}</span>}
          {at && <time dateTime={at.toISOString()}>{clockTime(at, language)}</time>}
        </header>
        {editing ? (
          <MessageEditor
            text={spoken(message.text, people, guide.bot)}
            onCancel={() => setEditing(false)}
            onSave={async (changed) => {
              const { channel, ts } = message
              // A message that begins with a mention of the bot goes on doing so.
              const text = message.text.startsWith('<@') ? withoutCall(changed, guide.bot) : changed
              if (await onMessage(message, { do: 'edit', user: person.id, channel, ts, text })) setEditing(false)
            }}
          />
        ) : (
          <MessageWords message={message} />
        )}
        {message.editedAt && <small className="edited">{t('edited')}</small>}
        <FileList files={message.files ?? []} />
        <Reactions message={message} />
        {trouble && (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
      </div>
      {!message.ephemeralFor && !editing && (
        <MessageTools message={message} onEdit={() => setEditing(true)} onReply={onReply} />
      )}
    </article>
  )
}
