/** R8.1: which of the vendor's questions and answers fit what a person writes, in any of the languages. */
import { weighTerms } from './search-terms.ts'

export interface FaqEntry {
  id: string
  locale: string
  question: string
  answer: string
  productId?: string
}

/** A question as one reader gets it. */
export interface FaqFound extends FaqEntry {
  /** Not in the reader's language: there is none in it. */
  isForeign: boolean
}

export interface FaqIndex {
  /**
   * The questions that fit, best first. `about`: questions about another product stay away. `surely`: only those that
   * hold most of what was written, for where nobody asked for questions.
   */
  search(words: string, reader: { language: string; about?: string | undefined; surely?: true }): FaqFound[]
  /** All of them; those about `products` first, then those about none. */
  list(reader: { language: string; products?: readonly string[] }): FaqFound[]
  find(id: string, language: string): FaqFound | undefined
}

/** More words say nothing more. */
const longestSearch = 300
/** What stands in the answer alone says less than what stands in the question. */
const ofAnswer = 0.5
/** Least share of what was written that a question must hold, and of what the best one holds. */
const least = { ofAll: 0.2, surely: 0.45, ofBest: 0.5 }

/** Less than one letter of Chinese that means something, in an answer. */
const leastTold = 0.2

interface Variant {
  entry: FaqEntry
  question: ReadonlyMap<string, number>
  answer: ReadonlyMap<string, number>
}

/** Prepares all questions for searching; of one id each locale is a variant. */
export function indexFaq(entries: readonly FaqEntry[]): FaqIndex {
  const byId = new Map<string, Variant[]>()
  for (const entry of entries) {
    const variant = { entry, question: weighTerms(entry.question), answer: weighTerms(entry.answer) }
    byId.set(entry.id, [...(byId.get(entry.id) ?? []), variant])
  }
  const rarity = rarityIn([...byId.values()])

  /** In the reader's language, else in English, else in whichever there is. */
  function shownTo(language: string, variants: readonly Variant[]): FaqFound {
    const entry = (
      variants.find(({ entry: { locale } }) => locale === language) ??
      variants.find(({ entry: { locale } }) => locale === 'en') ??
      variants[0]!
    ).entry
    return { ...entry, isForeign: entry.locale !== language }
  }

  function shareOf(terms: ReadonlyMap<string, number>, { question, answer }: Variant): number {
    let found = 0
    let all = 0
    let told = 0
    for (const [term, weight] of terms) {
      const worth = weight * rarity(term)
      const part = question.has(term) ? 1 : answer.has(term) ? ofAnswer : 0
      all += worth
      found += worth * part
      told += weight * part
    }
    // Letters that only bind words together stand in every question.
    return told < leastTold ? 0 : found / all
  }

  return {
    search(words, { language, about, surely }) {
      const terms = weighTerms(words.slice(0, longestSearch))
      const judged = [...byId.values()]
        .map((variants) => ({ variants, share: Math.max(...variants.map((variant) => shareOf(terms, variant))) }))
        .filter(({ variants: [first] }) => {
          const product = first!.entry.productId
          return about === undefined || product === undefined || product === about
        })
        .sort((a, b) => b.share - a.share)
      const enough = Math.max(surely ? least.surely : least.ofAll, (judged[0]?.share ?? 0) * least.ofBest)
      return judged.filter((each) => each.share >= enough).map(({ variants }) => shownTo(language, variants))
    },
    list({ language, products = [] }) {
      const rank = ({ productId }: FaqEntry) => (productId === undefined ? 1 : products.includes(productId) ? 0 : 2)
      return [...byId.values()].map((variants) => shownTo(language, variants)).sort((a, b) => rank(a) - rank(b))
    },
    find(id, language) {
      const variants = byId.get(id)
      return variants && shownTo(language, variants)
    },
  }
}

/** How much a term tells: what stands in few questions tells more. What stands in none counts like what stands in one. */
function rarityIn(questions: readonly Variant[][]): (term: string) => number {
  const holding = new Map<string, number>()
  for (const variants of questions) {
    const terms = new Set(variants.flatMap(({ question, answer }) => [...question.keys(), ...answer.keys()]))
    for (const term of terms) holding.set(term, (holding.get(term) ?? 0) + 1)
  }
  return (term) => Math.log(1 + questions.length / (holding.get(term) ?? 1))
}
