import type { TeamsMessage } from '../../contract.ts'
import { useWords } from '../words.tsx'
import { gist } from './chains.ts'
import { authorOf, useScene } from './scene.ts'

interface Props {
  message: TeamsMessage
  /** Takes the quote off words that are still being written. */
  onRemove?: () => void
}

export function Quote({ message, onRemove }: Props) {
  const { t } = useWords()
  const name = authorOf(message, useScene()) ?? t('somebody')
  return (
    <blockquote className="quote" aria-label={t('quoteFrom', { name })}>
      <b>{name}</b>
      <p>{message.deleted ? t('deleted') : gist(message)}</p>
      {onRemove && (
        <button type="button" aria-label={t('removeQuote')} title={t('removeQuote')} onClick={onRemove}>
          ×
        </button>
      )}
    </blockquote>
  )
}
