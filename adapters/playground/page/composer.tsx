import { useId, useRef, useState } from 'react'
import type { CommandGuide } from '../page-contract.ts'
import { useWords } from './words.tsx'

interface Props {
  label: string
  placeholder: string
  /** Offers the bot's commands while the text begins with a slash (Slack) or is empty and asked for (Teams). */
  guide?: CommandGuide | undefined
  /** Resolves to false when the text did not get through and should stay. */
  onSend(text: string): Promise<boolean>
}

/** Where a person writes, also while an answer is on its way: Enter sends, Shift+Enter starts a line, `/` shows what can be asked. */
export function Composer({ label, placeholder, guide, onSend }: Props) {
  const { t } = useWords()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [hidden, setHidden] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const offers = guide && !hidden && /^\/\S*( \S*)?$/.test(text) ? matching(guide, text) : []
  const offered = offers[Math.min(at, offers.length - 1)]

  const send = async (what: string) => {
    if (what.trim() === '') return
    setText('')
    if (!(await onSend(what.trim()))) setText((now) => (now === '' ? what : now))
  }
  const take = (usage: string) => {
    if (!guide) return
    // What stands in brackets or capitals is for the person to fill in.
    const words = usage.split(' ').filter((word) => !/^[[<]|^[A-Z]+\]?$/.test(word))
    const ready = `${guide.command} ${words.join(' ')}`
    setHidden(true)
    if (words.length === usage.split(' ').length) void send(ready)
    else setText(`${ready} `)
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
      void send(text)
    }
  }
  return (
    <div className="composer">
      {offers.length > 0 && (
        <div className="offers" role="listbox" id={`${id}-offers`} aria-label={t('commands')} tabIndex={-1}>
          {offers.map((command, index) => (
            <div
              key={command.usage}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={command === offered}
              onPointerDown={(event) => {
                event.preventDefault()
                take(command.usage)
              }}
            >
              <b>
                {guide?.command} {command.usage}
              </b>
              <span>{command.summary}</span>
            </div>
          ))}
        </div>
      )}
      <div className="composer-box">
        {guide && (
          <button
            type="button"
            className="slash"
            aria-label={t('commands')}
            title={t('commands')}
            onClick={() => {
              setHidden(text.startsWith('/') ? !hidden : false)
              setText(text.startsWith('/') ? text : `${guide.command} `)
              area.current?.focus()
            }}
          >
            /
          </button>
        )}
        <textarea
          ref={area}
          rows={1}
          value={text}
          aria-label={label}
          aria-controls={offered ? `${id}-offers` : undefined}
          aria-activedescendant={offered ? `${id}-${offers.indexOf(offered)}` : undefined}
          placeholder={placeholder}
          onChange={(event) => {
            setText(event.target.value)
            setHidden(false)
            setAt(0)
          }}
          onKeyDown={key}
        />
        <button
          type="button"
          className="send"
          aria-label={t('send')}
          title={t('send')}
          disabled={text.trim() === ''}
          onClick={() => send(text)}
        >
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
            <path d="M2.5 3.2 18 10 2.5 16.8l1.6-5.6L11 10 4.1 8.8z" fill="currentColor" />
          </svg>
        </button>
      </div>
    </div>
  )
}

function matching(guide: CommandGuide, text: string) {
  const [command = '', word] = text.split(' ')
  if (!guide.command.startsWith(command)) return []
  return guide.commands.filter(({ usage }) => usage.startsWith(word ?? '')).slice(0, 30)
}
