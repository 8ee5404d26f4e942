import { useState } from 'react'
import type { SimulatedPerson, SlackConversation, SlackMessage, SlackValues } from '../../contract.ts'
import type { CommandGuide } from '../../page-contract.ts'
import { Avatar } from '../avatar.tsx'
import { OnlyYou } from '../only-you.tsx'
import { clockTime, instantOf } from '../times.ts'
import { useWords } from '../words.tsx'
import { Blocks } from './blocks.tsx'
import type { KitBlock, Press } from './kit.ts'

const reactions: Record<string, string> = {
  eyes: '👀',
  ticket: '🎫',
  white_check_mark: '✅',
  hourglass_flowing_sand: '⏳',
  warning: '⚠️',
}

export interface MessageDeeds {
  busy: boolean
  press(message: SlackMessage, press: Press): void
  react(message: SlackMessage, reaction: string): void
  shortcut(message: SlackMessage, callbackId: string): void
}

interface Props extends MessageDeeds {
  message: SlackMessage
  people: SimulatedPerson[]
  conversations: SlackConversation[]
  guide: CommandGuide
  trouble: string | undefined
  onReply?: (() => void) | undefined
}

/** Slack sends a person's words with `& < >` escaped. */
const unescaped = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')

export function MessageItem(props: Props) {
  const { message, people, conversations, guide, trouble } = props
  const { language, t } = useWords()
  const [chosen, setChosen] = useState<SlackValues>({})
  const author = message.bot ? guide.bot : (people.find(({ id }) => id === message.user)?.name ?? t('somebody'))
  const at = instantOf(message.ts)
  const blocks =
    (message.blocks as KitBlock[] | undefined) ??
    (message.bot ? [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }] : undefined)
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
        {blocks ? (
          <Blocks
            blocks={blocks}
            people={people}
            conversations={conversations}
            bot={guide.bot}
            values={chosen}
            busy={props.busy}
            onPress={(press) => {
              const { blockId, actionId, value } = press
              setChosen((old) => ({ ...old, [blockId]: { ...old[blockId], [actionId]: value ?? null } }))
              props.press(message, press)
            }}
          />
        ) : (
          <p className="words">{named(unescaped(message.text), people, guide)}</p>
        )}
        {message.editedAt && <small className="edited">{t('edited')}</small>}
        {message.reactions && message.reactions.length > 0 && (
          <p className="reactions">
            {message.reactions.map(({ name, users }) => (
              <span key={name} title={`:${name}:`}>
                {reactions[name] ?? `:${name}:`} {users.length}
              </span>
            ))}
          </p>
        )}
        {trouble && (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
      </div>
      {!message.ephemeralFor && (
        <div className="message-tools" role="toolbar" aria-label={t('messageTools')}>
          {['eyes', 'ticket'].map((name) => (
            <button
              key={name}
              type="button"
              aria-label={t('reactWith', { name })}
              title={t('reactWith', { name })}
              onClick={() => props.react(message, name)}
            >
              {reactions[name]}
            </button>
          ))}
          {props.onReply && (
            <button type="button" aria-label={t('reply')} title={t('reply')} onClick={props.onReply}>
              ↩
            </button>
          )}
          {guide.shortcuts
            ?.filter(({ on }) => on === 'message')
            .map(({ callbackId, label }) => (
              <button key={callbackId} type="button" onClick={() => props.shortcut(message, callbackId)}>
                {label}
              </button>
            ))}
        </div>
      )}
    </article>
  )
}

/** `<@U123>` reads as the person's name; whoever is not among the people is the bot. */
const named = (text: string, people: SimulatedPerson[], guide: CommandGuide) =>
  text.replace(
    /<@([UW][A-Z0-9]+)>/g,
    (_whole, id: string) => `@${people.find((each) => each.id === id)?.name ?? guide.bot}`,
  )
