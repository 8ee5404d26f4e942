import { useId, useState } from 'react'
import type { SimulatedPerson, SlackConversation, SlackValues, SlackView } from '../../contract.ts'
import { useEscape, useFocusOnOpen } from '../use-dialog.ts'
import { useWords } from '../words.tsx'
import { Blocks } from './blocks.tsx'
import { Field } from './field.tsx'
import type { KitBlock, KitText, KitValue, Press } from './kit.ts'
import { valuesOf } from './kit.ts'

interface Props {
  modal: SlackView
  /** How many modals lie under this one. */
  below: number
  people: SimulatedPerson[]
  conversations: SlackConversation[]
  bot: string
  busy: boolean
  /** What Slack says above the form when the bot did not answer. */
  trouble: string | undefined
  /** What Slack's client itself refused, by block. */
  refused: Record<string, string> | undefined
  onSubmit(values: SlackValues): void
  onClose(): void
  onPress(press: Press, values: SlackValues): void
}

export function Modal({
  modal,
  below,
  people,
  conversations,
  bot,
  busy,
  trouble,
  refused,
  onSubmit,
  onClose,
  onPress,
}: Props) {
  const { t } = useWords()
  const id = useId()
  // Slack keeps what was typed in a field while block id and action id stay the same, also when the view is updated.
  const [typed, setTyped] = useState<SlackValues>({})
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const { callback_id: step } = modal.view as { callback_id?: string }
  const box = useFocusOnOpen<HTMLFormElement>(
    // The next step of a form takes the focus as a new one does; the same form with errors leaves it where it is.
    `${modal.id} ${step}`,
    '.modal-body :is(input, textarea, select), button[type=submit]',
  )
  useEscape(box, onClose)

  const view = modal.view as { title?: KitText; submit?: KitText; close?: KitText; blocks?: KitBlock[] }
  const blocks = view.blocks ?? []
  const entered: SlackValues = { ...modal.entered }
  for (const [block, actions] of Object.entries(typed)) entered[block] = { ...entered[block], ...actions }
  const values = valuesOf(blocks, entered)
  const set = (block: string, action: string, value: KitValue) => {
    setTyped((old) => ({ ...old, [block]: { ...old[block], [action]: value } }))
    setTouched((old) => new Set(old).add(block))
    setMissing((old) => new Set([...old].filter((each) => each !== block)))
  }
  const errorOf = (block: string) =>
    missing.has(block)
      ? t('fieldRequired')
      : touched.has(block)
        ? undefined
        : (refused?.[block] ?? modal.errors?.[block])

  const submit = () => {
    const empty = blocks.filter((block) => {
      const value = values[block.block_id ?? '']?.[block.element?.action_id ?? '']
      return block.type === 'input' && !block.optional && (value === null || value === undefined || value.length === 0)
    })
    setMissing(new Set(empty.map((block) => block.block_id ?? '')))
    setTouched(new Set())
    if (empty.length === 0) onSubmit(values)
  }

  const field = (block: KitBlock) => {
    const { element, block_id: blockId = '' } = block
    if (!element) return null
    const actionId = element.action_id ?? ''
    const fieldId = `${id}-${blockId}`
    const error = errorOf(blockId)
    const grouped = ['radio_buttons', 'checkboxes', 'multi_static_select'].includes(element.type)
    const label = (
      <>
        {block.label?.text}
        {block.optional && <small> {t('optional')}</small>}
      </>
    )
    return (
      <div className={`kit-input ${error ? 'refused' : ''}`} data-block-id={blockId}>
        {grouped ? (
          <span className="kit-label" id={`${fieldId}-label`}>
            {label}
          </span>
        ) : (
          <label className="kit-label" htmlFor={fieldId}>
            {label}
          </label>
        )}
        <Field
          element={element}
          id={fieldId}
          describedBy={error ? `${fieldId}-error` : block.hint ? `${fieldId}-hint` : undefined}
          invalid={error !== undefined}
          required={!block.optional}
          value={values[blockId]?.[actionId] ?? null}
          people={people}
          onChange={(value, settled) => {
            set(blockId, actionId, value)
            if (block.dispatch_action && settled && value !== null)
              onPress({ blockId, actionId, value }, { ...values, [blockId]: { [actionId]: value } })
          }}
        />
        {error && (
          <p className="kit-error" id={`${fieldId}-error`} role="alert">
            {error}
          </p>
        )}
        {block.hint && (
          <p className="kit-hint" id={`${fieldId}-hint`}>
            {block.hint.text}
          </p>
        )}
      </div>
    )
  }

  return (
    <div className="layer" data-below={Math.min(below, 2)}>
      <form
        ref={box}
        role="dialog"
        aria-labelledby={id}
        className="modal"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) submit()
        }}
      >
        <header>
          <h2 id={id}>{view.title?.text}</h2>
          <button type="button" className="modal-x" aria-label={t('closeDialog')} onClick={onClose}>
            ×
          </button>
        </header>
        <div className="modal-body">
          {trouble && (
            <p className="modal-trouble" role="alert">
              {trouble}
            </p>
          )}
          <Blocks
            blocks={blocks}
            people={people}
            conversations={conversations}
            bot={bot}
            values={values}
            busy={busy}
            input={field}
            onPress={(press) => {
              if (press.value !== undefined && values[press.blockId]?.[press.actionId] !== undefined)
                set(press.blockId, press.actionId, press.value)
              onPress(press, values)
            }}
          />
        </div>
        <footer>
          <button type="button" className="kit-button" onClick={onClose}>
            {view.close?.text ?? t('close')}
          </button>
          {view.submit && (
            <button type="submit" className="kit-button primary" disabled={busy} aria-busy={busy}>
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </div>
  )
}
