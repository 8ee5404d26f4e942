import { useWords } from './words.tsx'

/** The dot beside what holds something new. */
export function NewsMark() {
  const { t } = useWords()
  return (
    <span className="news">
      <span className="unseen">{t('unread')}</span>
    </span>
  )
}
