/** Registering a product license in two steps: look up, then confirm (R2.1). */
import { Refusal } from '../../bot/command.ts'
import { hiddenFields } from '../../bot/field.ts'
import { answer, ask, say } from '../../bot/view.ts'
import { coverageOn } from '../../domain/coverage.ts'
import { dayIn } from '../../domain/local-date.ts'
import { command, contactOf, organizationOf } from '../kit.ts'
import { registeringLockedView } from '../kit-views.ts'
import { licenseFields } from './fields.ts'
import { alreadyView, confirmForm, registeredView } from './view.ts'

/** `register SERIAL NUMBER`: shows what the numbers stand for; nothing is stored yet. */
export const registerLicense = command({
  name: 'register',
  listed: true,
  shortcuts: ['global'],
  audience: 'contacts',
  fields: licenseFields,
  form: { title: 'register.title', submit: 'register.look-up', intro: 'register.intro' },
  async run(numbers, asking) {
    const found = await asking.services.registration.lookUpLicense(contactOf(asking), asking.who, numbers, asking.now)
    switch (found.status) {
      case 'found':
        return ask(confirmForm(found.license, numbers))
      case 'already-registered':
        return answer(alreadyView(found.license))
      case 'locked':
        return answer(registeringLockedView(found.until))
      case 'unknown':
        throw new Refusal(say('register.unknown'), 'serial')
    }
  },
})

/** What the confirmation submits: looks everything up again, then stores. */
export const confirmLicense = command({
  name: 'register.confirm',
  listed: false,
  audience: 'contacts',
  fields: hiddenFields(licenseFields),
  async run(numbers, asking) {
    const { registration, coverage } = asking.services
    const done = await registration.registerLicense(contactOf(asking), asking.who, numbers, asking.now)
    switch (done.status) {
      case 'registered': {
        const { id, timeZone } = organizationOf(asking)
        const dossier = (await coverage.dossiers(id)).find(({ serial }) => serial === done.license.serial)
        return answer(registeredView(done.license, dossier && coverageOn(dayIn(asking.now, timeZone), dossier)))
      }
      case 'already-registered':
        return answer(alreadyView(done.license))
      case 'locked':
        return answer(registeringLockedView(done.until))
      case 'unknown':
        throw new Refusal(say('register.unknown'))
    }
  },
})
