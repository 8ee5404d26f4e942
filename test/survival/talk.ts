/** What two people do in a conversation, drawn from a seed, and what therefore must stand on the other's side in the end. */
import { createHash } from 'node:crypto'
import { seededRandom } from '../../adapters/playground/seeded-random.ts'

/** A person at one platform. Each deed resolves once the bot accepted it; what it refused is told again before the next. */
export interface Speaker {
  /** Returns the platform's id of the message. */
  write(what: Spoken): Promise<string>
  edit(id: string, what: Spoken): Promise<void>
  erase(id: string): Promise<void>
}

export interface Spoken {
  kind: 'said' | 'note'
  /** Begins with the message's own name and revision: `c012.1 …`. */
  text: string
  file?: { name: string; bytes: Buffer }
}

/** A message as its author left it. */
export interface Message extends Spoken {
  /** `c012`: the twelfth of the customer; answers are `a…`, notes `n…`. */
  name: string
  id: string
  erased: boolean
}

/** A line of a transcript: words, or a file with its fingerprint. */
export const fileLine = ({ name, bytes }: { name: string; bytes: Buffer }): string =>
  `${name} ${bytes.length} ${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`

const words =
  'the pump hums 冷卻水 after restart while node three reports über-slow “queries” & nobody touched it since 9.1.0.3 <again> 再起動'.split(
    ' ',
  )

export interface TalkOptions {
  seed: number
  deeds: number
  /** `c` speaks to the vendor; `a` answers, and writes notes beside. */
  side: 'c' | 'a'
  speaker: Speaker
  /** A person's time between two deeds. */
  pause(random: () => number): Promise<void>
}

/** Writes (70 %), edits (12 %), takes back (8 %), shares files (10 %, the first of them 2 MB). */
export async function talk({ seed, deeds, side, speaker, pause }: TalkOptions): Promise<Message[]> {
  const random = seededRandom(seed + (side === 'c' ? 1 : 2))
  const among = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const phrase = (name: string, revision: number) =>
    `${name}.${revision} ${Array.from({ length: 4 + Math.floor(random() * 8) }, () => among(words)).join(' ')} .`
  const revisions = new Map<Message, number>()
  const messages: Message[] = []
  let isLarge = true
  for (let n = 0; n < deeds; n++) {
    const what = random()
    const live = messages.filter(({ erased }) => !erased)
    if (what < 0.2 && live.length > 0) {
      const message = among(live)
      if (what < 0.12) {
        const revision = (revisions.get(message) ?? 0) + 1
        revisions.set(message, revision)
        message.text = phrase(message.name, revision)
        await speaker.edit(message.id, message)
      } else {
        message.erased = true
        await speaker.erase(message.id)
      }
    } else {
      const kind = side === 'a' && random() < 0.4 ? 'note' : 'said'
      const name = `${kind === 'note' ? 'n' : side}${String(n).padStart(3, '0')}`
      const spoken: Spoken = { kind, text: phrase(name, 0) }
      if (what >= 0.9) {
        const size = isLarge ? 2_000_000 : 1000 + Math.floor(random() * 5000)
        isLarge = false
        spoken.file = { name: `${name}.bin`, bytes: Buffer.from(Array.from({ length: size }, () => random() * 256)) }
      }
      messages.push({ ...spoken, name, id: await speaker.write(spoken), erased: false })
    }
    await pause(random)
  }
  return messages
}

/** What the other side is to read of it. */
export const transcriptOf = (messages: readonly Message[], kind: Spoken['kind'] = 'said'): string[] =>
  messages
    .filter((each) => each.kind === kind && !each.erased)
    .flatMap(({ text, file }) => [text, ...(file ? [fileLine(file)] : [])])
