import { useCallback, useEffect, useState } from 'react'
import type { CommandGuide, Hint } from '../page-contract.ts'
import { ClockControl } from './control/clock-control.tsx'
import { FaultControl } from './control/fault-control.tsx'
import { PageLanguage } from './control/page-language.tsx'
import { MailPane } from './mail/mail-pane.tsx'
import { NewsMark } from './news-mark.tsx'
import { ask } from './server.ts'
import { SlackPane } from './slack/slack-pane.tsx'
import { TeamsPane } from './teams/teams-pane.tsx'
import { useHints } from './use-hints.ts'
import { usePlayground } from './use-playground.ts'
import { useWords } from './words.tsx'

const panes = ['slack', 'teams', 'triage', 'mail'] as const
type PaneName = (typeof panes)[number]

const noGuide: CommandGuide = { command: '/support', bot: 'Anshin', commands: [] }

export function App() {
  const { language, t } = useWords()
  const { state, connected } = usePlayground()
  const [shown, setShown] = useState<PaneName>('slack')
  // Where four panes do not fit, triage and mailbox share the third column.
  const [side, setSide] = useState<'triage' | 'mail'>('mail')
  const [guide, setGuide] = useState(noGuide)
  const [hints, setHints] = useState<Hint[]>([])
  const trials = useHints(hints)
  const [readMail, setReadMail] = useState<ReadonlySet<string>>(new Set())
  const [news, setNews] = useState<Partial<Record<PaneName, boolean>>>({})
  const onSlackNews = useCallback((any: boolean) => setNews((old) => ({ ...old, slack: any })), [])
  const onTeamsNews = useCallback((any: boolean) => setNews((old) => ({ ...old, teams: any })), [])
  const onTriageNews = useCallback((any: boolean) => setNews((old) => ({ ...old, triage: any })), [])
  useEffect(() => {
    ask<CommandGuide>(`/playground/guide?lang=${language}`).then(setGuide, () => setGuide(noGuide))
    ask<Hint[]>(`/playground/hints?lang=${language}`).then(setHints, () => setHints([]))
  }, [language])

  const paneNames: Record<PaneName, string> = {
    slack: t('paneSlack'),
    teams: t('paneTeams'),
    triage: t('paneTriage'),
    mail: t('paneMail'),
  }
  const unread = state ? state.mail.filter((mail) => !readMail.has(mail.id)).length : 0
  const open = (pane: PaneName) => {
    setShown(pane)
    if (pane === 'triage' || pane === 'mail') setSide(pane)
  }

  return (
    <div className="page" data-shown={shown} data-side={side}>
      <header className="page-head">
        <div className="brand">
          <span className="brand-mark" aria-hidden="true">
            安
          </span>
          <div>
            <h1>{t('title', { bot: guide.bot })}</h1>
            <p>{t('subtitle')}</p>
          </div>
        </div>
        <div className="controls">
          {state && <ClockControl clock={state.clock} />}
          <FaultControl />
          <PageLanguage />
        </div>
      </header>
      {!connected && (
        <p className="page-alert" role="alert">
          {t('disconnected')}
        </p>
      )}
      <div className="pane-tabs" role="tablist" aria-label={t('panes')}>
        {panes.map((pane) => (
          <button
            key={pane}
            type="button"
            role="tab"
            aria-selected={shown === pane}
            data-tab={pane}
            onClick={() => open(pane)}
          >
            {paneNames[pane]}
            {news[pane] && <NewsMark />}
            {pane === 'mail' && unread > 0 && <span className="badge">{unread}</span>}
          </button>
        ))}
      </div>
      {state ? (
        <main className="panes">
          <SlackPane pane="slack" state={state.slack} guide={guide} trials={trials} onNews={onSlackNews} />
          <TeamsPane state={state.teams} guide={guide} trials={trials} onNews={onTeamsNews} />
          <div className="side">
            <div className="side-tabs" role="tablist" aria-label={t('panes')}>
              {(['triage', 'mail'] as const).map((pane) => (
                <button
                  key={pane}
                  type="button"
                  role="tab"
                  aria-selected={side === pane}
                  data-side-tab={pane}
                  onClick={() => open(pane)}
                >
                  {paneNames[pane]}
                  {news[pane] && <NewsMark />}
                  {pane === 'mail' && unread > 0 && <span className="badge">{unread}</span>}
                </button>
              ))}
            </div>
            <SlackPane pane="triage" state={state.slack} guide={guide} trials={trials} onNews={onTriageNews} />
            <MailPane mails={state.mail} read={readMail} onRead={(id) => setReadMail((old) => new Set(old).add(id))} />
          </div>
        </main>
      ) : (
        <p className="page-wait" aria-busy="true">
          {t('loading')}
        </p>
      )}
    </div>
  )
}
