/**
 * A value as JSON that PostgreSQL takes: people can send NUL characters and halves of surrogate pairs, which jsonb refuses.
 * They become the replacement character.
 */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'string' ? storable(each) : each))

/** `String.prototype.toWellFormed` (Node 20) is younger than the compiler's library. */
export const storable = (text: string) =>
  (text as string & { toWellFormed(): string }).toWellFormed().replaceAll('\0', '\ufffd')
