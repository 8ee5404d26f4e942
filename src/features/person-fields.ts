/** How much of what people say of a person is checked at once. */
import { z } from 'zod'

const printable = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u.test(text.replaceAll('\u200d', ''))

export const personName = z.string().max(100, 'errors.name').refine(printable, 'errors.name')
export const companyName = z.string().max(100, 'errors.company').refine(printable, 'errors.company')
export const emailAddress = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/^mailto:/i, ''))
  .pipe(z.email('errors.email').max(200, 'errors.email'))
export const phoneNumber = z
  .string()
  .transform((text) => text.normalize('NFKC'))
  .pipe(z.string().regex(/^[+()\d\s./#*x-]{5,40}$/i, 'errors.phone'))
