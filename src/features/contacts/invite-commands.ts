/** Inviting a colleague (R1.3): a code by mail, or from hand to hand by who vouches for them (R1.1). */
import { Refusal } from '../../bot/command.ts'
import { choiceField, optionalChoiceField, requiredField } from '../../bot/field.ts'
import { answer, type Reply, say } from '../../bot/view.ts'
import { languages } from '../../domain/contact.ts'
import type { Invited } from '../../domain/contacts.ts'
import type { By } from '../../domain/invitation.ts'
import { rolesToGive } from '../../domain/people.ts'
import { type Ask, command, contactOf } from '../kit.ts'
import { emailAddress, personName } from '../person-fields.ts'
import { alreadyMemberView, invitedView, restoredView } from './answers-view.ts'
import { actorOf, forSiteContacts, refusalOf } from './asking.ts'
import { choicesOf, contactCarried, invitedInWords, purposesField, roleChoices } from './fields.ts'

const byField = optionalChoiceField<By>({
  label: 'contacts.field.by',
  choices: (['mail', 'hand'] as const).map((value) => ({ value, label: say(`contacts.by.${value}`) })),
})

const wayOf = (by: By | undefined, { services }: Ask): By => (services.mail ? (by ?? 'mail') : 'hand')

function told(invited: Invited, { services: { mail } }: Ask): Reply {
  switch (invited.status) {
    case 'invited':
      return answer(invitedView(invited.member, invited.by, invited.code, invited.expiresAt, mail))
    case 'restored':
      return answer(restoredView(invited.member, true, mail))
    case 'already':
      return answer(alreadyMemberView(invited.member))
    case 'too-many':
      throw new Refusal(say('contacts.too-many', { until: { instant: invited.nextAt.toISOString() } }))
    case 'too-soon':
      throw new Refusal(say('contacts.too-soon', { until: { instant: invited.nextAt.toISOString() } }))
    default:
      return refusalOf(invited)
  }
}

/** `contacts invite Mei Lin mei@acme.example technical`. */
export const inviteContact = command({
  name: 'contacts.invite',
  listed: true,
  audience: 'contacts',
  fields: {
    name: requiredField({ label: 'contacts.field.name', schema: personName, maxLength: 200 }),
    email: requiredField({ label: 'signup.field.email', schema: emailAddress, kind: 'email', maxLength: 200 }),
    role: choiceField({ label: 'contacts.field.role', choices: roleChoices }),
    purposes: purposesField,
    by: byField,
  },
  form: { title: 'contacts.invite.title', submit: 'contacts.invite.submit', intro: 'contacts.invite.intro' },
  fromWords: invitedInWords,
  before: forSiteContacts,
  choicesFor: async (asking) => ({
    role: choicesOf(rolesToGive(contactOf(asking))),
    ...(asking.services.mail ? {} : { by: [] }),
  }),
  async run({ name, email, role, purposes = [], by }, asking) {
    const me = contactOf(asking)
    // Handing over is done on the person's sheet, where it says what follows.
    if (!rolesToGive(me).includes(role)) throw new Refusal(say('contacts.error.role'), 'role')
    const locale = languages.find((each) => each === (me.language ?? asking.language))
    const person = { name, email: email.toLowerCase(), role, purposes, ...(locale ? { locale } : {}) }
    return told(await asking.services.contacts.invite(actorOf(asking), person, wayOf(by, asking), asking.now), asking)
  },
})

/** A new code, which voids the former. */
export const inviteAgain = command({
  name: 'contacts.invite-again',
  listed: false,
  audience: 'contacts',
  fields: { ...contactCarried, by: { ...byField, hidden: true } },
  before: forSiteContacts,
  async run({ contact, by }, asking) {
    const way = wayOf(by, asking)
    return told(await asking.services.contacts.inviteAgain(actorOf(asking), contact, way, asking.now), asking)
  },
})
