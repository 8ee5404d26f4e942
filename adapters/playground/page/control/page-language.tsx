import type { Language } from '../words.tsx'
import { languages, useWords } from '../words.tsx'

export function PageLanguage() {
  const { language, choose, t } = useWords()
  return (
    <label className="control">
      <span className="unseen">{t('pageLanguage')}</span>
      <select
        aria-label={t('pageLanguage')}
        value={language}
        onChange={(event) => choose(event.target.value as Language)}
      >
        {languages.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
