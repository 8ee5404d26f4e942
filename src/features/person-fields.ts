/** How much of what people say of a person is checked at once. */
import { z } from 'zod'

const printable = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u.test(text.replaceAll('\u200d', ''))

/** Names stand in letters to others and on their cards, where an address among them would be a link. */
const isPlain = (text: string): boolean => printable(text) && !/:\/\/|\bwww\.|\S@\S+\.\S/i.test(text.normalize('NFKC'))

export const personName = z.string().max(100, 'errors.name').refine(isPlain, 'errors.name')
export const companyName = z.string().max(100, 'errors.company').refine(isPlain, 'errors.company')
export const emailAddress = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/^mailto:/i, ''))
  .pipe(z.email('errors.email').max(200, 'errors.email'))
export const phoneNumber = z
  .string()
  .transform((text) => text.normalize('NFKC'))
  .pipe(z.string().regex(/^[+()\d\s./#*x-]{5,40}$/i, 'errors.phone'))
