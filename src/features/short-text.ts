/** Names of any length in places that have little room. */

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Slack counts `&`, `<` and `>` as their escapes: no option, title or button may be cut in the middle for one of them. */
const weightOf = (sign: string): number => [...sign].reduce((sum, c) => sum + ('&<>'.includes(c) ? 5 : 1), 0)

/** The text, or its beginning with an ellipsis, in at most `room` letters; what a person sees as one sign stays whole. */
export function shortText(text: string, room: number): string {
  const line = text
    .slice(0, room * 20)
    .replace(/\s+/gu, ' ')
    .trim()
  let kept = ''
  let weight = 0
  let before = ''
  for (const { segment } of signs.segment(line)) {
    weight += weightOf(segment)
    if (weight > room) return `${before.trimEnd()}…`
    kept += segment
    if (weight < room) before = kept
  }
  return kept
}
