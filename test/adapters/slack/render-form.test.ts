import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeInvocation, decodeNote, encodeInvocation, encodeNote } from '../../../adapters/slack/invocation.ts'
import { limits, weigh } from '../../../adapters/slack/limits.ts'
import { formModal, replyMessage } from '../../../adapters/slack/render-form.ts'
import type { Form, FormField } from '../../../src/bot/view.ts'
import { wordsIn } from './support/press.ts'
import { asks, ScriptedBot } from './support/scripted-bot.ts'

const bot = new ScriptedBot()
const phrase = (name: string, values?: Record<string, string | number>) => bot.phrase('en', name, values)

describe('forms', () => {
  const base: Form<string> = { command: 'x', title: 'T', submit: 'S', fields: [] }
  const inputOf = (field: FormField<string>) =>
    (formModal({ ...base, fields: [field] }, phrase).blocks as any[]).find(({ type }) => type === 'input')

  test('250 choices are groups of a hundred, the chosen one among them', () => {
    const choices = Array.from({ length: 250 }, (_, i) => ({ value: `v${i}`, label: `Product ${i}` }))
    const { element } = inputOf({ name: 'p', kind: 'choice', label: 'P', choices, value: 'v201' })
    expect(element.option_groups.map(({ options }: any) => options.length)).toEqual([100, 100, 50])
    expect(element.initial_option.value).toBe('v201')
  })

  test('few choices that must be made are radio buttons; those that may be left are a list', () => {
    const choices = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ]
    expect(inputOf({ name: 'p', kind: 'choice', label: 'P', choices }).element.type).toBe('radio_buttons')
    expect(inputOf({ name: 'p', kind: 'choice', label: 'P', choices, optional: true }).element.type).toBe(
      'static_select',
    )
  })

  test('each kind of field has its input, with what was typed before', () => {
    const day = inputOf({ name: 'd', kind: 'day', label: 'D', value: '2027-02-28' }).element
    expect(day).toMatchObject({ type: 'datepicker', initial_date: '2027-02-28' })
    expect(inputOf({ name: 'd', kind: 'day', label: 'D', value: '28.2.2027' }).element).not.toHaveProperty(
      'initial_date',
    )
    expect(inputOf({ name: 'm', kind: 'email', label: 'M', value: 'a@b.c' }).element).toMatchObject({
      type: 'email_text_input',
      initial_value: 'a@b.c',
    })
    expect(inputOf({ name: 'w', kind: 'multiline', label: 'W' }).element).toMatchObject({
      type: 'plain_text_input',
      multiline: true,
    })
  })

  test('the same field name in another command is another input, so that nothing is inherited', () => {
    const field: FormField<string> = { name: 'serial', kind: 'text', label: 'S' }
    const ids = ['a', 'b'].map(
      (command) => (formModal({ ...base, command, fields: [field] }, phrase).blocks[0] as any).block_id,
    )
    expect(new Set(ids).size).toBe(2)
  })

  test('as a message a confirmation keeps its button, and a form gets one that opens it', () => {
    const carried = (reply: ReturnType<typeof asks>) => {
      const actions = replyMessage(reply, phrase).blocks.at(-1) as any
      return { text: actions.elements[0].text.text, ...decodeInvocation(actions.elements[0].value) }
    }
    expect(carried(asks({ command: 'register.confirm', hidden: { serial: 'X' }, submit: 'Register' }))).toEqual({
      text: 'Register',
      command: 'register.confirm',
      values: { serial: 'X' },
    })
    const fields: FormField<string>[] = [{ name: 'serial', kind: 'text', label: 'S', value: 'OMF', error: 'Unknown' }]
    expect(carried(asks({ command: 'register', fields, hidden: { step: '1' } }))).toEqual({
      text: 'Fill in the form',
      command: 'register',
      values: { serial: 'OMF', step: '1' },
    })
    expect(wordsIn(replyMessage(asks({ command: 'register', fields }), phrase).blocks)).toContain('Unknown')
  })
})

describe('what buttons and dialogs carry', () => {
  test('comes back as it was, whatever the values hold', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), fc.string({ unit: 'grapheme', maxLength: 30 }), {
          maxKeys: 5,
        }),
        (values) => {
          // Assigning it would set a prototype; that is tested below.
          fc.pre(!Object.hasOwn(values, '__proto__'))
          const plainValues = { ...values }
          expect(decodeInvocation(encodeInvocation({ command: 'a.b', values: plainValues }))).toEqual({
            command: 'a.b',
            values: plainValues,
          })
          const note = { command: 'a.b', values: plainValues, origin: { conversation: 'C1', thread: '1.2' } }
          expect(decodeNote(encodeNote(note))).toEqual(note)
        },
      ),
    )
  })

  test('loses the longest values first when it is too long, never an id', () => {
    const value = encodeInvocation({ command: 'case.open', values: { id: '7', text: '"&'.repeat(3_000) } })
    expect(weigh(value)).toBeLessThanOrEqual(limits.buttonValue)
    expect(decodeInvocation(value)).toEqual({ command: 'case.open', values: { id: '7' } })
  })

  test('is measured as Slack measures it: an ampersand weighs five', () => {
    const value = encodeInvocation({ command: 'case.open', values: { id: '7', text: '&'.repeat(1_000) } })
    expect(decodeInvocation(value)?.values).toEqual({ id: '7' })
  })

  test.each(['', 'x', '[]', 'null', '7', '{"values":{}}', '{"command":7}', '{"command":""}'])(
    '%j is nobody’s button',
    (value) => {
      expect(decodeInvocation(value)).toBeUndefined()
    },
  )

  test('only strings are taken, and no prototype is touched', () => {
    const values = decodeInvocation('{"command":"a","values":{"n":1,"o":{},"s":"x","__proto__":"y"}}')!.values
    expect(Object.entries(values)).toContainEqual(['s', 'x'])
    expect(Object.keys(values)).not.toContain('n')
    expect(({} as Record<string, unknown>).y).toBeUndefined()
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
  })
})
