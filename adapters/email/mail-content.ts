/** From a reply in the reader's language to the two parts of a mail. A mail has no buttons: only links remain. */
import { wordsIn } from '../../src/bot/prose.ts'
import type { Action, Block, Reply } from '../../src/bot/view.ts'

export interface MailContent {
  subject: string
  text: string
  html: string
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]!)

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** For a header: one line, whatever a person managed to put into a name or title. */
export const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').replace(controls, '').trim()

const lines = (text: string): string => text.replace(/\r\n?/g, '\n').replace(controls, '').trim()
const html = (text: string): string => escapeHtml(lines(text)).replaceAll('\n', '<br>')

const isWebAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

/** A paragraph in both parts. */
interface Part {
  text: string
  html: string
}

const paragraph = (text: string): Part => ({ text: lines(text), html: `<p>${html(text)}</p>` })

function links(actions: Action<string>[] = []): Part[] {
  return actions.flatMap((action) =>
    action.kind === 'link' && isWebAddress(action.url)
      ? {
          text: `${oneLine(action.label)}: ${action.url}`,
          html: `<p><a href="${escapeHtml(action.url)}">${html(action.label)}</a></p>`,
        }
      : [],
  )
}

const facts = (pairs: { label: string; value: string }[]): Part => ({
  text: pairs.map(({ label, value }) => `${oneLine(label)}: ${lines(value)}`).join('\n'),
  html: `<table>${pairs
    .map(({ label, value }) => `<tr><th align="left" valign="top">${html(label)}</th><td>${html(value)}</td></tr>`)
    .join('')}</table>`,
})

function parts(block: Block<string>): Part[] {
  switch (block.kind) {
    case 'paragraph':
      return [paragraph(block.text)]
    case 'facts':
      return [facts(block.facts)]
    case 'bullets':
      return [
        {
          text: block.items.map((item) => `- ${lines(item)}`).join('\n'),
          html: `<ul>${block.items.map((item) => `<li>${html(item)}</li>`).join('')}</ul>`,
        },
      ]
    case 'entry':
      return [
        { text: lines(block.title), html: `<h2>${html(block.title)}</h2>` },
        ...(block.text === undefined ? [] : [paragraph(block.text)]),
        ...(block.facts ? [facts(block.facts)] : []),
        ...links(block.actions),
      ]
    case 'prose':
      return [paragraph(wordsIn(block.prose))]
    case 'picture':
      return [paragraph(block.alt)]
    case 'divider':
      return [{ text: '—', html: '<hr>' }]
  }
}

/** A form cannot be filled in by mail: what it says remains. */
export function mailContent(reply: Reply<string>, language: string): MailContent {
  const title = reply.kind === 'view' ? reply.view.title : reply.form.title
  const body = reply.kind === 'view' ? reply.view.body : (reply.form.intro ?? [])
  const all = [...body.flatMap(parts), ...(reply.kind === 'view' ? links(reply.view.actions) : [])]
  const document = [
    '<!doctype html>',
    `<html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${html(title)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.5">',
    `<h1 style="font-size: 1.25em">${html(title)}</h1>`,
    ...all.map((part) => part.html),
    '</body></html>',
  ]
  return {
    subject: oneLine(title).slice(0, 200),
    text: [lines(title), ...all.map((part) => part.text)].join('\n\n'),
    html: document.join('\n'),
  }
}
