import { useEffect, useRef, useState } from 'react'
import type { Mail } from '../../contract.ts'
import { clockTime, dayName, instantOf } from '../times.ts'
import { useWords } from '../words.tsx'

interface Props {
  mails: Mail[]
  read: ReadonlySet<string>
  onRead(id: string): void
}

/** A one-time or invitation code: digits alone, or capitals at the end of a line, alone or after a label. */
const codes = [/(?<![\d.:/-])(\d{6,8})(?![\d:/-]|\.\d)/, /(?:^|[:：])\s*([A-Z0-9]{4,}(?:-[A-Z0-9]{3,})*)\s*$/m]

const codeIn = (text: string) => codes.map((code) => code.exec(text)?.[1]).find((code) => code !== undefined)

export function MailPane({ mails, read, onRead }: Props) {
  const { language, t } = useWords()
  const [wanted, setWanted] = useState<string>()
  const newestFirst = mails.toReversed()
  const newest = newestFirst[0]?.id
  const open = newestFirst.find(({ id }) => id === wanted) ?? newestFirst[0]
  // A mail that just came is what the person is waiting for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new newest mail opens itself
  useEffect(() => setWanted(undefined), [newest])
  return (
    <section className="pane mail" data-pane="mail" aria-label={t('paneMail')}>
      <header className="pane-head">
        <h2>{t('paneMail')}</h2>
        <small>{t('mailSubtitle')}</small>
      </header>
      <div className="pane-body">
        {open ? (
          <>
            <ul className="mail-list" aria-label={t('mails')}>
              {newestFirst.map((mail) => {
                const at = instantOf(mail.receivedAt)
                return (
                  <li key={mail.id}>
                    <button
                      type="button"
                      aria-current={mail.id === open.id ? 'true' : undefined}
                      className={read.has(mail.id) ? '' : 'fresh'}
                      onClick={() => {
                        setWanted(mail.id)
                        onRead(mail.id)
                      }}
                    >
                      <b>{mail.subject}</b>
                      {at && <time dateTime={at.toISOString()}>{clockTime(at, language)}</time>}
                      <span>{mail.to.join(', ')}</span>
                    </button>
                  </li>
                )
              })}
            </ul>
            <OpenMail mail={open} language={language} onRead={onRead} />
          </>
        ) : (
          <p className="empty">{t('mailEmpty')}</p>
        )}
      </div>
    </section>
  )
}

function OpenMail({ mail, language, onRead }: { mail: Mail; language: string; onRead(id: string): void }) {
  const { t } = useWords()
  const [copied, setCopied] = useState<string>()
  const article = useRef<HTMLElement>(null)
  const seen = useRef(onRead)
  seen.current = onRead
  // Behind another tab it is not read.
  useEffect(() => {
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) seen.current(mail.id)
    })
    if (article.current) watch.observe(article.current)
    return () => watch.disconnect()
  }, [mail.id])
  const code = codeIn(mail.text)
  const at = instantOf(mail.receivedAt)
  const copy = async () => {
    if (!code) return
    await navigator.clipboard.writeText(code)
    setCopied(mail.id)
    onRead(mail.id)
  }
  return (
    <article ref={article} className="mail-open" aria-label={mail.subject}>
      <h3>{mail.subject}</h3>
      <dl>
        <dt>{t('mailFrom')}</dt>
        <dd>{mail.from}</dd>
        <dt>{t('mailTo')}</dt>
        <dd>{mail.to.join(', ')}</dd>
        {at && (
          <>
            <dt>{t('mailAt')}</dt>
            <dd>
              {dayName(at, language)} {clockTime(at, language)}
            </dd>
          </>
        )}
      </dl>
      {code && (
        <p className="code">
          <code data-testid="mail-code">{code}</code>
          <button type="button" onClick={copy}>
            {copied === mail.id ? t('codeCopied') : t('copyCode')}
          </button>
        </p>
      )}
      <p className="words mail-text">{mail.text}</p>
    </article>
  )
}
