import { contactRoles } from '../domain/contact.ts'

/** Orders by a contact's role: site contacts first. */
export const roleOrder = (column: string): string =>
  `array_position(ARRAY[${contactRoles.map((role) => `'${role}'`).join(', ')}], ${column})`
