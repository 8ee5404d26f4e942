import type { SimulatedPerson } from '../contract.ts'
import { type Language, languageFor } from './words.tsx'

/** Whom the page shows at first: a customer who reads what the visitor reads, else any customer, else anybody. */
export const firstPerson = (people: SimulatedPerson[], language: Language): SimulatedPerson | undefined => {
  const customers = people.filter(({ role }) => role === 'customer')
  return customers.find(({ locale }) => languageFor(locale) === language) ?? customers[0] ?? people[0]
}
