import type { SlackMessage } from '../../contract.ts'
import { useWords } from '../words.tsx'
import { emoji } from './emoji.ts'
import { useScene } from './scene.ts'

/** The reactions under a message; pressing one that others gave adds one's own. */
export function Reactions({ message }: { message: SlackMessage }) {
  const { t } = useWords()
  const { person, people, guide, busy, onMessage } = useScene()
  if (!message.reactions?.length) return null
  const { channel, ts } = message
  return (
    <p className="reactions">
      {message.reactions.map(({ name, users }) => {
        const own = users.includes(person.id)
        const names = users.map((id) => people.find((each) => each.id === id)?.name ?? guide.bot).join(', ')
        return (
          <button
            key={name}
            type="button"
            aria-pressed={own}
            aria-label={t('reactedBy', { name, names })}
            title={t('reactedBy', { name, names })}
            disabled={own || busy}
            onClick={() => onMessage(message, { do: 'react', user: person.id, channel, ts, reaction: name })}
          >
            {emoji(name)} {users.length}
          </button>
        )
      })}
    </p>
  )
}
