/** Lines of CSV (RFC 4180) that a spreadsheet shows and never runs. */

/** OWASP: a cell that begins so is a formula to some spreadsheet, also after spaces and in full width. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠\t\r]/u

/**
 * A number is no formula, also below zero; words that look like one are still words. What sets cells apart where commas do not
 * is quoted, too.
 */
const cell = (value: string | number): string => {
  if (typeof value === 'number') return String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL ends a cell for some programs
  const harmless = (formula.test(value) ? `'${value}` : value).replace(/\u0000/g, '')
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

export const csvLine = (values: readonly (string | number)[]): string => `${values.map(cell).join(',')}\r\n`

/** Without it Excel reads UTF-8 as the machine's own code page. */
export const csvMark = '\ufeff'
