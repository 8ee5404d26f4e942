import { useState } from 'react'
import type { SimulatedPerson, SlackConversation, SlackMessage } from '../../contract.ts'
import type { CommandGuide } from '../../page-contract.ts'
import { Composer } from '../composer.tsx'
import { OnlyYou } from '../only-you.tsx'
import { dayName, instantOf } from '../times.ts'
import { useStickToEnd } from '../use-stick-to-end.ts'
import { useWords } from '../words.tsx'
import type { MessageDeeds } from './message-item.tsx'
import { MessageItem } from './message-item.tsx'

/** What Slack itself says to the person, kept by the page alone. */
export interface Notice {
  id: number
  place: string
  text: string
}

interface Props extends MessageDeeds {
  place: string
  messages: SlackMessage[]
  notices: Notice[]
  troubles: Record<string, string>
  people: SimulatedPerson[]
  conversations: SlackConversation[]
  guide: CommandGuide
  empty: string
  onReply(thread: string, text: string): Promise<boolean>
}

export function MessageList(props: Props) {
  const { place, messages, notices, troubles, people, conversations, guide, empty } = props
  const { language, t } = useWords()
  const [replyTo, setReplyTo] = useState<string>()
  const list = useStickToEnd<HTMLDivElement>(place, messages.length + notices.length)
  const known = new Set(messages.map(({ ts }) => ts))
  const isReply = ({ thread, ts }: SlackMessage) => thread !== undefined && thread !== ts && known.has(thread)
  const roots = messages.filter((message) => !isReply(message))
  const item = (message: SlackMessage, thread: string) => (
    <MessageItem
      key={message.ts + (message.ephemeralFor ?? '')}
      message={message}
      people={people}
      conversations={conversations}
      guide={guide}
      busy={props.busy}
      press={props.press}
      react={props.react}
      shortcut={props.shortcut}
      trouble={troubles[message.ts]}
      onReply={() => setReplyTo(thread)}
    />
  )
  let day = ''
  return (
    <div className="messages" ref={list} role="log" aria-label={t('messages')}>
      {roots.length + notices.length === 0 && <p className="empty">{empty}</p>}
      {roots.map((message) => {
        const at = instantOf(message.ts)
        const today = at ? dayName(at, language) : day
        const divider = today !== day
        day = today
        const replies = messages.filter((each) => isReply(each) && each.thread === message.ts)
        return (
          <div key={message.ts + (message.ephemeralFor ?? '')} className="strand">
            {divider && (
              <p className="day">
                <span>{today}</span>
              </p>
            )}
            {item(message, message.ts)}
            {(replies.length > 0 || replyTo === message.ts) && (
              <section className="thread" aria-label={t('thread')}>
                {replies.map((reply) => item(reply, message.ts))}
                {replyTo === message.ts && (
                  <Composer
                    label={t('replyInThread')}
                    placeholder={t('replyInThread')}
                    onSend={(text) => props.onReply(message.ts, text)}
                  />
                )}
              </section>
            )}
          </div>
        )
      })}
      {notices.map((notice) => (
        <article key={notice.id} className="message ephemeral notice" role="alert" data-bot="true">
          <span className="avatar platform" aria-hidden="true">
            #
          </span>
          <div className="message-body">
            <OnlyYou />
            <header>
              <b>Slackbot</b>
            </header>
            <p className="words">{notice.text}</p>
          </div>
        </article>
      ))}
    </div>
  )
}
