/** What sign-up asks of a person. */
import { optionalChoiceField, optionalField, requiredField } from '../../bot/field.ts'
import { languageChoices } from '../language-choices.ts'
import { companyName, emailAddress, personName, phoneNumber } from '../person-fields.ts'

export const signUpFields = {
  name: requiredField({ label: 'signup.field.name', schema: personName, maxLength: 200 }),
  email: requiredField({
    label: 'signup.field.email',
    hint: 'signup.field.email-hint',
    schema: emailAddress,
    kind: 'email',
    maxLength: 200,
  }),
  phone: requiredField({ label: 'signup.field.phone', schema: phoneNumber, kind: 'phone', maxLength: 40 }),
  company: optionalField({
    label: 'signup.field.company',
    hint: 'signup.field.company-hint',
    schema: companyName,
    maxLength: 200,
  }),
  language: optionalChoiceField({ label: 'signup.field.language', choices: languageChoices }),
}
