/** From the HTML in which Teams hands over a message to formatted words. One pass, in time that grows with the length alone. */
import { Parser } from 'htmlparser2'
import { type Prose, plainProse } from '../../src/bot/prose.ts'
import { ProseWriter } from './prose-writer.ts'
import { plainText } from './spoken-text.ts'

export interface ReadHtml {
  prose: Prose
  /** The message that is quoted; its words are left out. */
  quotes?: string
}

/** Beyond these it is no message that Teams' own clients write; its words are kept, its formatting is not. */
const deepest = 200
const longest = 150_000

const skipped = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'attachment',
  'svg',
  'math',
  'iframe',
  'object',
])
const blocks = new Set(['p', 'div', 'section', 'article', 'table', 'tr', 'hr', 'dl', 'dt', 'dd', 'systemeventmessage'])
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
const bold = new Set(['b', 'strong', 'th'])
const italic = new Set(['i', 'em'])
const struck = new Set(['s', 'strike', 'del'])
const codes = new Set(['code', 'tt', 'kbd', 'samp'])

type Attributes = Record<string, string | undefined>

const itemType = ({ itemtype = '' }: Attributes): string => itemtype.toLowerCase()
const isReply = (attributes: Attributes): boolean => itemType(attributes).includes('schema.skype.com/reply')
const isMention = (tag: string, attributes: Attributes): boolean =>
  tag === 'at' || itemType(attributes).includes('schema.skype.com/mention')

/** An address that a reader's click may go to; undefined for every other. */
export function safeLink(address: string): string | undefined {
  if (address.length > 2_000 || !URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.protocol === 'http:' || url.protocol === 'https:' || url.protocol === 'mailto:' ? url.href : undefined
}

/** Pictures of Teams' own store come as files beside the words; an emoji is a letter; others are links to what they show. */
function picture(writer: ProseWriter, { src = '', alt = '', ...rest }: Attributes): void {
  if (itemType(rest).includes('schema.skype.com/amsimage') || src.includes('/hostedContents/')) return
  const link = itemType(rest).includes('schema.skype.com/emoji') ? undefined : safeLink(src)
  const name = alt || (link ? (new URL(link).pathname.split('/').at(-1) ?? '') : '')
  writer.within(link ? { link } : {}, () => writer.text(name || (link ?? '')))
}

/** What a tag begins; the function that comes back ends it. */
function begin(writer: ProseWriter, tag: string, attributes: Attributes): () => void {
  if (isMention(tag, attributes)) return writer.mention()
  if (tag === 'br') writer.lineBreak()
  if (tag === 'img' || tag === 'emoji') picture(writer, attributes)
  if (tag === 'td' || tag === 'th') writer.cell()
  if (headings.has(tag)) return writer.block({ bold: true })
  if (bold.has(tag)) return writer.look({ bold: true })
  if (italic.has(tag)) return writer.look({ italic: true })
  if (struck.has(tag)) return writer.look({ strike: true })
  if (codes.has(tag)) return writer.look({ code: true })
  if (tag === 'a') {
    const link = safeLink(attributes.href ?? '')
    return writer.look(link ? { link } : {})
  }
  if (tag === 'ul' || tag === 'ol') return writer.list(tag === 'ol')
  if (tag === 'li') return writer.item()
  if (tag === 'blockquote') return writer.quote()
  if (tag === 'pre' || tag === 'codeblock') return writer.code()
  return blocks.has(tag) ? writer.block({}) : () => {}
}

/** `isBot`: whether a mention by this name is of the bot itself, and so no part of what was said to it. */
export function readHtml(html: string, isBot: (name: string) => boolean): ReadHtml {
  const writer = new ProseWriter(isBot)
  const ends: (() => void)[] = []
  let quotes: string | undefined
  let tooDeep = false
  const parser = new Parser(
    {
      onopentag(tag, attributes: Attributes) {
        if (ends.length >= deepest) {
          tooDeep = true
          parser.pause()
        }
        if (writer.isSkipping) return void ends.push(() => {})
        const reply = isReply(attributes)
        if (reply || tag === 'quoted') quotes ??= (attributes.itemid ?? attributes.messageid)?.slice(0, 200)
        ends.push(reply || skipped.has(tag) ? writer.skip() : begin(writer, tag, attributes))
      },
      ontext: (text) => writer.text(text),
      onclosetag: () => ends.pop()?.(),
    },
    { decodeEntities: true },
  )
  if (html.length <= longest) parser.end(html)
  const prose = tooDeep || html.length > longest ? plainProse(plainText(html)) : writer.end()
  return { prose, ...(quotes ? { quotes } : {}) }
}
