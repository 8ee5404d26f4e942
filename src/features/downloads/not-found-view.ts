import { invoke, say, type View } from '../../bot/view.ts'
import type { LicenseDossier } from '../../domain/license.ts'
import type { Organization } from '../../domain/organization.ts'
import { normalizeSerial } from '../../domain/serial.ts'
import { licenseButton } from '../license-button.ts'
import { nearestBlocks } from '../nearest-licenses.ts'
import { shortText } from '../short-text.ts'

/** None of the organization's licenses fits what was typed; what may be somebody's serial is masked where others read. */
export const notFoundView = (what: string, organization: Organization, near: readonly LicenseDossier[]): View => ({
  tone: 'warning',
  title: say('downloads.not-found.title', {
    what: /^\S*\d\S*$/.test(what) && normalizeSerial(what) ? { serial: shortText(what, 60) } : shortText(what, 60),
  }),
  body: [
    { kind: 'paragraph', text: say('downloads.not-found.text', { organization: organization.name }) },
    ...nearestBlocks(near, ({ serial }) => licenseButton(say('downloads.action.show'), 'downloads', serial)),
  ],
  actions: [
    invoke(say('downloads.action.all'), 'downloads', undefined, near.length > 0 ? undefined : 'primary'),
    invoke(say('coverage.action.register'), 'register'),
  ],
})
