import { requiredField } from '../../bot/field.ts'
import { registrationNumber, serialNumber } from '../../domain/serial.ts'

/** Longer than any number with all the spaces and hyphens that people paste with it. */
const maxLength = 120

export const licenseFields = {
  serial: requiredField({ label: 'register.field.serial', schema: serialNumber, maxLength }),
  number: requiredField({ label: 'register.field.number', schema: registrationNumber, maxLength }),
}
