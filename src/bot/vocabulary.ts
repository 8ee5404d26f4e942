/** Which command a person means, by its name or by a word of any of the languages. */

export interface Vocabulary {
  /**
   * The command that the words begin with and what follows it, folded; undefined when they begin with none. `taken`: how
   * many UTF-16 units of `words`, as they were given, name the command: what follows those is as it was typed.
   */
  find(words: string): { command: string; rest: string; taken: number } | undefined
  /** The command whose word is nearest to what was typed, when one is near enough to be a slip. */
  nearest(words: string): string | undefined
}

/** Full-width letters and digits become half-width, every kind of space one space, the case is dropped. */
const fold = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim()

const isCjk = (word: string): boolean => /[\u3040-\u30ff\u3400-\u9fff]/u.test(word)

/** The length of the beginning of `words` that is `name` once folded; a name has few letters, so its beginning is soon found. */
function lengthOf(name: string, words: string): number {
  for (let end = 1; end <= words.length; end++) {
    if (fold(words.slice(0, end)).toLowerCase() === name) return end
  }
  return words.length
}

/** Number of single-letter slips between two short words; gives up beyond `limit`. */
function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

/**
 * Builds the vocabulary; throws when two commands share a word, because one of them could never be reached. `apart`:
 * commands whose Chinese and Japanese words are none where others go on without a space (回答待ちです is not 回答).
 */
export function createVocabulary(
  words: Iterable<readonly [word: string, command: string]>,
  apart: ReadonlySet<string> = new Set(),
): Vocabulary {
  const meaning = new Map<string, string>()
  for (const [word, command] of words) {
    const folded = fold(word).toLowerCase()
    const taken = meaning.get(folded)
    if (taken !== undefined && taken !== command) throw new Error(`"${word}" means both ${taken} and ${command}`)
    meaning.set(folded, command)
  }
  const longest = Math.max(1, ...[...meaning.keys()].map((word) => word.split(' ').length))
  const glued = [...meaning].filter(([word]) => isCjk(word)).sort(([a], [b]) => b.length - a.length)
  return {
    find(words) {
      const text = fold(words)
      const tokens = text.split(' ')
      for (let n = Math.min(longest, tokens.length); n >= 1; n--) {
        const name = tokens.slice(0, n).join(' ').toLowerCase()
        const command = meaning.get(name)
        if (command !== undefined) return { command, rest: tokens.slice(n).join(' '), taken: lengthOf(name, words) }
      }
      // Chinese and Japanese are written without spaces: 登錄OMF-2026-0001
      const start = glued.find(
        ([word, command]) =>
          text.toLowerCase().startsWith(word) && !(apart.has(command) && isCjk(text.charAt(word.length))),
      )
      return start && { command: start[1], rest: text.slice(start[0].length).trim(), taken: lengthOf(start[0], words) }
    },
    nearest(words) {
      const [first = ''] = fold(words).toLowerCase().split(' ')
      if (first.length < 3 || first.length > 30) return undefined
      const limit = first.length < 6 ? 1 : 2
      let best: { command: string; distance: number } | undefined
      for (const [word, command] of meaning) {
        const distance = slips(first, word, limit)
        if (distance <= limit && (!best || distance < best.distance)) best = { command, distance }
      }
      return best?.command
    },
  }
}
