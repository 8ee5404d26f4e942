import type { ReactNode } from 'react'
import { useMemo } from 'react'

/** What Teams' own composer makes; everything else shows as the words in it. */
const kept = new Set([
  'p',
  'br',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'del',
  'code',
  'pre',
  'ul',
  'ol',
  'li',
  'blockquote',
])
const renamed: Record<string, string> = {
  strike: 's',
  h1: 'strong',
  h2: 'strong',
  h3: 'strong',
  codeblock: 'pre',
  div: 'p',
}
/** What is inside these was never meant to be read. */
const dropped = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'head', 'title'])
const voids = new Set(['br'])
const deepest = 30

/**
 * A person's formatted words. They are parsed into a document that runs and fetches nothing, and only the elements named
 * above are drawn from it, without a single attribute but an http(s) or mailto address.
 */
export function HtmlWords({ html }: { html: string }) {
  const drawn = useMemo(() => {
    const { body } = new DOMParser().parseFromString(html, 'text/html')
    return drawnFrom(body.childNodes, 0)
  }, [html])
  return <div className="bubble words formatted">{drawn}</div>
}

const drawnFrom = (nodes: Iterable<Node>, depth: number): ReactNode[] =>
  [...nodes].map((node, index) => draw(node, index, depth))

function draw(node: Node, key: number, depth: number): ReactNode {
  if (node instanceof Text) return node.data
  if (!(node instanceof Element) || depth > deepest) return null
  const name = node.localName
  if (dropped.has(name)) return null
  if (name === 'img') return node.getAttribute('alt')
  const inside = drawnFrom(node.childNodes, depth + 1)
  if (name === 'a') {
    const address = node.getAttribute('href') ?? ''
    if (!/^(https?:\/\/|mailto:)/i.test(address)) return <span key={key}>{inside}</span>
    return (
      <a key={key} href={address} target="_blank" rel="noopener noreferrer">
        {inside}
      </a>
    )
  }
  const Tag = (renamed[name] ?? name) as 'p'
  if (!kept.has(Tag)) return <span key={key}>{inside}</span>
  return voids.has(Tag) ? <Tag key={key} /> : <Tag key={key}>{inside}</Tag>
}
