import type { ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import type { CommandGuide } from '../page-contract.ts'
import { Attached } from './attached.tsx'
import type { Draft } from './drafts.ts'
import { draftAt, emptyDraft, isEmpty, keepDraft } from './drafts.ts'
import { matching, Offers, readyWords } from './offers.tsx'
import { isTooMuch, mostBytes, sizeWords } from './shared-files.ts'
import { useDrop } from './use-drop.ts'
import { useWords } from './words.tsx'

interface Props {
  /** Whose words and where: the draft is kept under it. Needs a `key` of the same. */
  place: string
  label: string
  placeholder: string
  /** Offers the bot's commands while the text begins with a slash (Slack) or is empty and asked for (Teams). */
  guide?: CommandGuide | undefined
  /** What stands above the words: a quoted message. */
  above?: ReactNode
  autoFocus?: boolean
  /** Resolves to false when the words did not get through and should stay. */
  onSend(draft: Draft): Promise<boolean>
}

/** Where a person writes, also while an answer is on its way: Enter sends, Shift+Enter starts a line, `/` shows what can be asked. */
export function Composer({ place, label, placeholder, guide, above, autoFocus, onSend }: Props) {
  const { language, t } = useWords()
  const id = useId()
  const [draft, setDraft] = useState(() => draftAt(place))
  const [at, setAt] = useState(0)
  const [hidden, setHidden] = useState(false)
  const [problem, setProblem] = useState<string>()
  const box = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const { text, files } = draft
  const offers = guide && !hidden && /^\/\S*( \S*)?$/.test(text) ? matching(guide, text) : []
  const offered = offers[Math.min(at, offers.length - 1)]

  useEffect(() => {
    if (autoFocus) area.current?.focus({ preventScroll: true })
  }, [autoFocus])
  const keep = (next: Draft) => {
    keepDraft(place, next)
    setDraft(next)
  }
  const attach = (more: File[]) => {
    if (more.length === 0) return
    const all = [...draftAt(place).files, ...more]
    if (isTooMuch(all)) setProblem(t('filesTooLarge', { size: sizeWords(mostBytes, language) }))
    else {
      setProblem(undefined)
      keep({ ...draftAt(place), files: all })
    }
    area.current?.focus()
  }
  useDrop(box, attach)
  const send = async (what: Draft) => {
    if (isEmpty(what)) return
    keep(emptyDraft)
    // Whoever already writes the next words keeps those.
    if (!(await onSend({ ...what, text: what.text.trim() })) && isEmpty(draftAt(place))) keep(what)
  }
  const take = (usage: string) => {
    if (!guide) return
    const ready = readyWords(guide.command, usage)
    setHidden(true)
    if (ready.whole) void send({ text: ready.text, files: [] })
    else keep({ ...draft, text: `${ready.text} ` })
    area.current?.focus()
  }
  const key = (event: React.KeyboardEvent) => {
    // Enter inside an input method chooses a candidate; it does not send.
    if (event.nativeEvent.isComposing) return
    if (offered && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((Math.min(at, offers.length - 1) + step + offers.length) % offers.length)
    } else if (offered && event.key === 'Escape') {
      event.stopPropagation()
      setHidden(true)
    } else if (offered && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault()
      take(offered.usage)
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void send(draft)
    }
  }
  return (
    <div className="composer" ref={box}>
      {guide && offers.length > 0 && (
        <Offers id={id} command={guide.command} offers={offers} offered={offered} onTake={take} />
      )}
      {problem && (
        <p className="trouble" role="alert">
          {problem}
        </p>
      )}
      <div className="composer-frame">
        {above}
        <Attached
          files={files}
          onRemove={(file) => {
            setProblem(undefined)
            keep({ ...draft, files: files.filter((each) => each !== file) })
          }}
        />
        <div className="composer-box">
          {guide && (
            <button
              type="button"
              className="slash"
              aria-label={t('commands')}
              title={t('commands')}
              onClick={() => {
                setHidden(text.startsWith('/') ? !hidden : false)
                keep({ ...draft, text: text.startsWith('/') ? text : `${guide.command} ` })
                area.current?.focus()
              }}
            >
              /
            </button>
          )}
          <button
            type="button"
            className="attach"
            aria-label={t('attach')}
            title={t('attach')}
            onClick={() => picker.current?.click()}
          >
            <svg viewBox="0 0 20 20" width="17" height="17" aria-hidden="true">
              <path
                fill="none"
                stroke="currentColor"
                strokeWidth="1.5"
                strokeLinecap="round"
                d="m14.6 8.4-5.3 5.4a2.6 2.6 0 0 1-3.7-3.7l6-6.1a3.7 3.7 0 0 1 5.3 5.2l-6.2 6.4a5 5 0 0 1-7-7.2l4.9-5"
              />
            </svg>
          </button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label={t('attach')}
            onChange={(event) => {
              attach([...(event.target.files ?? [])])
              // The same file can be chosen again after it was taken out.
              event.target.value = ''
            }}
          />
          <textarea
            ref={area}
            rows={1}
            value={text}
            aria-label={label}
            aria-controls={offered ? `${id}-offers` : undefined}
            aria-activedescendant={offered ? `${id}-${offers.indexOf(offered)}` : undefined}
            placeholder={placeholder}
            onChange={(event) => {
              keep({ ...draft, text: event.target.value })
              setHidden(false)
              setAt(0)
            }}
            onKeyDown={key}
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0) return
              event.preventDefault()
              attach([...event.clipboardData.files])
            }}
          />
          <button
            type="button"
            className="send"
            aria-label={t('send')}
            title={t('send')}
            disabled={isEmpty(draft)}
            onClick={() => send(draft)}
          >
            <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
              <path d="M2.5 3.2 18 10 2.5 16.8l1.6-5.6L11 10 4.1 8.8z" fill="currentColor" />
            </svg>
          </button>
        </div>
      </div>
    </div>
  )
}
