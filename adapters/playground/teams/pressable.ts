import { isDeepStrictEqual } from 'node:util'

type Json = Record<string, any>

export type Press = { ok: true; action: Json; data: Json } | { ok: false; refused: string }

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Everything with a `type` in a card, at any depth, a button's data excepted. */
function* parts(value: unknown): Generator<Json> {
  if (Array.isArray(value)) for (const item of value) yield* parts(item)
  else if (isObject(value)) {
    if (typeof value.type === 'string') yield value
    for (const [key, inner] of Object.entries(value)) if (key !== 'data') yield* parts(inner)
  }
}

const isUnset = (value: unknown): boolean => value === undefined || value === null || value === ''

/** What the client itself refuses before anything reaches the bot. */
function inputFault(input: Json, value: unknown): string | undefined {
  const fault: string = input.errorMessage ?? `${input.label ?? input.id} is not valid`
  if (isUnset(value)) return input.isRequired ? fault : undefined
  const text = String(value)
  switch (input.type) {
    case 'Input.Text':
      if (input.maxLength !== undefined && text.length > input.maxLength) return fault
      return input.regex !== undefined && !new RegExp(input.regex).test(text) ? fault : undefined
    case 'Input.Number': {
      const number = Number(text)
      const outside =
        number < (input.min ?? Number.NEGATIVE_INFINITY) || number > (input.max ?? Number.POSITIVE_INFINITY)
      return Number.isNaN(number) || outside ? fault : undefined
    }
    case 'Input.Date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? undefined : fault
    case 'Input.ChoiceSet': {
      const chosen = input.isMultiSelect ? text.split(',') : [text]
      return chosen.every((one) => input.choices.some((choice: Json) => choice.value === one)) ? undefined : fault
    }
    default:
      return undefined
  }
}

/**
 * Presses a button of a card with `data` = its own data and the inputs, as the client would:
 * fills in what inputs hold by themselves, and refuses what the card does not offer or its inputs do not take.
 */
export function pressOn(card: unknown, data: Json, verb?: string): Press {
  const all = [...parts(card)]
  const inputs = all.filter((part) => part.type.startsWith('Input.'))
  const inputIds = new Set(inputs.map((input) => input.id))
  const offered = all
    .filter((part) => part.type === (verb === undefined ? 'Action.Submit' : 'Action.Execute'))
    .filter((action) => verb === undefined || action.verb === verb)
    .filter((action) =>
      Object.entries(action.data ?? {}).every(
        ([key, value]) => inputIds.has(key) || isDeepStrictEqual(data[key], value),
      ),
    )
    .sort((a, b) => Object.keys(b.data ?? {}).length - Object.keys(a.data ?? {}).length)
  const action = offered[0]
  if (!action) return { ok: false, refused: 'no such button on this card' }
  const stranger = Object.keys(data).find((key) => !inputIds.has(key) && action.data?.[key] === undefined)
  if (stranger) return { ok: false, refused: `the card has no field ${stranger}` }
  if (action.associatedInputs === 'none') return { ok: true, action, data: { ...action.data } }
  const held = Object.fromEntries(inputs.filter((i) => !isUnset(i.value)).map((i) => [i.id, i.value]))
  const merged: Json = { ...action.data, ...held, ...data }
  for (const input of inputs) {
    const fault = inputFault(input, merged[input.id])
    if (fault) return { ok: false, refused: fault }
  }
  return { ok: true, action, data: merged }
}
