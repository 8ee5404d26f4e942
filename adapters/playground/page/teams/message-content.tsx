import type { TeamsMessage } from '../../contract.ts'
import { FileList } from '../file-list.tsx'
import { useWords } from '../words.tsx'
import { Card } from './card.tsx'
import { HtmlWords } from './html-words.tsx'
import { Quote } from './quote.tsx'
import { useScene } from './scene.ts'

const adaptiveCard = 'application/vnd.microsoft.card.adaptive'

/** The words, cards and files of one message. */
export function MessageContent({ message, quoted }: { message: TeamsMessage; quoted: TeamsMessage | undefined }) {
  const { t } = useWords()
  const { person, busy, onMessage } = useScene()
  const { conversation, id, text, html, attachments, files } = message
  return (
    <>
      {quoted && <Quote message={quoted} />}
      {html ? <HtmlWords html={html} /> : text && <p className="bubble words">{text}</p>}
      {attachments?.map((attachment, index) =>
        attachment.contentType === adaptiveCard ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no id and keep their order
          <div key={index} className="bubble has-card">
            <Card
              content={attachment.content}
              busy={busy}
              fallback={t('cardFailed')}
              onAction={(action) =>
                void onMessage(message, { do: 'press', user: person.id, conversation, message: id, ...action })
              }
            />
          </div>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <p key={index} className="bubble">
            {attachment.name ?? t('notDrawn', { type: attachment.contentType })}
          </p>
        ),
      )}
      <FileList files={files ?? []} />
    </>
  )
}
