import type { SlackConversation } from '../../contract.ts'
import { NewsMark } from '../news-mark.tsx'
import { useWords } from '../words.tsx'

interface Props {
  team: string
  bot: string
  channels: SlackConversation[]
  open: string
  /** Conversations with something new in them. */
  news: ReadonlySet<string>
  direct: string
  onOpen(id: string): void
}

export function Sidebar({ team, bot, channels, open, news, direct, onOpen }: Props) {
  const { t } = useWords()
  const entry = (id: string, name: string, mark: string) => (
    <li key={id}>
      <button
        type="button"
        aria-current={open === id ? 'page' : undefined}
        className={news.has(id) ? 'fresh' : ''}
        onClick={() => onOpen(id)}
      >
        <span aria-hidden="true">{mark}</span>
        {name}
        {news.has(id) && <NewsMark />}
      </button>
    </li>
  )
  return (
    <nav className="sidebar" aria-label={t('conversations')}>
      <p className="team">{team}</p>
      <h3>{t('channels')}</h3>
      <ul>{channels.map(({ id, name, private: closed }) => entry(id, name, closed ? '▪' : '#'))}</ul>
      <h3>{t('apps')}</h3>
      <ul>{entry(direct, bot, '安')}</ul>
    </nav>
  )
}
