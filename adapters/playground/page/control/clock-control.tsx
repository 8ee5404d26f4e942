import { useState } from 'react'
import type { Playground } from '../../contract.ts'
import { playgroundPaths } from '../../contract.ts'
import { tell } from '../server.ts'
import { dayName } from '../times.ts'
import { useWords } from '../words.tsx'

/** The bot's clock: jumping ahead shows at once what expires and which notices go out. */
export function ClockControl({ clock }: { clock: Playground['clock'] }) {
  const { language, t } = useWords()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const move = async (body: { days: number } | { reset: true }) => {
    setBusy(true)
    setFailed(false)
    try {
      await tell(playgroundPaths.clock, body)
    } catch {
      setFailed(true)
    } finally {
      setBusy(false)
    }
  }
  return (
    <fieldset className="control clock" aria-busy={busy}>
      <legend className="unseen">{t('clock')}</legend>
      <span className="clock-day">
        <small>{clock.aheadDays === 0 ? t('today') : t('aheadDays', { days: clock.aheadDays })}</small>
        <time dateTime={clock.now} data-testid="clock-day">
          {dayName(new Date(clock.now), language)}
        </time>
      </span>
      {[1, 30, 90].map((days) => (
        <button
          key={days}
          type="button"
          disabled={busy}
          title={t('jumpDays', { days })}
          aria-label={t('jumpDays', { days })}
          onClick={() => move({ days })}
        >
          {t('plusDays', { days })}
        </button>
      ))}
      {clock.aheadDays !== 0 && (
        <button type="button" className="quiet" disabled={busy} onClick={() => move({ reset: true })}>
          {t('backToToday')}
        </button>
      )}
      {failed && <span role="alert">{t('clockFailed')}</span>}
    </fieldset>
  )
}
