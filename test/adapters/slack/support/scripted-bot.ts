/** A bot that answers what the test says, and remembers what it was told. No business, no database. */
import { readFileSync } from 'node:fs'
import type { Answer, Bot, Person } from '../../../../src/bot/bot.ts'
import type { Inbound } from '../../../../src/bot/inbound.ts'
import type { Form, Reply, View } from '../../../../src/bot/view.ts'

export const view = (title: string, more: Partial<View<string>> = {}): View<string> => ({
  tone: 'plain',
  title,
  body: [],
  ...more,
})
export const shows = (title: string, more: Partial<View<string>> = {}): Reply<string> => ({
  kind: 'view',
  view: view(title, more),
})
export const asks = (form: Partial<Form<string>> & Pick<Form<string>, 'command'>): Reply<string> => ({
  kind: 'form',
  form: { title: 'A form', submit: 'Send', fields: [], ...form },
})

export type Script = (
  inbound: Inbound,
) => Reply<string> | Partial<Answer> | 'seen' | Promise<Reply<string> | Partial<Answer> | 'seen'>

const languages = new Map<string, Record<string, string>>()
function wordsOf(language: string): Record<string, string> {
  let words = languages.get(language)
  if (!words) {
    words = JSON.parse(readFileSync(`locales/${language}/platform.json`, 'utf8')) as Record<string, string>
    languages.set(language, words)
  }
  return words
}

export class ScriptedBot implements Bot {
  readonly answered: Inbound[] = []
  readonly accepted: Inbound[] = []
  readonly homesOf: Person[] = []
  readonly seen = new Set<string>()
  script: Script = () => shows('Answer')
  accepting: (inbound: Inbound) => Promise<void> = async () => {}
  /** Threads that it follows, as `<conversation>/<thread>`; each question is remembered. */
  readonly followed = new Set<string>()
  readonly followsAsked: string[] = []
  homeView: (person: Person) => View<string> = () => view('Home')
  language = 'en'

  async answer(inbound: Inbound): Promise<Answer | 'seen'> {
    if (this.seen.has(inbound.key)) return 'seen'
    this.seen.add(inbound.key)
    this.answered.push(inbound)
    const given = await this.script(inbound)
    if (given === 'seen') return 'seen'
    if ('kind' in given) return { reply: given, language: this.language }
    return { reply: shows('Answer'), language: this.language, ...given }
  }

  async accept(inbound: Inbound): Promise<'accepted' | 'seen'> {
    await this.accepting(inbound)
    if (this.seen.has(inbound.key)) return 'seen'
    this.seen.add(inbound.key)
    this.accepted.push(inbound)
    return 'accepted'
  }

  follows: Bot['follows'] = async ({ conversation, thread }) => {
    const place = `${conversation}/${thread ?? ''}`
    this.followsAsked.push(place)
    return this.followed.has(place)
  }

  async home(person: Person): Promise<View<string>> {
    this.homesOf.push(person)
    return this.homeView(person)
  }

  phrase(language: string, name: string, values: Record<string, string | number> = {}): string {
    const words = wordsOf(language)
    const found = words[name] ?? words[values.count === 1 ? `${name}_one` : `${name}_other`] ?? words[`${name}_other`]
    if (found === undefined) throw new Error(`no phrase ${name} in ${language}`)
    return found.replace(/\{\{(\w+)\}\}/gu, (_, value) => String(values[value]))
  }

  async languageOf(): Promise<string> {
    return this.language
  }
}
