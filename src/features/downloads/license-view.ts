import { invoke, say, type View } from '../../bot/view.ts'
import type { LicenseDossier } from '../../domain/license.ts'

/** This license has no file: its serial number is what the product asks for. */
export const serialOnlyView = ({ displaySerial, product }: LicenseDossier): View => ({
  tone: 'info',
  title: say('downloads.serial-only.title', { serial: { serial: displaySerial } }),
  body: [{ kind: 'paragraph', text: say('downloads.serial-only.text', { product: product.name }) }],
  actions: [invoke(say('downloads.action.product'), 'downloads', { product: product.id })],
})
