import { invoke, say, type View } from '../../bot/view.ts'
import type { Contact } from '../../domain/contact.ts'
import type { Organization } from '../../domain/organization.ts'

export const claimedView = (contact: Contact, organization: Organization): View => ({
  tone: 'good',
  title: say('signup.done.title', { name: contact.name }),
  body: [{ kind: 'paragraph', text: say('signup.done.imported', { organization: organization.name }) }],
  actions: [
    invoke(say('commands.coverage.name'), 'coverage', undefined, 'primary'),
    invoke(say('common.help'), 'help'),
  ],
})
