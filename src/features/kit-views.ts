/** Answers and fields that several abilities share. */
import { z } from 'zod'
import { invoke, say, type View } from '../bot/view.ts'
import type { Known } from '../domain/account-store.ts'
import type { Asker, Contact } from '../domain/contact.ts'
import type { Organization } from '../domain/organization.ts'

/** A code as people copy it from a mail or a letter: in any width and case, with the spaces and hyphens of the print. */
export const oneTimeCode = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[A-Z0-9]{4,40}$/, 'errors.code'))

/** Five failures (R2.3): when it goes on, and that help is on its way. */
export const registeringLockedView = (until: Date): View => ({
  tone: 'bad',
  title: say('register.locked.title', { until: { instant: until.toISOString() } }),
  body: [{ kind: 'paragraph', text: say('register.locked.text') }],
})

/** What an asker is already, where that is more than a stranger. */
export function knownAs({ contact, organization, staff }: Asker): Known | undefined {
  if (contact && organization) return { kind: 'contact', contact, organization }
  return staff ? { kind: 'staff', staff } : undefined
}

/** The person need not sign up: who they are, and what they may have meant. */
export const alreadyView = (as: Known): View =>
  as.kind === 'contact' ? contactAlreadyView(as.contact, as.organization) : staffView()

export const staffView = (): View => ({
  tone: 'good',
  title: say('signup.done.staff'),
  body: [],
  actions: [invoke(say('triage.action.queue'), 'queue', undefined, 'primary'), invoke(say('common.help'), 'help')],
})

const contactAlreadyView = (contact: Contact, organization: Organization): View => ({
  tone: 'info',
  title: say('signup.already.title'),
  body: [
    { kind: 'paragraph', text: say('signup.already.text', { name: contact.name, organization: organization.name }) },
  ],
  actions: [
    invoke(say('commands.register.name'), 'register', undefined, 'primary'),
    invoke(say('commands.coverage.name'), 'coverage'),
  ],
})
