import type { SimulatedPerson, TeamsMessage } from '../../contract.ts'
import { Avatar } from '../avatar.tsx'
import { clockTime, instantOf } from '../times.ts'
import { useWords } from '../words.tsx'
import type { CardAction } from './card.tsx'
import { Card } from './card.tsx'

interface Props {
  message: TeamsMessage
  person: SimulatedPerson
  people: SimulatedPerson[]
  bot: string
  inChannel: boolean
  busy: boolean
  trouble: string | undefined
  onAction(action: CardAction): void
}

const adaptiveCard = 'application/vnd.microsoft.card.adaptive'

export function TeamsMessageItem({ message, person, people, bot, inChannel, busy, trouble, onAction }: Props) {
  const { language, t } = useWords()
  const own = message.user === person.id && !message.bot
  const author = message.bot ? bot : (people.find(({ id }) => id === message.user)?.name ?? t('somebody'))
  const at = instantOf(message.id)
  return (
    <article
      className={`teams-message ${own ? 'own' : ''} ${inChannel && message.replyTo ? 'reply' : ''}`}
      aria-label={t('messageBy', { name: author })}
      data-bot={message.bot}
      data-id={message.id}
    >
      {!own && <Avatar name={author} bot={message.bot} />}
      <div className="bubble-side">
        <header>
          {!own && <b>{author}</b>}
          {at && <time dateTime={at.toISOString()}>{clockTime(at, language)}</time>}
          {message.editedAt && <small>{t('edited')}</small>}
        </header>
        {message.deleted ? (
          <p className="bubble gone">{t('deleted')}</p>
        ) : (
          <>
            {message.text && <p className="bubble words">{message.text}</p>}
            {message.attachments?.map((attachment, index) =>
              attachment.contentType === adaptiveCard ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no id and keep their order
                <div key={index} className="bubble has-card">
                  <Card content={attachment.content} busy={busy} fallback={t('cardFailed')} onAction={onAction} />
                </div>
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <p key={index} className="bubble">
                  {attachment.name ?? t('notDrawn', { type: attachment.contentType })}
                </p>
              ),
            )}
          </>
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
