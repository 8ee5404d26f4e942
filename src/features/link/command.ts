/** One person in Slack and in Teams: a code shown in the first account links the second (R1.4). */
import { Refusal } from '../../bot/command.ts'
import { requiredField } from '../../bot/field.ts'
import { answer, say } from '../../bot/view.ts'
import { command } from '../kit.ts'
import { alreadyView, oneTimeCode, staffView } from '../kit-views.ts'
import { codeView, linkedView } from './view.ts'

/** `link`: shows a code to who is signed up; `link CODE` where the code is used. */
export const linkAccount = command({
  name: 'link',
  listed: true,
  audience: 'everyone',
  fields: { code: requiredField({ label: 'link.field', schema: oneTimeCode, maxLength: 60 }) },
  form: { title: 'link.title', submit: 'link.submit', intro: 'link.intro' },
  // Each code that is issued voids the former.
  beforeActs: true,
  async before(asking) {
    if (asking.asker.staff) return answer(staffView())
    if (!asking.asker.contact) return undefined
    if (!asking.place.private) throw new Refusal(say('link.private-only'))
    const issued = await asking.services.accounts.issueLinkCode(asking.who, asking.now)
    return issued.status === 'issued' ? answer(codeView(issued.code, issued.expiresAt)) : undefined
  },
  async run({ code }, asking) {
    const result = await asking.services.accounts.linkIdentity(asking.who, code, asking.now)
    switch (result.status) {
      case 'linked':
        if (result.contact.language) asking.language = result.contact.language
        return answer(linkedView(result.contact, result.organization))
      case 'refused':
        throw new Refusal(say('link.refused'), 'code')
      case 'locked':
        throw new Refusal(say('invitation.locked', { until: { instant: result.until.toISOString() } }), 'code')
      case 'already-signed-up':
        return answer(alreadyView(result.as))
    }
  },
})
