import { useEffect, useRef, useState } from 'react'
import type { Fault } from '../../contract.ts'
import { playgroundPaths } from '../../contract.ts'
import { tell } from '../server.ts'
import { useWords } from '../words.tsx'

type Ailment = 'healthy' | 'rateLimited' | 'errors' | 'slow' | 'lostAnswers'
const platforms = ['slack', 'teams', 'mail'] as const
type Platform = (typeof platforms)[number]

/** Every second call by chance, so that retrying gets through in the end, as it does on a bad day of the real platform. */
const faults: Record<Ailment, Fault[]> = {
  healthy: [],
  rateLimited: [{ method: '*', kind: 'rate-limited', share: 0.5, retryAfterSeconds: 2 }],
  errors: [{ method: '*', kind: 'error', share: 0.5 }],
  slow: [{ method: '*', kind: 'delay', delayMs: 4000 }],
  lostAnswers: [{ method: '*', kind: 'error-executed', share: 0.5 }],
}

export function FaultControl() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<Record<Platform, Ailment>>({
    slack: 'healthy',
    teams: 'healthy',
    mail: 'healthy',
  })
  const [failed, setFailed] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    const away = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !root.current?.contains(event.target as Node))
        setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    document.addEventListener('keydown', away)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('keydown', away)
    }
  }, [open])

  const names: Record<Platform, string> = { slack: 'Slack', teams: 'Teams', mail: t('faultMail') }
  const ailments: Record<Ailment, string> = {
    healthy: t('faultHealthy'),
    rateLimited: t('faultRateLimited'),
    errors: t('faultErrors'),
    slow: t('faultSlow'),
    lostAnswers: t('faultLostAnswers'),
  }
  const set = async (platform: Platform, ailment: Ailment) => {
    setChosen((old) => ({ ...old, [platform]: ailment }))
    setFailed(false)
    try {
      await tell(playgroundPaths.faults, { platform, faults: faults[ailment] })
    } catch {
      setChosen((old) => ({ ...old, [platform]: 'healthy' }))
      setFailed(true)
    }
  }
  const ill = platforms.filter((platform) => chosen[platform] !== 'healthy')
  return (
    <div className="control faults" ref={root}>
      <button
        type="button"
        aria-expanded={open}
        aria-haspopup="true"
        className={ill.length > 0 ? 'warning' : ''}
        onClick={() => setOpen(!open)}
      >
        {ill.length > 0
          ? t('faultsActive', { platforms: ill.map((platform) => names[platform]).join(', ') })
          : t('faults')}
      </button>
      {open && (
        <section className="popover" aria-label={t('faults')}>
          <p>{t('faultsExplained')}</p>
          {platforms.map((platform) => (
            <label key={platform}>
              <span>{names[platform]}</span>
              <select
                aria-label={t('faultOf', { platform: names[platform] })}
                value={chosen[platform]}
                onChange={(event) => set(platform, event.target.value as Ailment)}
              >
                {(Object.keys(faults) as Ailment[]).map((ailment) => (
                  <option key={ailment} value={ailment}>
                    {ailments[ailment]}
                  </option>
                ))}
              </select>
            </label>
          ))}
          {failed && <p role="alert">{t('faultFailed')}</p>}
        </section>
      )}
    </div>
  )
}
