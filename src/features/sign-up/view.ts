import { type Form, invoke, say, type View } from '../../bot/view.ts'
import type { Contact } from '../../domain/contact.ts'
import type { Organization } from '../../domain/organization.ts'

/** Asks for the code that was mailed, with a way to get another. */
export const codeForm = (intro: 'signup.code.intro' | 'signup.code.resent', email: string, minutes: number): Form => ({
  command: 'signup.code',
  title: say('signup.code.title'),
  intro: [
    { kind: 'paragraph', text: say(intro, { email, minutes }) },
    {
      kind: 'entry',
      title: say('signup.code.resend.title'),
      text: say('signup.code.resend.text'),
      actions: [invoke(say('signup.code.resend.button'), 'signup.resend')],
    },
  ],
  fields: [{ name: 'code', kind: 'text', label: say('signup.code.field'), maxLength: 40 }],
  submit: say('signup.code.submit'),
  reopen: { command: 'signup.code' },
})

export const tooSoonView = (nextAt: Date): View => ({
  tone: 'info',
  title: say('signup.wait.title'),
  body: [{ kind: 'paragraph', text: say('signup.wait.text', { until: { instant: nextAt.toISOString() } }) }],
  actions: [invoke(say('signup.code.title'), 'signup.code', undefined, 'primary')],
})

export const noMailView = (): View => ({
  tone: 'warning',
  title: say('signup.no-mail.title'),
  body: [{ kind: 'paragraph', text: say('signup.no-mail.text') }],
  actions: [invoke(say('commands.invitation.name'), 'invitation', undefined, 'primary')],
})

/** The address is a contact's who has an account already: only a code shown there links this one (R1.4). */
export const linkInsteadView = (): View => ({
  tone: 'info',
  title: say('signup.link-instead.title'),
  body: [{ kind: 'paragraph', text: say('signup.link-instead.text') }],
  actions: [invoke(say('commands.link.name'), 'link', undefined, 'primary')],
})

/** Signed up: whose contact the person is now, and what comes next. */
export function signedUpView({
  how,
  contact,
  organization,
  asked,
}: {
  how: 'new' | 'imported'
  contact: Contact
  organization: Organization
  /** The contacts of whom their workspace is tied to were asked. */
  asked?: true
}): View {
  const register = (style?: 'primary') => invoke(say('commands.register.name'), 'register', undefined, style)
  const coverage = (style?: 'primary') => invoke(say('commands.coverage.name'), 'coverage', undefined, style)
  return {
    tone: 'good',
    title: say('signup.done.title', { name: contact.name }),
    body: [
      { kind: 'paragraph', text: say(`signup.done.${how}`, { organization: organization.name }) },
      ...(asked ? [{ kind: 'paragraph' as const, text: say('signup.done.asked') }] : []),
    ],
    actions:
      how === 'new'
        ? [register('primary'), coverage()]
        : [coverage('primary'), invoke(say('case.action.open'), 'case.open'), register()],
  }
}
