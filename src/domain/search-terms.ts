/** What of a text is compared when texts are searched: words where they are set apart, pairs of letters where they are not. */
import { folded } from './search-words.ts'

/** Written without spaces: Han, kana; a prolonged sound belongs to the word. Others join at a point: `8.2`, `don't`. */
const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー])(?:[\p{L}\p{N}]|(?<=[\p{L}\p{N}])[.'’](?=[\p{L}\p{N}])))+/gu
const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u
const onlyHiragana = /^[\p{Script=Hiragana}]+$/u
/** Letters that bind words together and tell nothing of what is asked. */
const binding = /[的了嗎吗呢是我們们您你請请會会也還还有在就和與与]/u
const common = new Set(
  `a an and any are as at be by can could do does did for from get had has have how i if in into is it its me my no not of
   on or our please so than that the their them then there they this to us was we were what when where which who why will
   with would you your yes`.split(/\s+/u),
)

/** The stem of an English word, roughly: enough that renewal, renewals and renewed meet. */
function stemOf(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word
  const bare = word.replace(/(?:ations?|als?|ings?|ed|ies|es|s|e|y)$/u, '')
  return bare.length >= 3 ? bare : word
}

/**
 * The terms of a text with their weights. Words of a spaced script are stems; of Chinese and Japanese every two
 * neighbouring letters, of which those that only bind (的, です) weigh little. Width and case are of no account.
 */
export function weighTerms(text: string): Map<string, number> {
  const terms = new Map<string, number>()
  const add = (term: string, weight: number) => terms.set(term, Math.max(weight, terms.get(term) ?? 0))
  for (const [run] of folded(text).matchAll(runs)) {
    if (!unspaced.test(run)) {
      if (!common.has(run)) add(stemOf(run), 1.5)
      continue
    }
    const letters = [...run]
    if (letters.length === 1) add(run, onlyHiragana.test(run) || binding.test(run) ? 0.05 : 0.5)
    for (let i = 0; i + 1 < letters.length; i++) {
      const pair = `${letters[i]}${letters[i + 1]}`
      add(pair, onlyHiragana.test(pair) || binding.test(pair) ? 0.05 : 1)
    }
  }
  return terms
}
