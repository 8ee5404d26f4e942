import { useId } from 'react'
import type { TeamsDialog } from '../../contract.ts'
import { useEscape, useFocusOnOpen } from '../use-dialog.ts'
import { useWords } from '../words.tsx'
import type { CardAction } from './card.tsx'
import { Card } from './card.tsx'

interface Props {
  dialog: TeamsDialog
  bot: string
  busy: boolean
  trouble: string | undefined
  onSubmit(action: CardAction): void
  onClose(): void
}

const heights: Record<string, number> = { small: 260, medium: 400, large: 560 }

/** A task module: one card in a window over the chat. */
export function TaskDialog({ dialog, bot, busy, trouble, onSubmit, onClose }: Props) {
  const { t } = useWords()
  const id = useId()
  const { title, card, height } = dialog.task as {
    title?: string
    card?: { content?: unknown }
    height?: number | string
  }
  const box = useFocusOnOpen<HTMLDivElement>(dialog.id, '.task-body :is(input, textarea, select, button)')
  useEscape(box, onClose)
  const minHeight = typeof height === 'number' ? height : heights[height ?? '']
  return (
    <div className="layer">
      <div ref={box} role="dialog" aria-labelledby={id} className="modal task">
        <header>
          <span className="avatar bot" aria-hidden="true">
            安
          </span>
          <h2 id={id}>{title ?? bot}</h2>
          <button type="button" className="modal-x" aria-label={t('closeDialog')} onClick={onClose}>
            ×
          </button>
        </header>
        <div className="modal-body task-body" style={{ minHeight: Math.min(minHeight ?? 0, 420) }}>
          {trouble && (
            <p className="modal-trouble" role="alert">
              {trouble}
            </p>
          )}
          {dialog.message === undefined ? (
            <Card content={card?.content ?? card} busy={busy} fallback={t('cardFailed')} onAction={onSubmit} />
          ) : (
            <>
              <p className="words">{dialog.message}</p>
              <button type="button" className="kit-button" onClick={onClose}>
                {t('close')}
              </button>
            </>
          )}
        </div>
      </div>
    </div>
  )
}
