/** A locale's sentence taken apart once, so that saying it again is no search for placeholders. */

/** Literal words at even places, names of values at odd ones. */
export type Template = readonly string[]

const placeholder = /\{\{\s*([A-Za-z]\w*)\s*\}\}/

/** Undefined for a sentence that holds more than plain placeholders (formats, nested keys): i18next itself says those. */
export function templateOf(sentence: string): Template | undefined {
  const parts = sentence.split(placeholder)
  const literals = parts.filter((_, i) => i % 2 === 0)
  return literals.some((words) => words.includes('{{') || words.includes('$t(')) ? undefined : parts
}

/** The sentence with its values, which are never looked into for placeholders; undefined when one is missing. */
export function fill(template: Template, wordFor: (name: string) => string | number | undefined): string | undefined {
  let said = template[0]!
  for (let i = 1; i < template.length; i += 2) {
    const value = wordFor(template[i]!)
    if (value === undefined) return undefined
    said += value + template[i + 1]!
  }
  return said
}
