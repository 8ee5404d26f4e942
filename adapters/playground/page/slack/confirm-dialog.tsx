import { useId, useState } from 'react'
import { createPortal } from 'react-dom'
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

/** The question Slack asks before something that cannot be undone, over the whole pane. */
export function ConfirmDialog(props: Props) {
  const [pane, setPane] = useState<Element | null>()
  return (
    <span hidden ref={(here) => setPane((old) => old ?? here?.closest('.pane-body'))}>
      {pane && createPortal(<Question {...props} />, pane)}
    </span>
  )
}

function Question({ title, text, yes, no, danger, onYes, onNo }: Props) {
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
