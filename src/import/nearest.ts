/** The known name that a mistyped one probably means; undefined where none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const typed = name
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
    .slice(0, 60)
  let best: string | undefined
  let least = Math.max(2, Math.floor(typed.length / 3)) + 1
  for (const candidate of known) {
    const distance = editsBetween(typed, candidate.toLowerCase().replace(/[\s_-]+/g, ''))
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** Letters to insert, drop or replace (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1)
    }
    row = next
  }
  return row[b.length]!
}
