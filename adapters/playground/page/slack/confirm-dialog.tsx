import { useId } from 'react'
import { useEscape, useFocusOnOpen } from '../use-dialog.ts'

interface Props {
  title: string
  text: string
  yes: string
  no: string
  danger: boolean
  onYes(): void
  onNo(): void
}

/** The question Slack asks before an action that carries a `confirm`. */
export function ConfirmDialog({ title, text, yes, no, danger, onYes, onNo }: Props) {
  const id = useId()
  const box = useFocusOnOpen<HTMLDivElement>(id, 'button:last-of-type')
  useEscape(box, onNo)
  return (
    <div className="layer confirm-layer">
      <div ref={box} role="alertdialog" aria-labelledby={id} aria-describedby={`${id}-text`} className="confirm">
        <h3 id={id}>{title}</h3>
        <p id={`${id}-text`}>{text}</p>
        <footer>
          <button type="button" className="kit-button" onClick={onNo}>
            {no}
          </button>
          <button type="button" className={`kit-button ${danger ? 'danger' : 'primary'}`} onClick={onYes}>
            {yes}
          </button>
        </footer>
      </div>
    </div>
  )
}
