import { useState } from 'react'
import type { SlackMessage } from '../../contract.ts'
import type { MenuItem } from '../menu.tsx'
import { Menu } from '../menu.tsx'
import { useWords } from '../words.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { emoji, offeredReactions } from './emoji.ts'
import { useScene } from './scene.ts'

interface Props {
  message: SlackMessage
  onEdit(): void
  /** Opens the thread; absent inside one. */
  onReply?: (() => void) | undefined
}

/** What can be done with a message: react, answer in its thread, the bot's shortcuts, change or take back an own one. */
export function MessageTools({ message, onEdit, onReply }: Props) {
  const { t } = useWords()
  const { person, guide, onMessage } = useScene()
  const [deleting, setDeleting] = useState(false)
  const own = message.user === person.id && !message.bot
  const at = { user: person.id, channel: message.channel, ts: message.ts }
  const shortcuts = guide.shortcuts?.filter(({ on }) => on === 'message') ?? []
  const items: MenuItem[] = [
    ...shortcuts.map(({ callbackId, label }) => ({
      label,
      onChoose: () => void onMessage(message, { do: 'message-shortcut', callbackId, ...at }),
    })),
    ...(own ? [{ label: t('editMessage'), onChoose: onEdit }] : []),
    ...(own ? [{ label: t('deleteMessage'), danger: true, onChoose: () => setDeleting(true) }] : []),
  ]
  return (
    <>
      <div className="message-tools" role="toolbar" aria-label={t('messageTools')}>
        <Menu
          label={t('addReaction')}
          sign="☺"
          items={offeredReactions.map((reaction) => ({
            label: t('reactWith', { name: reaction }),
            sign: (
              <>
                {emoji(reaction)} <small>:{reaction}:</small>
              </>
            ),
            onChoose: () => void onMessage(message, { do: 'react', ...at, reaction }),
          }))}
        />
        {onReply && (
          <button type="button" aria-label={t('reply')} title={t('reply')} onClick={onReply}>
            ↩
          </button>
        )}
        {items.length > 0 && <Menu label={t('moreActions')} sign="⋯" items={items} />}
      </div>
      {deleting && (
        <ConfirmDialog
          title={t('deleteMessage')}
          text={t('deleteSure')}
          yes={t('delete')}
          no={t('cancel')}
          danger
          onYes={() => {
            setDeleting(false)
            void onMessage(message, { do: 'delete', ...at })
          }}
          onNo={() => setDeleting(false)}
        />
      )}
    </>
  )
}
