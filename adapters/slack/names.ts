/** What stands in a person's words in place of Slack's ids: names, as plain words. */
import type { Run } from '../../src/bot/prose.ts'

export interface Names {
  /** `@Erika`, and nothing for the bot itself. */
  person(id: string): string
  /** `#general` */
  channel(id: string): string
}

/** The ids themselves: for comparing, where nobody reads it. */
export const ids: Names = { person: (id) => `@${id}`, channel: (id) => `#${id}` }

/** A link keeps its words and its address where a person may follow it; any other address is letters. */
export function proseLink(url: string, label: string | undefined, look: Omit<Run, 'text' | 'link'>): Run[] {
  const text = label || url.replace(/^mailto:/u, '')
  if (text === '') return []
  return [/^(?:https?:\/\/|mailto:)\S+$/iu.test(url) ? { text, ...look, link: url } : { text, ...look }]
}
