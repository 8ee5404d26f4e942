/** The people of the asker's organization. */
import { z } from 'zod'
import { optionalField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { isSiteContact } from '../../domain/contact.ts'
import { command, contactOf, organizationOf } from '../kit.ts'
import { pageField } from '../paging.ts'
import { privately, sheetReply } from './asking.ts'
import { contactCarried } from './fields.ts'
import { contactsView, tiesView } from './list-view.ts'

/** `contacts`, `contacts lin`. */
export const listContacts = command({
  name: 'contacts',
  listed: true,
  audience: 'contacts',
  fields: {
    text: optionalField({ label: 'contacts.field.text', schema: z.string(), maxLength: 200 }),
    page: pageField('contacts.field.text'),
  },
  before: privately,
  async run({ text, page = 1 }, asking) {
    const me = contactOf(asking)
    const organization = organizationOf(asking)
    const { contacts, joining, ties } = asking.services
    const isSite = isSiteContact(me)
    const [found, requests, places] = await Promise.all([
      contacts.page(organization.id, { ...(text ? { text } : {}), page }, asking.now),
      isSite ? joining.open(organization.id, asking.now) : [],
      isSite ? ties.of(organization.id) : [],
    ])
    return answer(contactsView(found, { organization, me, requests, ties: places, ...(text ? { text } : {}) }))
  },
})

/** One person, and what can be done. */
export const showContact = command({
  name: 'contacts.show',
  listed: false,
  audience: 'contacts',
  fields: contactCarried,
  before: privately,
  run: ({ contact }, asking) => sheetReply(asking, contact),
})

/** The places that are the organization's, for its site contacts. */
export const listTies = command({
  name: 'contacts.ties',
  listed: false,
  audience: 'contacts',
  fields: {},
  before: privately,
  async run(_values, asking) {
    const organization = organizationOf(asking)
    const places = isSiteContact(contactOf(asking)) ? await asking.services.ties.of(organization.id) : []
    return answer(tiesView(organization, places))
  },
})
