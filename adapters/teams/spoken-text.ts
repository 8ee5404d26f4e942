import type { Activity } from './activity.ts'

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Decodes the entities once: what a person typed as `&lt;` arrives as `&amp;lt;` and stays `&lt;`. */
const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name) return named[String(name).toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole
  })

/** Words out of Teams' HTML: line breaks stay, tags go, entities are decoded. */
export const plainText = (html: string): string =>
  decode(html.replace(/<(?:br|\/p|\/div|\/li)\b[^<>]*>/gi, '\n').replace(/<\/?[a-z][^<>]*>/gi, ''))
    .replace(/\u00a0/g, ' ')
    .trim()

/** In plain text only mentions are tags: `<b>` was typed by somebody, whether Teams encoded it or not. */
const untagged = (text: string): string =>
  decode(text.replace(/<\/?at\b[^<>]*>/gi, ''))
    .replace(/\u00a0/g, ' ')
    .trim()

/** What a person said to the bot: without the mention of the bot itself; people who are mentioned stay by name. */
export function spokenText({ text = '', textFormat = 'plain', mentions, recipient, quotes }: Activity): string {
  const ours = mentions.filter((mention) => mention.text !== '' && mention.id === recipient?.id)
  const rest = ours.reduce(
    (words, mention) => words.replaceAll(mention.text, ' '),
    quotes ? text.replace(/<\/?quoted\b[^<>]*>/gi, '') : text,
  )
  return (textFormat === 'plain' ? untagged(rest) : plainText(rest)).replace(/ {2,}/g, ' ')
}

/** In channels and group chats Teams may deliver what was not meant for the bot. */
export const mentionsBot = ({ mentions, recipient }: Activity): boolean =>
  recipient !== undefined && mentions.some(({ id }) => id === recipient.id)
