/** Registering a maintenance agreement for a registered license, in the same two steps (R2.2). */
import { Refusal } from '../../bot/command.ts'
import { hiddenFields, requiredField } from '../../bot/field.ts'
import { answer, ask, say } from '../../bot/view.ts'
import { registrationNumber, serialNumber } from '../../domain/serial.ts'
import { command, contactOf } from '../kit.ts'
import { registeringLockedView } from '../kit-views.ts'
import { alreadyView, confirmForm, licenseFirstView, registeredView } from './view.ts'

const fields = {
  serial: requiredField({ label: 'register.field.serial', schema: serialNumber, maxLength: 120 }),
  number: requiredField({ label: 'agreement.field.number', schema: registrationNumber, maxLength: 120 }),
}

/** `agreement SERIAL NUMBER`: shows the term; nothing is stored yet. */
export const registerAgreement = command({
  name: 'agreement',
  listed: true,
  audience: 'contacts',
  fields,
  form: { title: 'agreement.title', submit: 'register.look-up', intro: 'agreement.intro' },
  async run(numbers, asking) {
    const found = await asking.services.registration.lookUpAgreement(contactOf(asking), asking.who, numbers, asking.now)
    switch (found.status) {
      case 'found':
        return ask(confirmForm(found, numbers))
      case 'already-registered':
        return answer(alreadyView(found))
      case 'license-first':
        return answer(licenseFirstView(numbers.serial))
      case 'locked':
        return answer(registeringLockedView(found.until))
      case 'unknown':
        throw new Refusal(say('agreement.unknown'), 'number')
    }
  },
})

/** What the confirmation submits. */
export const confirmAgreement = command({
  name: 'agreement.confirm',
  listed: false,
  audience: 'contacts',
  fields: hiddenFields(fields),
  async run(numbers, asking) {
    const done = await asking.services.registration.registerAgreement(
      contactOf(asking),
      asking.who,
      numbers,
      asking.now,
    )
    switch (done.status) {
      case 'registered':
        return answer(registeredView(done))
      case 'already-registered':
        return answer(alreadyView(done))
      case 'license-first':
        return answer(licenseFirstView(numbers.serial))
      case 'locked':
        return answer(registeringLockedView(done.until))
      case 'unknown':
        throw new Refusal(say('agreement.unknown'))
    }
  },
})
