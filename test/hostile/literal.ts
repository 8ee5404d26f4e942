/** Texts that try to be more than text, and what proves that they stayed text on every way out. */
import { expect } from 'vitest'

export const hostileTexts: readonly string[] = [
  '<!channel> <!here> <!everyone>',
  '<@U0ERIN> <#C0TRIAGE> <!subteam^S1>',
  '<http://evil.example|your bank>',
  '*bold* _italic_ ~gone~',
  '`code` ```block```',
  '> quoted & escaped &lt;b&gt; &amp;amp;',
  '{{organization}} {{name}} {{count}} {{x}}',
  '$t(errors.broken.title) $& $1 $$',
  '{{organization}}',
  '[click](https://evil.example) ![i](https://evil.example/i.png)',
  '**bold** # head',
  '<at>Erin</at> <script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  ':+1: :rotating_light:',
  'constructor __proto__ toString',
  `'; DROP TABLE contacts; --`,
  '"}]},{"type":"actions"',
  'coverage.why.none',
  'ｆｕｌｌ ｗｉｄｔｈ １２３',
  'e\u0301 \ud83d\udc69\u200d\ud83d\udcbb \ud842\udfb7野屋',
]

/** Not to be kept: marks that turn text round, hide in it, or are no text. */
export const unprintableTexts: readonly string[] = [
  'right \u202eto left',
  'zero\u200bwidth',
  'bell\u0007',
  'null\u0000',
  'line\nbreak',
  'return\r\nBcc: victim@example.com',
  'byte order \ufeff',
  'isolate \u2066x\u2069',
  '\ud800 half',
]

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every text that Slack shows of a message or view; fails on anything that Slack would read as markup. */
export function slackTexts(node: unknown, texts: string[] = []): string[] {
  if (Array.isArray(node)) for (const one of node) slackTexts(one, texts)
  else if (isRecord(node)) {
    expect(['mrkdwn', 'markdown', 'link', 'user', 'usergroup', 'channel', 'broadcast', 'emoji', 'image']).not.toContain(
      node.type,
    )
    if (node.type === 'plain_text') expect(node.emoji).toBe(false)
    if (typeof node.text === 'string') {
      // Beside blocks or above them, this one text is parsed: nothing in it may open a mention or a link.
      if (node.type !== 'plain_text' && node.type !== 'text') expect(node.text).not.toMatch(/[<>]/)
      else texts.push(node.text)
    }
    for (const [name, value] of Object.entries(node))
      if (typeof value === 'object' && name !== 'metadata') slackTexts(value, texts)
  }
  return texts
}

/** Every text that Teams shows of a card; fails on elements that read markdown, and on texts beside the card. */
export function teamsTexts(node: unknown, texts: string[] = []): string[] {
  if (Array.isArray(node)) for (const one of node) teamsTexts(one, texts)
  else if (isRecord(node)) {
    expect(['TextBlock', 'FactSet', 'Media', 'Image']).not.toContain(node.type)
    if (node.type === 'TextRun') texts.push(String(node.text))
    if (typeof node.title === 'string') texts.push(node.title)
    for (const value of Object.values(node)) if (typeof value === 'object') teamsTexts(value, texts)
  }
  return texts
}

/** White space at line ends and in rows is the platforms' own. */
export const squeezed = (text: string): string => text.replace(/\s+/gu, ' ').trim()
