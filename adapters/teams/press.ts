/** What a button of ours carries and what comes back when it is pressed, with the card's inputs beside it. */

export interface Press {
  command: string
  values: Record<string, string>
  /** Drawn anew with every card: tells a repeated delivery from a second press of the same button on another card. */
  nonce: string
  /** A form's submit button: the inputs are its values. */
  form?: boolean
}

const own = 'anshin'

/** `data` of an Action.Submit. `opensDialog` makes Teams ask for a dialog instead of sending a message. */
export const pressData = (press: Press, opensDialog = false): Record<string, unknown> => ({
  ...(opensDialog ? { msteams: { type: 'task/fetch' } } : {}),
  [own]: press,
})

/** `data` of the button that closes a dialog without doing anything. */
export const closeData = { [own]: { close: true } }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const maxValues = 60
/** The engine's own values begin with one underscore; two are JavaScript's. */
const fieldName = /^(?!__)[a-z_][\w.-]{0,63}$/i

/** Only plain words pass: a client can send anything as data, also `__proto__`. */
const words = (value: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([name, v]) => fieldName.test(name) && name !== own && name !== 'msteams' && typeof v !== 'object')
      .slice(0, maxValues)
      .map(([name, v]) => [name, String(v)]),
  )

/** Reads a button's data; `undefined` when it is not one of ours. */
export function readPress(data: unknown): Press | 'close' | undefined {
  if (!isObject(data) || !isObject(data[own])) return undefined
  const { command, values, nonce, form, close } = data[own]
  if (close === true) return 'close'
  if (typeof command !== 'string' || !fieldName.test(command)) return undefined
  return {
    command,
    values: { ...(isObject(values) ? words(values) : {}), ...words(data) },
    nonce: typeof nonce === 'string' ? nonce.slice(0, 100) : '',
    ...(form === true ? { form } : {}),
  }
}
