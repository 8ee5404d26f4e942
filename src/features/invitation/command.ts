/** Taking over the contact that the vendor prepared, with the one-time code of the welcome letter (R1.2). */
import { Refusal } from '../../bot/command.ts'
import { requiredField } from '../../bot/field.ts'
import { answer, say } from '../../bot/view.ts'
import { command } from '../kit.ts'
import { alreadyView, knownAs, oneTimeCode } from '../kit-views.ts'
import { claimedView } from './view.ts'

/** `invitation CODE`. */
export const claimInvitation = command({
  name: 'invitation',
  listed: true,
  audience: 'everyone',
  fields: { code: requiredField({ label: 'invitation.field', schema: oneTimeCode, maxLength: 60 }) },
  form: { title: 'invitation.title', submit: 'invitation.submit', intro: 'invitation.intro' },
  before({ asker }, { code }) {
    const known = knownAs(asker)
    // Who signed up before they read the letter may still use it.
    return known && (known.kind === 'staff' || code === undefined) ? answer(alreadyView(known)) : undefined
  },
  async run({ code }, asking) {
    const result = await asking.services.accounts.claimInvitation(asking.who, code, asking.now)
    switch (result.status) {
      case 'claimed':
        if (result.contact.language) asking.language = result.contact.language
        return answer(claimedView(result.contact, result.organization))
      case 'refused':
        throw new Refusal(say('invitation.refused'), 'code')
      case 'locked':
        throw new Refusal(say('invitation.locked', { until: { instant: result.until.toISOString() } }), 'code')
      case 'already-signed-up':
        return answer(alreadyView(result.as))
    }
  },
})
