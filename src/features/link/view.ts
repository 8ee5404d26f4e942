import { invoke, say, type View } from '../../bot/view.ts'
import type { Contact } from '../../domain/contact.ts'
import type { Organization } from '../../domain/organization.ts'

/** The code, and where it is to be typed. */
export const codeView = (code: string, expiresAt: Date): View => ({
  tone: 'info',
  title: say('link.code.title', { code }),
  body: [
    { kind: 'paragraph', text: say('link.code.text', { code }) },
    {
      kind: 'paragraph',
      text: say('link.code.expires', { until: { instant: expiresAt.toISOString() } }),
      emphasis: 'subtle',
    },
  ],
})

export const linkedView = (contact: Contact, organization: Organization): View => ({
  tone: 'good',
  title: say('link.done', { name: contact.name }),
  body: [{ kind: 'paragraph', text: say('signup.done.imported', { organization: organization.name }) }],
  actions: [
    invoke(say('commands.coverage.name'), 'coverage', undefined, 'primary'),
    invoke(say('common.help'), 'help'),
  ],
})
