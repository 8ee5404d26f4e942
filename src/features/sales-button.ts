/** The buttons that ask the vendor's sales people. */
import { type Action, say } from '../bot/view.ts'
import { isAboutLicense, type SalesKind } from '../domain/sales-request.ts'
import { maskSerial } from '../domain/serial.ts'

/**
 * Asks about a product (by its id), a license (by its serial) or nothing named. Where others can read, the serial's last
 * characters stand in the button: they name it among the presser's own licenses alone.
 */
export function askSalesButton(kind: SalesKind, subject?: string): Action {
  const values = { kind, ...(subject ? { subject } : {}) }
  const isSecret = isAboutLicense(kind) && subject !== undefined
  return {
    kind: 'invoke',
    label: say('sales.action.ask'),
    invoke: {
      command: 'sales.ask',
      values,
      ...(isSecret ? { inPublic: { kind, subject: maskSerial(subject) } } : {}),
    },
  }
}
