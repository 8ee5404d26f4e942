/** Lines of CSV (RFC 4180) that a spreadsheet shows and never runs. */

/** OWASP: a cell that begins so is a formula to some spreadsheet, also after spaces and in full width. */
const formula = /^[\s\p{Cf}]*[=+\-@＝＋－＠\t\r]/u

const cell = (value: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL ends a cell for some programs
  const harmless = (formula.test(value) ? `'${value}` : value).replace(/\u0000/g, '')
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

export const csvLine = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`
