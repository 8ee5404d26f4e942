/** How words that people look for are compared with what is there. */

/** A text as it is searched: width and letter case are of no account. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Words to search for; more than these say nothing more, and each costs a look through everything. */
const mostWords = 8
const longestSearch = 200

/** The words of a search, folded, each of which must occur. */
export const searchWords = (text: string): string[] => [
  ...new Set(
    folded(text.slice(0, longestSearch))
      .split(/[\s\u3000]+/u)
      .filter(Boolean)
      .slice(0, mostWords),
  ),
]

/** Whether each of the words occurs in a folded text. */
export const holdsEach = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word))
