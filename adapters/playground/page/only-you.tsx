import { useWords } from './words.tsx'

/** Slack's line above a message that is in nobody else's conversation. */
export function OnlyYou() {
  const { t } = useWords()
  return (
    <p className="only-you">
      <svg viewBox="0 0 20 20" width="13" height="13" aria-hidden="true">
        <path
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          d="M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.5 15.5 10 15.5 1.5 10 1.5 10Z"
        />
        <circle cx="10" cy="10" r="2.6" fill="currentColor" />
      </svg>
      {t('onlyYou')}
    </p>
  )
}
