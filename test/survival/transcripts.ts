/** What of the one side stands before the eyes of the other. */
import type { Platforms } from './platforms.ts'
import { fileLine } from './talk.ts'

export interface Line {
  text: string
  /** The platform's id of the message that shows it. */
  at: string
}

const texts = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(texts)
  if (typeof node !== 'object' || node === null) return []
  const { text } = node as { text?: unknown }
  return [...(typeof text === 'string' ? [text] : []), ...Object.values(node).flatMap(texts)]
}

const wordsFrom = (shown: unknown, side: string): string | undefined =>
  texts(shown).find((text) => new RegExp(`^${side}\\d{3}\\.\\d+ `).test(text))

/** The customer's words in the thread of the case's card, in Slack. */
export function engineersRead({ slack }: Platforms, channel: string, thread: string): Line[] {
  return slack
    .state()
    .messages.filter((each) => each.bot && each.channel === channel && each.thread === thread)
    .filter(({ deleted, ephemeralFor }) => !deleted && !ephemeralFor)
    .sort((a, b) => a.ts.localeCompare(b.ts))
    .flatMap(({ ts: at, blocks, files = [] }) => {
      const shared = files.map(({ id }) => {
        const { bytes } = slack.file(id)!
        // Its name carries the mark by which it is found again.
        const { name } = /^(?<name>\w\d{3})/.exec(slack.file(id)!.name)?.groups ?? { name: '?' }
        return { text: fileLine({ name: `${name}.bin`, bytes }), at }
      })
      if (files.length > 0) return shared
      const text = wordsFrom(blocks, 'c')
      return text === undefined ? [] : [{ text, at }]
    })
}

/** The vendor's words in the customer's conversation, in Teams; a file is a card with a link, followed by `fetchFile`. */
export async function customerReads(
  { teams }: Platforms,
  conversation: string,
  fetchFile: (message: string, data: Record<string, unknown>) => Promise<Buffer>,
): Promise<Line[]> {
  const lines: Line[] = []
  for (const { id: at, attachments, bot, deleted, conversation: where } of teams.state().messages) {
    if (!bot || deleted || where !== conversation) continue
    const text = wordsFrom(attachments, 'a')
    if (text !== undefined) lines.push({ text, at })
    else {
      const data = pressOf(attachments, 'case.file')
      const [name] = /\ba\d{3}\.bin\b/.exec(JSON.stringify(attachments)) ?? []
      if (data && name) lines.push({ text: fileLine({ name, bytes: await fetchFile(at, data) }), at })
    }
  }
  return lines
}

function pressOf(node: unknown, command: string): Record<string, unknown> | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  const { data } = node as { data?: { anshin?: { command?: string } } }
  if (data?.anshin?.command === command) return data
  for (const child of Object.values(node)) {
    const found = pressOf(child, command)
    if (found) return found
  }
  return undefined
}
