import { useState } from 'react'
import type { SimulatedPerson } from '../../contract.ts'
import { useWords } from '../words.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Field } from './field.tsx'
import type { KitElement, KitValue } from './kit.ts'

interface Props {
  element: KitElement
  id: string
  value: KitValue
  people: SimulatedPerson[]
  busy: boolean
  onPress(value: string | string[] | undefined): void
}

/** A button, menu or picker that answers at once; the bot hears of each press or choice. */
export function Element({ element, id, value, people, busy, onPress }: Props) {
  const { t } = useWords()
  const [confirming, setConfirming] = useState(false)
  const label = element.accessibility_label ?? element.placeholder?.text ?? t('choose')
  if (element.type === 'image') return null
  if (element.type === 'overflow')
    return (
      <details className="overflow">
        <summary aria-label={t('moreActions')}>⋯</summary>
        <ul>
          {element.options?.map((option) => (
            <li key={option.value}>
              <button type="button" disabled={busy} onClick={() => onPress(option.value)}>
                {option.text.text}
              </button>
            </li>
          ))}
        </ul>
      </details>
    )
  if (element.type !== 'button')
    return (
      <Field
        element={element}
        id={id}
        label={label}
        value={value}
        people={people}
        onChange={(next) => onPress(next ?? undefined)}
      />
    )
  const press = () => {
    setConfirming(false)
    if (element.url) window.open(element.url, '_blank', 'noopener')
    onPress(element.value)
  }
  return (
    <>
      <button
        type="button"
        className={`kit-button ${element.style ?? ''}`}
        aria-label={element.accessibility_label}
        data-action-id={element.action_id}
        disabled={busy}
        onClick={() => (element.confirm ? setConfirming(true) : press())}
      >
        {element.text?.text}
      </button>
      {confirming && element.confirm && (
        <ConfirmDialog
          title={element.confirm.title.text}
          text={element.confirm.text.text}
          yes={element.confirm.confirm.text}
          no={element.confirm.deny.text}
          danger={element.confirm.style === 'danger'}
          onYes={press}
          onNo={() => setConfirming(false)}
        />
      )}
    </>
  )
}
