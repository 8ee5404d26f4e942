import type { TeamsMessage } from '../../contract.ts'
import type { MenuItem } from '../menu.tsx'
import { Menu } from '../menu.tsx'
import { useWords } from '../words.tsx'
import { useScene } from './scene.ts'

interface Props {
  message: TeamsMessage
  onEdit(): void
  onQuote?: (() => void) | undefined
}

/** What can be done with a message: quote it, the app's message actions, change or take back an own one. */
export function MessageMenu({ message, onEdit, onQuote }: Props) {
  const { t } = useWords()
  const { person, guide, onMessage } = useScene()
  const own = message.user === person.id && !message.bot
  const at = { user: person.id, conversation: message.conversation, message: message.id }
  const actions = guide.shortcuts?.filter(({ on }) => on === 'message') ?? []
  const items: MenuItem[] = [
    ...(onQuote ? [{ label: t('quoteMessage'), onChoose: onQuote }] : []),
    ...actions.map(({ callbackId, label }) => ({
      label,
      onChoose: () => void onMessage(message, { do: 'message-action', ...at, commandId: callbackId }),
    })),
    ...(own ? [{ label: t('editMessage'), onChoose: onEdit }] : []),
    ...(own
      ? [
          {
            label: t('deleteMessage'),
            danger: true,
            onChoose: () => void onMessage(message, { do: 'delete', ...at }),
          },
        ]
      : []),
  ]
  if (items.length === 0) return null
  return (
    <span className="teams-tools">
      <Menu label={t('moreActions')} sign="⋯" items={items} />
    </span>
  )
}
