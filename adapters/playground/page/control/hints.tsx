import type { Hint } from '../../page-contract.ts'
import { useWords } from '../words.tsx'

interface Props {
  hints: Hint[]
  onTry(hint: Hint): void
  onClose(): void
}

/** Things to try with one click, on a person's first screens; one that was tried goes away. */
export function Hints({ hints, onTry, onClose }: Props) {
  const { t } = useWords()
  if (hints.length === 0) return null
  return (
    <section className="hints" aria-label={t('tryThis')}>
      <span>{t('tryThis')}</span>
      <button type="button" className="quiet" aria-label={t('close')} title={t('close')} onClick={onClose}>
        ✕
      </button>
      {hints.map((hint) => (
        <button key={hint.text} type="button" title={hint.text} onClick={() => onTry(hint)}>
          {hint.label}
        </button>
      ))}
    </section>
  )
}
