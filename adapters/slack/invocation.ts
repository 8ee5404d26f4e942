/** What a button's value and a modal's private metadata carry, within Slack's lengths. */
import type { Invocation } from '../../src/bot/view.ts'
import { limits, weigh } from './limits.ts'

/** Where a dialog was opened from, so that a later step knows it. */
export interface Origin {
  conversation: string
  thread?: string
}

export interface ModalNote {
  command: string
  values: Record<string, string>
  origin?: Origin
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const stringsOf = (value: unknown): Record<string, string> => {
  const strings: Record<string, string> = {}
  if (isRecord(value)) {
    for (const [name, one] of Object.entries(value)) if (typeof one === 'string') strings[name] = one
  }
  return strings
}

/**
 * `pack(values)` within `limit`: where it is too long, the longest values are left out, one by one.
 * Ids and serials are short; what goes is a prefilled text, for which the form then asks.
 */
function packed(
  values: Record<string, string>,
  limit: number,
  pack: (values: Record<string, string>) => string,
): string {
  let text = pack(values)
  if (text.length * 5 <= limit) return text
  const kept = { ...values }
  while (weigh(text) > limit) {
    const longest = Object.keys(kept).sort((a, b) => kept[b]!.length - kept[a]!.length)[0]
    if (longest === undefined) break
    delete kept[longest]
    text = pack(kept)
  }
  return text
}

export const encodeInvocation = ({ command, values }: Invocation): string =>
  values
    ? packed(values, limits.buttonValue, (kept) => JSON.stringify({ command, values: kept }))
    : JSON.stringify({ command })

/** A button's invocation; undefined for a value that is not ours. */
export function decodeInvocation(value: unknown): { command: string; values: Record<string, string> } | undefined {
  const read = parse(value)
  return read && typeof read.command === 'string' && read.command !== ''
    ? { command: read.command, values: stringsOf(read.values) }
    : undefined
}

export const encodeNote = ({ command, values, origin }: ModalNote): string =>
  packed(values, limits.privateMetadata, (kept) =>
    JSON.stringify({ command, values: kept, ...(origin ? { origin } : {}) }),
  )

/** What a modal of ours carries; undefined for one that is not ours or carries nothing. */
export function decodeNote(metadata: unknown): ModalNote | undefined {
  const read = parse(metadata)
  if (!read || typeof read.command !== 'string') return undefined
  const { origin } = read
  return {
    command: read.command,
    values: stringsOf(read.values),
    ...(isRecord(origin) && typeof origin.conversation === 'string'
      ? {
          origin: {
            conversation: origin.conversation,
            ...(typeof origin.thread === 'string' ? { thread: origin.thread } : {}),
          },
        }
      : {}),
  }
}

function parse(text: unknown): Record<string, unknown> | undefined {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
