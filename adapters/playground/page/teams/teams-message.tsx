import { useState } from 'react'
import type { TeamsMessage } from '../../contract.ts'
import { Avatar } from '../avatar.tsx'
import { withoutCall } from '../called.ts'
import { MessageEditor } from '../message-editor.tsx'
import { clockTime, instantOf } from '../times.ts'
import { useWords } from '../words.tsx'
import { MessageContent } from './message-content.tsx'
import { MessageMenu } from './message-menu.tsx'
import { authorOf, useScene } from './scene.ts'

interface Props {
  message: TeamsMessage
  /** The message that it quotes. */
  quoted?: TeamsMessage | undefined
  /** Answers it by quoting it; absent where Teams has threads instead. */
  onQuote?: (() => void) | undefined
}

export function TeamsMessageItem({ message, quoted, onQuote }: Props) {
  const scene = useScene()
  const { language, t } = useWords()
  const [editing, setEditing] = useState(false)
  const { person, troubles, onMessage } = scene
  const own = message.user === person.id && !message.bot
  const named = !own || !onQuote
  const author = authorOf(message, scene) ?? t('somebody')
  const at = instantOf(message.id)
  const trouble = troubles[message.id]
  return (
    <article
      className={`teams-message ${own ? 'own' : ''}`}
      aria-label={t('messageBy', { name: author })}
      data-bot={message.bot}
      data-id={message.id}
    >
      {named && <Avatar name={author} bot={message.bot} />}
      <div className="bubble-side">
        <header>
          {named && <b>{author}</b>}
          {at && <time dateTime={at.toISOString()}>{clockTime(at, language)}</time>}
          {message.editedAt && !message.deleted && <small>{t('edited')}</small>}
          {!message.deleted && !editing && (
            <MessageMenu message={message} onEdit={() => setEditing(true)} onQuote={onQuote} />
          )}
        </header>
        {message.deleted ? (
          <p className="bubble gone">{t('deleted')}</p>
        ) : editing ? (
          <MessageEditor
            text={message.text ?? ''}
            onCancel={() => setEditing(false)}
            onSave={async (changed) => {
              const { conversation, id } = message
              // A message that mentions the bot goes on doing so.
              const text = withoutCall(changed, scene.guide.bot)
              if (await onMessage(message, { do: 'edit', user: person.id, conversation, message: id, text }))
                setEditing(false)
            }}
          />
        ) : (
          <MessageContent message={message} quoted={quoted} />
        )}
        {message.notice?.user === person.id && <p className="only-you">{message.notice.text}</p>}
        {trouble && (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
      </div>
    </article>
  )
}
