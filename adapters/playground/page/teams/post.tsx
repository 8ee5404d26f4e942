import { useRef, useState } from 'react'
import { Composer } from '../composer.tsx'
import type { Draft } from '../drafts.ts'
import { draftAt, isEmpty } from '../drafts.ts'
import { useWords } from '../words.tsx'
import type { Chain } from './chains.ts'
import { TeamsMessageItem } from './teams-message.tsx'

interface Props {
  chain: Chain
  /** Whose eyes look at which post. */
  place: string
  onReply(draft: Draft): Promise<boolean>
}

/** A post in a channel, its answers, and a line to write the next one on. */
export function Post({ chain, place, onReply }: Props) {
  const { t } = useWords()
  const [replying, setReplying] = useState(() => !isEmpty(draftAt(place)))
  // Who pressed "Reply" wants to write; a draft that waits does not take the focus.
  const [asked, setAsked] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <section className="post" aria-label={t('thread')} data-drop="">
      <TeamsMessageItem message={chain.root} />
      {chain.replies.length > 0 && (
        <div className="post-replies">
          {chain.replies.map((reply) => (
            <TeamsMessageItem key={reply.id} message={reply} />
          ))}
        </div>
      )}
      {replying ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: hears the Escape of the line inside it
        <div
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
            event.stopPropagation()
            setReplying(false)
            setTimeout(() => button.current?.focus())
          }}
        >
          <Composer
            key={place}
            place={place}
            label={t('replyToPost')}
            placeholder={t('replyToPost')}
            autoFocus={asked}
            onSend={onReply}
          />
        </div>
      ) : (
        <button
          ref={button}
          type="button"
          className="reply-button"
          onClick={() => {
            setAsked(true)
            setReplying(true)
          }}
        >
          ↩ {t('replyToPost')}
        </button>
      )}
    </section>
  )
}
