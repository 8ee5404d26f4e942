import { useId } from 'react'
import type { SlackMessage } from '../../contract.ts'
import { Composer } from '../composer.tsx'
import type { Draft } from '../drafts.ts'
import { useEscape, useFocusOnOpen } from '../use-dialog.ts'
import { useStickToEnd } from '../use-stick-to-end.ts'
import { useWords } from '../words.tsx'
import { MessageItem } from './message-item.tsx'
import type { Notice } from './notice-item.tsx'
import { NoticeItem } from './notice-item.tsx'

interface Props {
  /** Whose eyes look at which thread. */
  place: string
  /** What the conversation is called. */
  where: string
  root: SlackMessage
  replies: SlackMessage[]
  notices: Notice[]
  onSend(draft: Draft): Promise<boolean>
  onClose(): void
}

/** One thread in the place of its conversation, with a line of its own to write on. */
export function ThreadPanel({ place, where, root, replies, notices, onSend, onClose }: Props) {
  const { t } = useWords()
  const id = useId()
  const box = useFocusOnOpen<HTMLElement>(place, '.composer textarea')
  useEscape(box, onClose)
  const list = useStickToEnd<HTMLDivElement>(place, replies.length + notices.length)
  const count = replies.length
  return (
    <section className="thread-panel" ref={box} aria-labelledby={id} data-drop="">
      <header className="place-head">
        <h3 id={id}>
          {t('thread')} <small>{where}</small>
        </h3>
        <button
          type="button"
          className="modal-x"
          aria-label={t('closeThread')}
          title={t('closeThread')}
          onClick={onClose}
        >
          ×
        </button>
      </header>
      <div className="messages" ref={list} role="log" aria-label={t('thread')}>
        <MessageItem message={root} />
        {count > 0 && (
          <p className="day reply-count">
            <span>{count === 1 ? t('oneReply') : t('replies', { count })}</span>
          </p>
        )}
        {replies.map((reply) => (
          <MessageItem key={reply.ts + (reply.ephemeralFor ?? '')} message={reply} />
        ))}
        {notices.map((notice) => (
          <NoticeItem key={notice.id} notice={notice} />
        ))}
      </div>
      <Composer key={place} place={place} label={t('replyInThread')} placeholder={t('replyInThread')} onSend={onSend} />
    </section>
  )
}
