/** Signing up with an e-mail address that a one-time code verifies (R1.1). */
import { Refusal } from '../../bot/command.ts'
import { requiredField } from '../../bot/field.ts'
import { answer, ask, say } from '../../bot/view.ts'
import { type Ask, command } from '../kit.ts'
import { alreadyView, knownAs, oneTimeCode, staffView } from '../kit-views.ts'
import { signUpFields } from './fields.ts'
import { codeForm, linkInsteadView, noMailView, signedUpView, tooSoonView } from './view.ts'

/** `signup`: asks for the person, mails the code, and asks for the code. */
export const signUp = command({
  name: 'signup',
  listed: true,
  audience: 'everyone',
  fields: signUpFields,
  form: { title: 'signup.title', submit: 'signup.submit', intro: 'signup.intro' },
  before(asking) {
    const known = knownAs(asking.asker)
    if (known) return answer(alreadyView(known))
    return asking.services.mail ? undefined : answer(noMailView())
  },
  async run({ language, company, ...person }, asking) {
    const begun = await asking.services.accounts.beginSignUp(
      asking.who,
      { ...person, ...(company ? { company } : {}), ...(language ? { language } : {}) },
      asking.now,
    )
    if (language) asking.language = language
    switch (begun.status) {
      case 'code-sent':
        return ask(codeForm('signup.code.intro', begun.email, minutesUntil(begun.expiresAt, asking)))
      case 'too-soon':
        return answer(tooSoonView(begun.nextAt))
      case 'already-signed-up':
        return answer(alreadyView(begun.as))
    }
  },
})

/** The code from the mail. */
export const confirmSignUp = command({
  name: 'signup.code',
  listed: false,
  audience: 'everyone',
  fields: { code: requiredField({ label: 'signup.code.field', schema: oneTimeCode, maxLength: 40 }) },
  form: { title: 'signup.code.title', submit: 'signup.code.submit' },
  async run({ code }, asking) {
    const result = await asking.services.accounts.confirmSignUp(asking.who, code, asking.now)
    switch (result.status) {
      case 'signed-up':
        if (result.contact.language) asking.language = result.contact.language
        return answer(signedUpView(result))
      case 'link-instead':
        return answer(linkInsteadView())
      case 'recognised-as-staff':
        return answer(staffView())
      case 'wrong-code':
        throw new Refusal(say('signup.code.wrong', { count: result.triesLeft }), 'code')
      case 'code-void':
        throw new Refusal(say('signup.code.void'), 'code')
      case 'no-sign-up':
        throw new Refusal(say('signup.code.none'), 'code')
      case 'already-signed-up':
        return answer(alreadyView(result.as))
    }
  },
})

/** "No mail?": a new code, which voids the former. */
export const resendCode = command({
  name: 'signup.resend',
  listed: false,
  audience: 'everyone',
  fields: {},
  async run(_values, asking) {
    const sent = await asking.services.accounts.resendCode(asking.who, asking.now)
    switch (sent.status) {
      case 'code-sent':
        return ask(codeForm('signup.code.resent', sent.email, minutesUntil(sent.expiresAt, asking)))
      case 'too-soon':
        return answer(tooSoonView(sent.nextAt))
      case 'no-sign-up':
        throw new Refusal(say('signup.code.none'))
      case 'already-signed-up':
        return answer(alreadyView(sent.as))
    }
  },
})

const minutesUntil = (instant: Date, { now }: Ask): number => Math.round((instant.getTime() - now.getTime()) / 60_000)
