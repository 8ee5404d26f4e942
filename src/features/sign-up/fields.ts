/** What sign-up asks of a person, and how much of it is checked at once. */
import { z } from 'zod'
import { optionalChoiceField, optionalField, requiredField } from '../../bot/field.ts'
import { languageChoices } from '../language-choices.ts'

const printable = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u.test(text.replaceAll('\u200d', ''))

const name = z.string().max(100, 'errors.name').refine(printable, 'errors.name')
const company = z.string().max(100, 'errors.company').refine(printable, 'errors.company')
const email = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/^mailto:/i, ''))
  .pipe(z.email('errors.email').max(200, 'errors.email'))
const phone = z
  .string()
  .transform((text) => text.normalize('NFKC'))
  .pipe(z.string().regex(/^[+()\d\s./#*x-]{5,40}$/i, 'errors.phone'))

export const signUpFields = {
  name: requiredField({ label: 'signup.field.name', schema: name, maxLength: 200 }),
  email: requiredField({
    label: 'signup.field.email',
    hint: 'signup.field.email-hint',
    schema: email,
    kind: 'email',
    maxLength: 200,
  }),
  phone: requiredField({ label: 'signup.field.phone', schema: phone, kind: 'phone', maxLength: 40 }),
  company: optionalField({
    label: 'signup.field.company',
    hint: 'signup.field.company-hint',
    schema: company,
    maxLength: 200,
  }),
  language: optionalChoiceField({ label: 'signup.field.language', choices: languageChoices }),
}
