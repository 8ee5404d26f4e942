import type { Hint } from '../../page-contract.ts'
import { useWords } from '../words.tsx'

/** Things to try with one click, on a person's first screen. */
export function Hints({ hints, onTry }: { hints: Hint[]; onTry(text: string): void }) {
  const { t } = useWords()
  if (hints.length === 0) return null
  return (
    <section className="hints" aria-label={t('tryThis')}>
      <span>{t('tryThis')}</span>
      {hints.map((hint) => (
        <button key={hint.label} type="button" title={hint.text} onClick={() => onTry(hint.text)}>
          {hint.label}
        </button>
      ))}
    </section>
  )
}
