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

/** No command is as long, and nothing longer is a slip of one. */
const longestTried = 60

/** How many slips leave a word recognisable; a letter of Chinese or Japanese says more than one of English. */
function mostSlips(word: string): number {
  if (word.length < 3 || word.length > 30) return -1
  if (isCjk(word)) return word.length < 7 ? 1 : 2
  return word.length < 6 ? 1 : 2
}

/** The beginnings of a text that may be a mistyped `word`: as many words, or as many letters where none are set apart. */
function beginningsLike(word: string, text: string, tokens: readonly string[]): string[] {
  const count = word.split(' ').length
  const found = tokens.length >= count ? [tokens.slice(0, count).join(' ')] : []
  // 維護狀太OMF-2026-0001: the word ends where another script begins.
  const glued = isCjk(word) ? /^[\u3040-\u30ff\u3400-\u9fff]+(?=[a-z0-9])/u.exec(text)?.[0] : undefined
  return glued === undefined ? found : [...found, glued]
}

/**
 * Builds the vocabulary; throws when two commands share a word, because one of them could never be reached. `apart`:
 * commands whose Chinese and Japanese words are none where others go on without a space (回答待ちです is not 回答).
 * `slips`: how many slips of the pen lie between two words; beyond `limit` any larger number.
 */
export function createVocabulary(
  words: Iterable<readonly [word: string, command: string]>,
  slips: (a: string, b: string, limit: number) => number,
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
      const text = fold(words.slice(0, longestTried)).toLowerCase()
      const tokens = text.split(' ')
      let best: { command: string; distance: number; length: number } | undefined
      for (const [word, command] of meaning) {
        for (const tried of beginningsLike(word, text, tokens)) {
          const limit = mostSlips(tried)
          const distance = slips(tried, word, limit)
          // Of words that are as near, the longer one explains more of what was typed.
          const isNearer =
            !best || distance < best.distance || (distance === best.distance && word.length > best.length)
          if (distance <= limit && isNearer) best = { command, distance, length: word.length }
        }
      }
      return best?.command
    },
  }
}
