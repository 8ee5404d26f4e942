import type { SlackMessage } from '../../contract.ts'
import { NewsMark } from '../news-mark.tsx'
import { clockTime, dayName, instantOf } from '../times.ts'
import { useStickToEnd } from '../use-stick-to-end.ts'
import { useWords } from '../words.tsx'
import { MessageItem } from './message-item.tsx'
import type { Notice } from './notice-item.tsx'
import { NoticeItem } from './notice-item.tsx'
import { placeOf, threadsOf } from './threads.ts'

interface Props {
  /** Whose eyes look at which conversation: another one begins at its end. */
  place: string
  messages: SlackMessage[]
  notices: Notice[]
  /** Threads with something new in them. */
  news: ReadonlySet<string>
  empty: string
  onThread(root: string): void
}

/** A conversation, day by day. Of a thread it shows the first message and how many answers there are. */
export function MessageList({ place, messages, notices, news, empty, onThread }: Props) {
  const { language, t } = useWords()
  const { roots, replies } = threadsOf(messages)
  const list = useStickToEnd<HTMLDivElement>(place, roots.length + notices.length)
  let day = ''
  return (
    <div className="messages" ref={list} role="log" aria-label={t('messages')}>
      {roots.length + notices.length === 0 && <p className="empty">{empty}</p>}
      {roots.map((message) => {
        const at = instantOf(message.ts)
        const today = at ? dayName(at, language) : day
        const divider = today !== day
        day = today
        const answers = replies.get(message.ts) ?? []
        const last = instantOf(answers.at(-1)?.ts)
        return (
          <div key={message.ts + (message.ephemeralFor ?? '')} className="strand">
            {divider && (
              <p className="day">
                <span>{today}</span>
              </p>
            )}
            <MessageItem message={message} onReply={() => onThread(message.ts)} />
            {answers.length > 0 && (
              <button type="button" className="replies" onClick={() => onThread(message.ts)}>
                <b>
                  {answers.length === 1 ? t('oneReply') : t('replies', { count: answers.length })}
                  {news.has(placeOf(message.channel, message.ts)) && <NewsMark />}
                </b>
                {last && <time dateTime={last.toISOString()}>{clockTime(last, language)}</time>}
              </button>
            )}
          </div>
        )
      })}
      {notices.map((notice) => (
        <NoticeItem key={notice.id} notice={notice} />
      ))}
    </div>
  )
}
