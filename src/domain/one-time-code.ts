/** Letters and digits that are not mistaken for each other when copied from paper or from another screen. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A code of so many characters, about 4.9 bits each; `randomBelow` draws from a cryptographic source. */
export const unmistakableCode = (length: number, randomBelow: (limit: number) => number): string =>
  Array.from({ length }, () => ALPHABET[randomBelow(ALPHABET.length)]).join('')
