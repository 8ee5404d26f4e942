import { useEffect, useRef, useState } from 'react'
import { useWords } from './words.tsx'

interface Props {
  text: string
  /** The editor stays open until whoever opened it closes it: what was refused is not lost. */
  onSave(text: string): void
  onCancel(): void
}

/** An own message being changed in its place: Enter keeps the change, Escape leaves everything as it was. */
export function MessageEditor({ text: before, onSave, onCancel }: Props) {
  const { t } = useWords()
  const [text, setText] = useState(before)
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    area.current?.focus()
    area.current?.setSelectionRange(before.length, before.length)
  }, [before])
  const save = () => {
    const next = text.trim()
    if (next === '') return
    if (next === before.trim()) onCancel()
    else onSave(next)
  }
  const key = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      save()
    }
  }
  return (
    <div className="editor">
      <textarea
        ref={area}
        rows={1}
        value={text}
        aria-label={t('editMessage')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
      />
      <footer>
        <button type="button" className="kit-button" onClick={onCancel}>
          {t('cancel')}
        </button>
        <button type="button" className="kit-button primary" disabled={text.trim() === ''} onClick={save}>
          {t('save')}
        </button>
      </footer>
    </div>
  )
}
