import { invoke, say, type View } from '../../bot/view.ts'
import type { LicenseDossier } from '../../domain/license.ts'
import type { Organization } from '../../domain/organization.ts'
import { licenseButton } from '../license-button.ts'
import { nearestBlocks } from '../nearest-licenses.ts'
import { openFrom } from '../open-from.ts'
import { typedWords } from '../typed-words.ts'

/** None of the organization's licenses fits what was typed. */
export const notFoundView = (what: string, organization: Organization, near: readonly LicenseDossier[]): View => ({
  tone: 'warning',
  title: say('downloads.not-found.title', { what: typedWords(what) }),
  body: [
    { kind: 'paragraph', text: say('downloads.not-found.text', { organization: organization.name }) },
    ...nearestBlocks(near, ({ serial }) => licenseButton(say('downloads.action.show'), 'downloads', serial)),
  ],
  actions: [
    invoke(say('downloads.action.all'), 'downloads', undefined, near.length > 0 ? undefined : 'primary'),
    invoke(say('coverage.action.register'), 'register'),
    openFrom(what),
  ],
})
