/** A serial number that fits none of one's own licenses, and those that were perhaps meant. */
import { type Action, type Block, say } from '../bot/view.ts'
import type { LicenseDossier } from '../domain/license.ts'
import { shortText } from './short-text.ts'

/** Each with the button that goes on with it; nothing where none is near. Only ever the asker's own. */
export const nearestBlocks = (near: readonly LicenseDossier[], goOn: (dossier: LicenseDossier) => Action): Block[] =>
  near.length === 0
    ? []
    : [
        { kind: 'paragraph', text: say('common.nearest-license', { count: near.length }), emphasis: 'strong' },
        ...near.map(
          (dossier): Block => ({
            kind: 'entry',
            title: say('coverage.name', {
              product: shortText(dossier.product.name, 100),
              version: shortText(dossier.version, 40),
            }),
            facts: [
              {
                label: say('coverage.fact.serial'),
                value: say('coverage.fact.serial-value', { serial: { serial: dossier.displaySerial } }),
              },
            ],
            actions: [goOn(dossier)],
          }),
        ),
      ]
