import { useState } from 'react'
import type { TeamsConversation, TeamsMessage } from '../../contract.ts'
import { Composer } from '../composer.tsx'
import { Hints } from '../control/hints.tsx'
import type { Draft } from '../drafts.ts'
import { sharedFiles } from '../shared-files.ts'
import { dayName, instantOf } from '../times.ts'
import type { Trials } from '../use-hints.ts'
import { useStickToEnd } from '../use-stick-to-end.ts'
import { useWords } from '../words.tsx'
import { chainsOf } from './chains.ts'
import { Post } from './post.tsx'
import { Quote } from './quote.tsx'
import { useScene } from './scene.ts'
import { TeamsMessageItem } from './teams-message.tsx'
import { deedFor } from './typed.ts'
import type { TeamsDeeds } from './use-teams-deeds.ts'

interface Props {
  conversation: TeamsConversation
  name: string
  messages: TeamsMessage[]
  deeds: TeamsDeeds
  trials: Trials
}

/** One chat, message by message, or one channel, post by post. */
export function Conversation({ conversation, name, messages, deeds, trials }: Props) {
  const { language, t } = useWords()
  const { person, guide } = useScene()
  const { id, kind } = conversation
  const [quoteId, setQuoteId] = useState<string>()
  const quote = messages.find((each) => each.id === quoteId)
  const place = `teams ${person.id} ${id}`
  const notice = deeds.notices[id]
  const list = useStickToEnd<HTMLDivElement>(place, messages.length + (notice ? 1 : 0))

  const send = async ({ text, files }: Draft, more: { replyTo?: string; quote?: string } = {}): Promise<boolean> => {
    trials.said(person, text)
    const shared = await sharedFiles(files)
    return deeds.say(
      id,
      deedFor(text, { user: person.id, conversation: id, kind, bot: guide.bot, files: shared, ...more }),
    )
  }
  const entries =
    kind === 'channel'
      ? chainsOf(messages).map((chain) => ({
          first: chain.root,
          drawn: (
            <Post
              chain={chain}
              place={`${place} ${chain.root.id}`}
              onReply={(draft) => send(draft, { replyTo: chain.root.id })}
            />
          ),
        }))
      : messages.map((message) => ({
          first: message,
          drawn: (
            <TeamsMessageItem
              message={message}
              quoted={messages.find((each) => each.id === message.quotes)}
              onQuote={() => {
                setQuoteId(message.id)
                document.getElementById(`${place} line`)?.querySelector('textarea')?.focus()
              }}
            />
          ),
        }))
  let day = ''
  return (
    <>
      <div className={`messages ${kind}`} ref={list} role="log" aria-label={t('messages')}>
        {entries.length === 0 && (
          <p className="empty">{kind === 'personal' ? t('directEmpty', { bot: guide.bot }) : t('channelEmpty')}</p>
        )}
        {entries.map(({ first, drawn }) => {
          const at = instantOf(first.id)
          const today = at ? dayName(at, language) : day
          const divider = today !== day
          day = today
          return (
            <div key={first.id} className="strand">
              {divider && (
                <p className="day">
                  <span>{today}</span>
                </p>
              )}
              {drawn}
            </div>
          )
        })}
        {notice && (
          <p className="trouble" role="alert">
            {notice}
          </p>
        )}
      </div>
      {kind === 'personal' && (
        <Hints
          hints={trials.left(person, 'teams')}
          onTry={({ text }) => void send({ text, files: [] })}
          onClose={() => trials.close(person)}
        />
      )}
      <div id={`${place} line`}>
        <Composer
          key={place}
          place={place}
          label={t('writeTo', { place: name })}
          placeholder={kind === 'channel' ? t('startPost') : t('teamsPlaceholder')}
          above={quote && <Quote message={quote} onRemove={() => setQuoteId(undefined)} />}
          onSend={async (draft) => {
            setQuoteId(undefined)
            const sent = await send(draft, quote ? { quote: quote.id } : {})
            if (!sent) setQuoteId(quote?.id)
            return sent
          }}
        />
      </div>
    </>
  )
}
