/**
 * What Slack refuses, and what it does that its reference does not say. Server-side only: the SDK checks none of it.
 *
 * - 2025-05: a message whose blocks hold more than roughly 9,600 characters of text in all is refused with
 *   `msg_blocks_too_long`; the limit is undocumented (bolt-js#2509, #2867). We stay under 9,000.
 * - 2025: `text` of a message is documented to 40,000, but `chat.update` has refused texts near 4,000.
 * - Lengths count code points after `& < >` became `&amp; &lt; &gt;`: one `&` weighs five.
 * - 2026-11: `plain_text` with `emoji: true` turns a customer's `:+1:` into a picture, and that is the default.
 * - 2026-11: a 24-character limit holds for a modal's title, submit and close; manifests' shortcut names too.
 */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageText: 9_000,
  /** A view may be larger than a message; 250 KB in all is far away from this. */
  viewText: 30_000,
  fallbackText: 3_500,
  text: 3_000,
  header: 150,
  button: 75,
  buttonValue: 2_000,
  url: 3_000,
  imageAlt: 2_000,
  /** Of one rich text block of somebody's words; a budget ends between two. */
  proseBlock: 2_000,
  actions: 25,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  option: 75,
  optionValue: 150,
  options: 100,
  optionGroups: 100,
  label: 2_000,
  hint: 2_000,
  placeholder: 150,
  inputLength: 3_000,
  modalTitle: 24,
  modalButton: 24,
  privateMetadata: 3_000,
  id: 255,
  modalStack: 3,
  inputError: 2_000,
} as const

const heavy = /[&<>]/u
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** How much of a limit a text uses up: its code points once Slack has escaped it. */
export function weigh(text: string): number {
  let weight = text.length
  // By UTF-16 unit: every answer is weighed, and code points as strings would be made only to be counted.
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0x26) weight += 4
    else if (unit === 0x3c || unit === 0x3e) weight += 3
    else if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) {
      weight--
      i++
    }
  }
  return weight
}
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000

/** True without counting for nearly every text: UTF-16 units are never fewer than code points. */
const surelyFits = (text: string, limit: number): boolean =>
  text.length * 5 <= limit || (text.length <= limit && !heavy.test(text))

/** How many UTF-16 units of a text weigh at most `limit` together; what a person sees as one character is never split. */
export function unitsWithin(text: string, limit: number): number {
  let weight = 0
  let end = 0
  while (end < text.length) {
    const unit = text.charCodeAt(end)
    weight += unit === 0x26 ? 5 : unit === 0x3c || unit === 0x3e ? 4 : 1
    if (weight > limit) break
    end += isHigh(unit) && isLow(text.charCodeAt(end + 1)) ? 2 : 1
  }
  // Only what stands at the limit is looked at closely: telling all characters apart takes long.
  return graphemes.segment(text).containing(end)?.index ?? end
}

/** The text, or its beginning with an ellipsis, within `limit`; what a person sees as one character is never split. */
export function cut(text: string, limit: number): string {
  if (surelyFits(text, limit) || weigh(text) <= limit) return text
  return `${text.slice(0, unitsWithin(text, limit - 1)).trimEnd()}…`
}

/** Slack's three control characters made harmless, for the one place where Slack parses our text: `text`. */
export const escapeText = (text: string): string =>
  heavy.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text
