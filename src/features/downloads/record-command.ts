/** What was handed out to the organization's people, and fetched. */
import { answer, type Reply } from '../../bot/view.ts'
import { isSiteContact } from '../../domain/contact.ts'
import { alone } from '../hand-over.ts'
import { command, contactOf, organizationOf } from '../kit.ts'
import { pageField } from '../paging.ts'
import { recordForSiteView, recordView } from './record-view.ts'

/** `downloads record`: addresses and names of colleagues, so for site contacts, and for their eyes alone. */
export const downloadRecord = command({
  name: 'downloads.record',
  listed: true,
  audience: 'contacts',
  fields: {
    page: pageField('downloads.field.what'),
  },
  form: { title: 'downloads.record.title', submit: 'downloads.action.show', intro: 'downloads.record.alone' },
  async run({ page = 1 }, asking): Promise<Reply> {
    const { handOuts, support } = asking.services
    const organization = organizationOf(asking)
    if (!isSiteContact(contactOf(asking))) {
      const openers = await support.openersAt(organization.id)
      return answer(recordForSiteView(openers.filter(isSiteContact).map(({ name }) => name)))
    }
    const elsewhere = alone(downloadRecord, { page: String(page) }, asking)
    return elsewhere ?? answer(recordView(await handOuts.record(organization.id, page), asking.now))
  },
})
