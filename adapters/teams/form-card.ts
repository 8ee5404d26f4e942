/** From a form in the reader's language to an Adaptive Card with inputs, in a dialog or in a message. */
import type { Form, FormField } from '../../src/bot/view.ts'
import { type Card, type Element, words } from './elements.ts'
import { limits, shortened } from './limits.ts'
import { closeData, pressData } from './press.ts'
import { fitted, heading, type Surface } from './render.ts'

const textStyles: Partial<Record<FormField['kind'], string>> = { email: 'Email', phone: 'Tel' }

function input(field: FormField<string>, required: string): Element {
  const { name: id, kind, value, placeholder, choices = [], maxLength } = field
  const shared = {
    id,
    ...(placeholder ? { placeholder: shortened(placeholder, limits.actionTitle) } : {}),
    ...(value ? { value: shortened(value, limits.inputValue) } : {}),
    // 1.3: desktop says it before sending; a phone leaves it away and the bot says it after.
    ...(field.optional ? {} : { isRequired: true }),
    errorMessage: field.error ?? required,
  }
  switch (kind) {
    case 'day':
      return { type: 'Input.Date', ...shared }
    case 'choice':
      return {
        type: 'Input.ChoiceSet',
        ...shared,
        style: choices.length <= 4 ? 'expanded' : 'compact',
        choices: choices
          .slice(0, limits.choices)
          .map((choice) => ({ title: shortened(choice.label, limits.choiceTitle), value: choice.value })),
      }
    case 'text':
    case 'multiline':
    case 'email':
    case 'phone':
      return {
        type: 'Input.Text',
        ...shared,
        ...(textStyles[kind] ? { style: textStyles[kind] } : {}),
        ...(kind === 'multiline' ? { isMultiline: true } : {}),
        maxLength: Math.min(maxLength ?? limits.inputValue, limits.inputValue),
      }
  }
}

/** The label stands above as text, because an input's own label came with 1.3 and phones would show none. */
function fieldElements(field: FormField<string>, surface: Surface): Element[] {
  const label = field.optional ? `${field.label} ${surface.phrase('teams-optional')}` : field.label
  return [
    ...words(label, { weight: 'Bolder' }, { spacing: 'Medium' }),
    ...(field.hint ? words(field.hint, { isSubtle: true }, { spacing: 'None' }) : []),
    input(field, surface.phrase('teams-required')),
    ...(field.error ? words(field.error, { color: 'Attention', weight: 'Bolder' }, { spacing: 'Small' }) : []),
  ]
}

/**
 * In a conversation that others read only the door to the form is shown: it opens in a dialog,
 * where what the person types and typed before is theirs alone.
 */
function doorCard(form: Form<string>, surface: Surface): Card | undefined {
  if (surface.where === 'dialog' || !surface.shared || !form.reopen) return undefined
  const press = { command: form.reopen.command, values: form.reopen.values ?? {}, nonce: surface.nonce }
  return fitted(
    {
      before: heading(form.title, form.tone ?? 'plain'),
      body: [],
      after: [],
      actions: [
        {
          type: 'Action.Submit',
          title: form.fields.length > 0 ? surface.phrase('fill-in') : shortened(form.submit, limits.actionTitle),
          data: pressData(press, true),
        },
      ],
    },
    surface,
  )
}

/** A refused form keeps what the person typed, and each fault stands right under its field. */
export function formCard(form: Form<string>, surface: Surface): Card {
  const door = doorCard(form, surface)
  if (door) return door
  const press = { command: form.command, values: form.hidden ?? {}, nonce: surface.nonce, form: true }
  const cancel: Element[] =
    surface.where === 'dialog' && form.cancel
      ? [
          {
            type: 'Action.Submit',
            title: shortened(form.cancel, limits.actionTitle),
            data: closeData,
            // Without this an empty required field would keep the dialog from being left.
            associatedInputs: 'none',
          },
        ]
      : []
  return fitted(
    {
      // A dialog shows the title in its own bar.
      before: surface.where === 'dialog' ? [] : heading(form.title, form.tone ?? 'plain'),
      body: form.intro ?? [],
      after: form.fields.flatMap((field) => fieldElements(field, surface)),
      actions: [
        {
          type: 'Action.Submit',
          title: shortened(form.submit, limits.actionTitle),
          style: form.tone === 'bad' ? 'destructive' : 'positive',
          data: pressData(press),
        },
        ...cancel,
      ],
    },
    surface,
  )
}
