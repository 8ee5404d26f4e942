/**
 * What Teams takes, counted before it is sent.
 *
 * Quirks, with the day they were last checked in Microsoft's documentation:
 * - 2026-11: messages may be about 100 KB counted in UTF-16, older pages say 40 KB, incoming webhooks 28 KB. The
 *   smallest is kept to. A larger one is refused with 413 MessageSizeTooBig.
 * - 2026-11: desktop draws cards up to version 1.5, phones up to 1.2. Cards declare 1.5 and are built from elements of
 *   1.2; what came later is only ever an addition that a phone can leave away (an input's errorMessage).
 * - 2026-11: TextBlock and FactSet read markdown, TextRun does not. Words of people therefore stand in TextRun alone.
 * - 2026-11: a card shows six actions; further ones are dropped without a word.
 * - 2026-11: isEnabled, file inputs and media are not drawn.
 * - 2026-11: per bot and conversation 7 messages in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour; typing counts.
 */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** At most `max` UTF-16 units, cut between graphemes and ended with an ellipsis. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text
  // The sign that stands where the ellipsis goes is left away whole.
  const kept = segmenter.segment(text).containing(max - 1)?.index ?? 0
  return `${text.slice(0, kept)}…`
}

export const limits = {
  text: 4_000,
  actionTitle: 75,
  confirmTitle: 100,
  confirmText: 300,
  choiceTitle: 150,
  choices: 100,
  inputValue: 4_000,
  actionsPerRow: 6,
  dialogTitle: 64,
  summary: 200,
  altText: 1_000,
  /** Of the card as JSON in UTF-8; the message around it takes the rest of the 28 KB. */
  cardBytes: 27 * 1024,
  bodyBytes: 1024 * 1024,
} as const

/** Least time between two messages in one conversation: 60 in 30 s, with room for the typing sign. */
export const gapMs = 600

export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8')
