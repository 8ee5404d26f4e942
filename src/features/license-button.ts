/** Buttons that carry a license's serial number. */
import type { Action, Text } from '../bot/view.ts'
import { maskSerial } from '../domain/serial.ts'

/** Under which name the command takes the serial. */
const fieldOf = {
  coverage: 'what',
  agreement: 'serial',
  register: 'serial',
  'case.open': 'license',
  'case.describe': 'serial',
} as const

/**
 * Where others can read, a button is no place for a serial either: coverage is then asked for by the serial's last
 * characters, among the presser's own licenses, and a form opens without it.
 */
export function licenseButton(
  label: Text,
  command: keyof typeof fieldOf,
  serial: string,
  { style, more = {} }: { style?: 'primary'; more?: Record<string, string> } = {},
): Action {
  const field = fieldOf[command]
  return {
    kind: 'invoke',
    label,
    invoke: {
      command,
      values: { [field]: serial, ...more },
      inPublic: command === 'coverage' ? { what: maskSerial(serial), ...more } : more,
    },
    ...(style ? { style } : {}),
  }
}
