/** What the bot said, as facts: keys, values and offered commands instead of sentences. */
import type { Content } from '../../src/bot/platform.ts'
import type { Action, Block, Invocation, Reply, Text, Value } from '../../src/bot/view.ts'
import { loadWords, type Words } from '../../src/i18n.ts'
import { languages, root, wordsOf } from './locale-files.ts'

const words: Words = loadWords(root)
const namespaces = [...new Set([...wordsOf('en').keys()].map((key) => key.split('.')[0]!))]
/** Looks like a key that nobody translated: `coverage.why.none`. */
const rawKey = new RegExp(`(?<![\\w.@/-])(?:${namespaces.join('|')})\\.[a-z0-9-]+(?:\\.[a-z0-9-]+)*`, 'i')

const looksUnready = (text: string): boolean =>
  /\{\{|\}\}|\$t\(|undefined|\[object|Invalid Date|NaN/.test(text) || rawKey.test(text)

type Said = Text | string

/** Every text of a reply, in the order in which it is read. */
export function textsOf<T>(content: Content<T>): T[] {
  const texts: T[] = []
  if (content.kind === 'removal' || content.kind === 'mark') return texts
  const reply: Reply<T> = content.kind === 'file' ? { kind: 'view', view: content.view } : content
  const action = (a: Action<T>) => {
    texts.push(a.label)
    if (a.kind === 'invoke' && a.confirm) texts.push(...Object.values(a.confirm))
  }
  const block = (b: Block<T>) => {
    if (b.kind === 'paragraph') texts.push(b.text)
    if (b.kind === 'facts') for (const fact of b.facts) texts.push(fact.label, fact.value)
    if (b.kind === 'picture') texts.push(b.alt)
    if (b.kind === 'bullets') texts.push(...b.items)
    if (b.kind === 'entry') {
      texts.push(b.title, ...(b.text === undefined ? [] : [b.text]))
      for (const fact of b.facts ?? []) texts.push(fact.label, fact.value)
      b.actions?.forEach(action)
    }
  }
  if (reply.kind === 'view') {
    texts.push(reply.view.title)
    reply.view.body.forEach(block)
    reply.view.actions?.forEach(action)
  } else {
    const { form } = reply
    texts.push(form.title)
    form.intro?.forEach(block)
    for (const field of form.fields) {
      texts.push(field.label)
      for (const more of [field.hint, field.placeholder, field.error]) if (more !== undefined) texts.push(more)
      for (const choice of field.choices ?? []) texts.push(choice.label)
    }
    texts.push(form.submit)
    if (form.cancel !== undefined) texts.push(form.cancel)
  }
  return texts
}

/** The buttons of a reply, also those of single entries. */
export function actionsOf<T>(reply: Reply<T>): Extract<Action<T>, { kind: 'invoke' }>[] {
  const body = reply.kind === 'view' ? reply.view.body : (reply.form.intro ?? [])
  const all = [
    ...body.flatMap((block) => (block.kind === 'entry' ? (block.actions ?? []) : [])),
    ...(reply.kind === 'view' ? (reply.view.actions ?? []) : []),
  ]
  return all.filter((action) => action.kind === 'invoke')
}

const isText = (value: unknown): value is Text => typeof value === 'object' && value !== null && 'key' in value

function keysIn(value: Said | Value): string[] {
  if (!isText(value)) return []
  return [value.key, ...Object.values(value.values ?? {}).flatMap(keysIn)]
}

/** Keys of all texts, those inside of values too. */
export const keysOf = (reply: Reply): string[] => textsOf(reply).flatMap(keysIn)

/** The values with which a key was said, of its first occurrence. */
export const valuesOf = (reply: Content, key: string): Record<string, unknown> | undefined =>
  textsOf(reply).find((text) => text.key === key)?.values ?? undefined

const sortedJson = (values: object) => JSON.stringify(Object.fromEntries(Object.entries(values).sort()))

/** An invocation on one line: `coverage {"what":"OMF"}`. */
export const offer = ({ command, values }: Invocation): string =>
  values && Object.keys(values).length > 0 ? `${command} ${sortedJson(values)}` : command

/**
 * What no reader may ever see, in any of the four languages, to the asker or in public: a key, a placeholder, nothing.
 * `typed` is what people wrote themselves and may contain anything.
 */
export function unreadable(content: Content, typed: readonly string[] = []): string[] {
  if (content.kind === 'removal' || content.kind === 'mark') return []
  const reply: Reply = content.kind === 'file' ? { kind: 'view', view: content.view } : content
  // Ordinary words stay: `coverage` taken out of `coverage.why` would hide the very fault that is looked for.
  const own = typed.filter(looksUnready).sort((a, b) => b.length - a.length)
  return languages.flatMap((language) =>
    [true, false].flatMap((isPrivate) =>
      textsOf(words.reply(reply, { language, private: isPrivate, zone: 'Asia/Tokyo' })).flatMap((text) => {
        const ours = own.reduce((rest, theirs) => rest.replaceAll(theirs, 'x'), String(text))
        return ours.trim() === '' || looksUnready(ours) ? [`${language}: ${text}`] : []
      }),
    ),
  )
}
