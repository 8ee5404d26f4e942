import { NewsMark } from '../news-mark.tsx'
import { useWords } from '../words.tsx'

interface Props {
  conversations: { id: string; name: string; personal: boolean }[]
  open: string | undefined
  /** Conversations with something new in them. */
  news: ReadonlySet<string>
  onOpen(id: string): void
}

/** Chats and channels, side by side above the one that is open. */
export function TeamsNav({ conversations, open, news, onOpen }: Props) {
  const { t } = useWords()
  return (
    <nav className="teams-nav" aria-label={t('conversations')}>
      <ul>
        {conversations.map(({ id, name, personal }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={open === id ? 'page' : undefined}
              className={news.has(id) ? 'fresh' : ''}
              onClick={() => onOpen(id)}
            >
              <span className={`avatar ${personal ? 'bot' : 'channel'}`} aria-hidden="true">
                {personal ? '安' : '#'}
              </span>
              {name}
              {news.has(id) && <NewsMark />}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
