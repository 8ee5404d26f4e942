/** Handing a file over to the one who asks (R5.2), and shutting its link again. */
import { z } from 'zod'
import { requiredField } from '../../bot/field.ts'
import { answer, type Reply, say } from '../../bot/view.ts'
import { findLicenses } from '../../domain/license-search.ts'
import { noAddressView } from '../download-card-view.ts'
import { alone, handOver } from '../hand-over.ts'
import { command, contactOf, organizationOf } from '../kit.ts'
import { shortText } from '../short-text.ts'
import { licenseFileOf } from './license-file.ts'
import { serialOnlyView } from './license-view.ts'
import { ownRelease } from './own-release.ts'
import { revokedView } from './record-view.ts'
import { missingFileView, refusedView, unknownFileView } from './release-view.ts'
import { groundText } from './words.ts'

const hidden = (maxLength: number) =>
  requiredField({ label: 'downloads.field.what', schema: z.string(), maxLength, hidden: true })

const privateForm = {
  title: 'downloads.alone.title',
  submit: 'downloads.action.get',
  intro: 'downloads.alone.text',
} as const

/** One file of a release. */
export const getRelease = command({
  name: 'downloads.get',
  listed: false,
  audience: 'contacts',
  fields: { release: hidden(200), file: hidden(300) },
  form: privateForm,
  async run({ release: id, file: name }, asking): Promise<Reply> {
    const found = await ownRelease(id, asking)
    const artifact = found?.release.artifacts.find(({ fileName }) => fileName === name)
    if (!found) return answer(unknownFileView())
    const { release, entitlement, day } = found
    if (!entitlement.allowed) return answer(refusedView(release, entitlement, day, asking.language))
    if (!artifact) return answer(unknownFileView())
    const elsewhere = alone(getRelease, { release: id, file: name }, asking)
    if (elsewhere) return elsewhere
    const facts = await asking.services.shelf.find(artifact.location, artifact)
    if (!facts) return answer(missingFileView(name))
    return handOver(asking, {
      what: { kind: 'artifact', subject: release.id, ground: entitlement.ground },
      file: { fileName: name, source: { store: 'vendor', place: artifact.location }, ...facts },
      why: groundText(release, entitlement),
      again: { command: 'downloads.get', values: { release: id, file: name } },
      serial: entitlement.license.serial,
      facts: [
        {
          label: say('downloads.card.version'),
          value: say('common.verbatim', { text: shortText(release.version, 60) }),
        },
        ...(artifact.platform
          ? [
              {
                label: say('downloads.card.platform'),
                value: say('common.verbatim', { text: shortText(artifact.platform, 80) }),
              },
            ]
          : []),
      ],
    })
  },
})

/** The license file of a registered license, covered or not (R2.6). */
export const getLicenseFile = command({
  name: 'downloads.license',
  listed: false,
  audience: 'contacts',
  fields: { license: hidden(120) },
  form: privateForm,
  async run({ license: serial }, asking): Promise<Reply> {
    const organization = organizationOf(asking)
    const [found, ...more] = findLicenses(serial, await asking.services.coverage.dossiers(organization.id))
    if (!found || more.length > 0) return answer(unknownFileView())
    const elsewhere = alone(getLicenseFile, { license: serial }, asking)
    if (elsewhere) return elsewhere
    const { dossier } = found
    const file = await licenseFileOf(dossier, asking)
    if (!file) return answer(serialOnlyView(dossier))
    if (file === 'unserved') return answer(noAddressView())
    if (file === 'missing') return answer(missingFileView(dossier.displaySerial))
    return handOver(asking, {
      what: { kind: 'license-file', subject: dossier.serial, ground: 'registered' },
      file,
      why: say('downloads.ground.license-file'),
      again: { command: 'downloads.license', values: { license: dossier.serial } },
      serial: dossier.serial,
    })
  },
})

/** Shuts a link before its time. */
export const revokeLink = command({
  name: 'downloads.revoke',
  listed: false,
  audience: 'contacts',
  fields: { id: hidden(60) },
  async run({ id }, asking): Promise<Reply> {
    const by = { who: asking.who, contact: contactOf(asking) }
    return answer(revokedView(await asking.services.handOuts.revoke(by, id, asking.now)))
  },
})
