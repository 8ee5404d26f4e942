import type { Outgoing } from '../../src/bot/platform.ts'
import type { Reply, Text } from '../../src/bot/view.ts'
import { mapReply } from '../../src/bot/view.ts'

/** A message whose title is its own text: the words are not what is tested here. */
export function message(text: string, conversation = 'C1', more: Partial<Outgoing> = {}): Outgoing {
  return {
    dedupeKey: `${conversation}/${text}`,
    to: { kind: 'conversation', platform: 'slack', workspace: 'T1', conversation },
    content: { kind: 'view', view: { tone: 'plain', title: { key: text } as unknown as Text, body: [] } },
    language: 'en',
    whenUncertain: 'repeat',
    ...more,
  }
}

export const localize = (content: Reply<Text>): Reply<string> => mapReply(content, ({ key }) => key as string)

/** A log that a test can look into. */
export function memoryLog() {
  const lines: { level: string; message: string; fields: Record<string, unknown> }[] = []
  const write = (level: string) => (fields: object, text: string) => {
    lines.push({ level, message: text, fields: fields as Record<string, unknown> })
  }
  return { lines, info: write('info'), warn: write('warn'), error: write('error') }
}
