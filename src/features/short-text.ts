/** Names of any length in places that have little room. */

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Slack counts `&`, `<` and `>` as their escapes: no option, title or button may be cut in the middle for one of them. */
const weightOf = (sign: string): number => [...sign].reduce((sum, c) => sum + ('&<>'.includes(c) ? 5 : 1), 0)

/** The beginning of a text in at most `room` letters; undefined where all of it fits. */
function beginningOf(text: string, room: number): string | undefined {
  let weight = 0
  let length = 0
  let fitting = 0
  // Where a person sees few signs a machine may have to walk through many: no sign is as long as this.
  for (const { segment } of signs.segment(text.slice(0, room * 20))) {
    weight += weightOf(segment)
    if (weight > room) return `${text.slice(0, fitting).trimEnd()}…`
    length += segment.length
    if (weight < room) fitting = length
  }
  return length < text.length ? `${text.slice(0, fitting).trimEnd()}…` : undefined
}

/** The text on one line, or its beginning with an ellipsis, in at most `room` letters; what a person sees as one sign stays whole. */
export function shortText(text: string, room: number): string {
  const line = text
    .slice(0, room * 40)
    .replace(/\s+/gu, ' ')
    .trim()
  return beginningOf(line, room) ?? line
}

/**
 * The beginning of a text of several lines, since a log without them says little; undefined where it has no more than
 * `room` letters and `lines` lines.
 */
export function shortLines(text: string, room: number, lines: number): string | undefined {
  const all = text.slice(0, room * 20).split('\n', lines + 1)
  const few = all.slice(0, lines).join('\n')
  return beginningOf(few, room) ?? (all.length > lines ? `${few.trimEnd()}…` : undefined)
}
