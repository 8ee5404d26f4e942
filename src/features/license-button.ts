/** Buttons that carry a license's serial number. */
import type { Action, Text } from '../bot/view.ts'
import { maskSerial } from '../domain/serial.ts'

/** Under which name the command takes the serial. */
const fieldOf = {
  coverage: 'what',
  downloads: 'what',
  'downloads.license': 'license',
  agreement: 'serial',
  register: 'serial',
  'case.open': 'license',
  'case.describe': 'serial',
} as const

/** Commands that find a license by the last characters of its serial, among the presser's own. */
const byMask: readonly string[] = ['coverage', 'downloads', 'downloads.license'] satisfies (keyof typeof fieldOf)[]

/**
 * Where others can read, a button is no place for a serial either: it then names the serial's last characters where the
 * command takes them, and a form opens without it.
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
      inPublic: byMask.includes(command) ? { [field]: maskSerial(serial), ...more } : more,
    },
    ...(style ? { style } : {}),
  }
}
