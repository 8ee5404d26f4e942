import type { SimulatedPerson } from '../../contract.ts'
import { useWords } from '../words.tsx'
import type { KitElement, KitOption, KitValue } from './kit.ts'
import { optionsOf } from './kit.ts'

export interface FieldProps {
  element: KitElement
  id: string
  /** Ids of the hint and the error, for those who hear the page. */
  describedBy?: string
  label?: string
  invalid?: boolean
  required?: boolean
  value: KitValue
  people: SimulatedPerson[]
  /** `settled`: chosen rather than still being typed. */
  onChange(value: KitValue, settled: boolean): void
}

const textTypes: Record<string, string> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
}

/**
 * One Block Kit input. The Block Kit renderer draws these as unlabelled boxes without a callback,
 * so the page draws them itself, from the browser's own controls.
 */
export function Field(props: FieldProps) {
  const { element, id, value, onChange } = props
  const common = {
    id,
    'aria-describedby': props.describedBy,
    'aria-invalid': props.invalid || undefined,
    'aria-label': props.label,
    'data-action-id': element.action_id,
  }
  const text = typeof value === 'string' ? value : ''
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input': {
      const input = {
        ...common,
        value: text,
        placeholder: element.placeholder?.text,
        maxLength: element.max_length,
        autoComplete: 'off',
        'aria-required': props.required || undefined,
      }
      return element.multiline ? (
        <textarea {...input} rows={4} onChange={(event) => onChange(event.target.value || null, false)} />
      ) : (
        <input
          {...input}
          type={textTypes[element.type]}
          min={element.min_value}
          max={element.max_value}
          step={element.is_decimal_allowed ? 'any' : undefined}
          onChange={(event) => onChange(event.target.value || null, false)}
        />
      )
    }
    case 'datepicker':
    case 'timepicker':
      return (
        <input
          {...common}
          type={element.type === 'datepicker' ? 'date' : 'time'}
          value={text}
          aria-required={props.required || undefined}
          onChange={(event) => onChange(event.target.value || null, true)}
        />
      )
    case 'static_select':
      return <Select {...props} common={common} options={optionsOf(element)} />
    case 'users_select':
      return (
        <Select
          {...props}
          common={common}
          options={props.people.map((person) => ({
            value: person.id,
            text: { type: 'plain_text', text: person.name },
          }))}
        />
      )
    case 'radio_buttons':
    case 'checkboxes':
    case 'multi_static_select':
      return <Choices {...props} />
    default:
      return <NotDrawn type={element.type} />
  }
}

function Select({ element, value, onChange, common, options }: FieldProps & { common: object; options: KitOption[] }) {
  const { t } = useWords()
  return (
    <select
      {...common}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value || null, true)}
    >
      <option value="">{element.placeholder?.text ?? t('choose')}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text.text}
        </option>
      ))}
    </select>
  )
}

function Choices({ element, id, label, describedBy, value, onChange }: FieldProps) {
  const single = element.type === 'radio_buttons'
  const chosen = Array.isArray(value) ? value : value === null ? [] : [value]
  const toggle = (option: string, on: boolean) => {
    if (single) onChange(option, true)
    else onChange(on ? [...chosen, option] : chosen.filter((each) => each !== option), true)
  }
  const group = {
    role: single ? 'radiogroup' : 'group',
    'aria-describedby': describedBy,
    ...(label ? { 'aria-label': label } : { 'aria-labelledby': `${id}-label` }),
  }
  return (
    <div className="choices" {...group}>
      {optionsOf(element).map((option) => (
        <label key={option.value}>
          <input
            type={single ? 'radio' : 'checkbox'}
            name={id}
            checked={chosen.includes(option.value)}
            onChange={(event) => toggle(option.value, event.target.checked)}
          />
          <span>
            {option.text.text}
            {option.description && <small>{option.description.text}</small>}
          </span>
        </label>
      ))}
    </div>
  )
}

function NotDrawn({ type }: { type: string }) {
  const { t } = useWords()
  return <p className="not-drawn">{t('notDrawn', { type })}</p>
}
