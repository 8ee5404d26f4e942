/** A person's data, purposes and role. */
import { choiceField, optionalChoiceField, optionalField, requiredField } from '../../bot/field.ts'
import { formOf } from '../../bot/form.ts'
import { answer, ask, type Reply, say } from '../../bot/view.ts'
import { purposes } from '../../domain/contact.ts'
import type { Appointed } from '../../domain/contacts.ts'
import { mayAmend } from '../../domain/people.ts'
import { type Ask, command, contactOf } from '../kit.ts'
import { languageChoices } from '../language-choices.ts'
import { personName, phoneNumber } from '../person-fields.ts'
import { notAllowedView, unknownView } from './answers-view.ts'
import { actorOf, privately, refusalOf, sheetReply } from './asking.ts'
import { contactCarried, purposeName, roleChoices } from './fields.ts'
import { noAccountView } from './told-view.ts'

async function told(done: Appointed, asking: Ask, note: 'saved' | 'appointed'): Promise<Reply> {
  if (done.status === 'done') return sheetReply(asking, done.member.id, note)
  return done.status === 'no-account' ? answer(noAccountView()) : refusalOf(done)
}

const editFields = {
  ...contactCarried,
  name: requiredField({ label: 'contacts.field.name', schema: personName, maxLength: 200 }),
  phone: optionalField({ label: 'signup.field.phone', schema: phoneNumber, kind: 'phone', maxLength: 40 }),
  language: optionalChoiceField({ label: 'signup.field.language', choices: languageChoices }),
}

/** One's own, or of whom one manages: name, phone, language. */
export const editContact: ReturnType<typeof command<typeof editFields>> = command({
  name: 'contacts.edit',
  listed: false,
  audience: 'contacts',
  fields: editFields,
  form: { title: 'contacts.edit.title', submit: 'contacts.edit.submit' },
  async before(asking, known) {
    privately(asking)
    // Submitted, it has a name; asked for, it begins with what is known.
    if (known.name !== undefined) return undefined
    const me = contactOf(asking)
    const member = await asking.services.contacts.member(me.organizationId, known.contact as typeof me.id, asking.now)
    if (!member || member.removedAt) return answer(unknownView())
    const { id, name, phone, language } = member.contact
    if (!mayAmend(me, member.contact)) return answer(notAllowedView())
    const values = { contact: id, name, ...(phone ? { phone } : {}), ...(language ? { language } : {}) }
    return ask(formOf(editContact, values)!)
  },
  async run({ contact, name, phone, language }, asking) {
    const changes = { name, ...(phone ? { phone } : {}), ...(language ? { language } : {}) }
    const done = await asking.services.contacts.amend(actorOf(asking), contact, changes, asking.now)
    if (done.status === 'done' && language && contact === contactOf(asking).id) asking.language = language
    return told(done, asking, 'saved')
  },
})

export const setPurpose = command({
  name: 'contacts.purpose',
  listed: false,
  audience: 'contacts',
  fields: {
    ...contactCarried,
    purpose: {
      ...choiceField({
        label: 'contacts.field.purposes',
        choices: purposes.map((value) => ({ value, label: purposeName(value) })),
      }),
      hidden: true,
    },
    set: {
      ...choiceField({
        label: 'contacts.field.purposes',
        choices: (['on', 'off'] as const).map((value) => ({ value, label: say('contacts.field.purposes') })),
      }),
      hidden: true,
    },
  },
  before: privately,
  async run({ contact, purpose, set }, asking) {
    const { contacts } = asking.services
    return told(await contacts.setPurpose(actorOf(asking), contact, purpose, set === 'on', asking.now), asking, 'saved')
  },
})

/** To `primary` it hands over. */
export const appointContact = command({
  name: 'contacts.appoint',
  listed: false,
  audience: 'contacts',
  fields: {
    ...contactCarried,
    role: { ...choiceField({ label: 'contacts.field.role', choices: roleChoices }), hidden: true },
  },
  before: privately,
  async run({ contact, role }, asking) {
    const { contacts } = asking.services
    return told(await contacts.appoint(actorOf(asking), contact, role, asking.now), asking, 'appointed')
  },
})
