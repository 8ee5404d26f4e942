/**
 * What the bot says, before it is in any language or on any platform.
 * A text carries a locale key and values; nothing in here knows Slack or Teams.
 * There is no markup in a text: structure (title, facts, bullets) is the only formatting,
 * so a customer's words can never become a mention, a link or a heading.
 */

import type { Prose } from './prose.ts'

/** The known locale keys; `i18n.ts` augments this from `locales/en`, so a mistyped key does not compile. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented in i18n.ts
export interface Messages {}
export type TextKey = keyof Messages & string

/** A value inside a text. Days, instants, amounts and serials are formatted for the reader, never by a feature. */
export type Value =
  | string
  | number
  | Text
  | { day: string }
  | { instant: string; zone?: string }
  | { amount: string; currency: string }
  /** Shown whole to the person who asked, masked to the last four where others can read. */
  | { serial: string }
  | { list: Value[] }

/** A sentence that is not yet in any language. `count` in values chooses the plural form. */
export interface Text {
  key: TextKey
  values?: Record<string, Value>
}

export const say = (key: TextKey, values?: Record<string, Value>): Text => (values ? { key, values } : { key })

export type Tone = 'plain' | 'good' | 'info' | 'warning' | 'bad'

/** A command and its arguments, as stored in a button: it works after a restart and next month. */
export interface Invocation {
  command: string
  values?: Record<string, string>
  /**
   * What stands in the button instead of `values` where others can press it: a platform hands a button's values to
   * everyone who can read the message. Features set it wherever `values` hold more than such a message may show.
   */
  inPublic?: Record<string, string>
}

export type Action<T = Text> =
  | {
      kind: 'invoke'
      label: T
      invoke: Invocation
      style?: 'primary' | 'danger'
      confirm?: { title: T; text: T; yes: T; no: T }
      /** Set by the router: the answer is a form and nothing happens before it is sent, so it may open in a dialog at once. */
      opensForm?: boolean
    }
  | { kind: 'link'; label: T; url: string }

export interface Fact<T = Text> {
  label: T
  value: T
}

export type Block<T = Text> =
  | { kind: 'paragraph'; text: T; emphasis?: 'strong' | 'subtle' }
  | { kind: 'facts'; facts: Fact<T>[] }
  | { kind: 'bullets'; items: T[] }
  /** One thing in a list of things: a license, a case, a command. */
  | { kind: 'entry'; title: T; text?: T; facts?: Fact<T>[]; actions?: Action<T>[] }
  /** Somebody's words as they wrote them: no text of ours, in whatever language they wrote. */
  | { kind: 'prose'; prose: Prose }
  /** A picture that the platform fetches; `alt` says all that it shows. */
  | { kind: 'picture'; url: string; alt: T }
  | { kind: 'divider' }

export interface View<T = Text> {
  tone: Tone
  /** A message in a conversation of many: its title is a line above the body, no heading. */
  compact?: true
  title: T
  body: Block<T>[]
  actions?: Action<T>[]
}

export type FieldKind = 'text' | 'multiline' | 'email' | 'phone' | 'day' | 'choice'

export interface FormField<T = Text> {
  name: string
  kind: FieldKind
  label: T
  hint?: T
  placeholder?: T
  choices?: { value: string; label: T }[]
  optional?: boolean
  maxLength?: number
  /** What the person typed before: a refused form comes back with it. */
  value?: string
  error?: T
}

/** A command asked through fields. With no fields it is a confirmation: read `intro`, then submit. */
export interface Form<T = Text> {
  /** The command that submitting invokes, with `hidden` and the fields as values. */
  command: string
  /** At most 24 code points in every language (Slack's modal title). */
  title: T
  intro?: Block<T>[]
  fields: FormField<T>[]
  hidden?: Record<string, string>
  /** At most 24 code points in every language. */
  submit: T
  cancel?: T
  tone?: Tone
  /** What a button invokes that opens this form again, where a form cannot be shown in place. */
  reopen?: Invocation
}

export type Reply<T = Text> = { kind: 'view'; view: View<T> } | { kind: 'form'; form: Form<T> }

export const answer = (view: View): Reply => ({ kind: 'view', view })
export const ask = (form: Form): Reply => ({ kind: 'form', form })
export const invoke = (
  label: Text,
  command: string,
  values?: Record<string, string>,
  style?: 'primary' | 'danger',
): Action => ({
  kind: 'invoke',
  label,
  invoke: values ? { command, values } : { command },
  ...(style ? { style } : {}),
})

const sameInvocation = (invocation: Invocation): Invocation => invocation

/** The button as it stands before its readers: `inPublic` takes the place of the values, or is left out. */
export function invocationFor({ command, values, inPublic }: Invocation, isPrivate: boolean): Invocation {
  const carried = isPrivate ? values : (inPublic ?? values)
  return carried ? { command, values: carried } : { command }
}

/** Applies `f` to every text of an action. */
export const mapAction = <A, B>(a: Action<A>, f: (text: A) => B, g = sameInvocation): Action<B> =>
  a.kind === 'link'
    ? { ...a, label: f(a.label) }
    : {
        kind: 'invoke',
        label: f(a.label),
        invoke: g(a.invoke),
        ...(a.style ? { style: a.style } : {}),
        ...(a.opensForm ? { opensForm: a.opensForm } : {}),
        ...(a.confirm
          ? {
              confirm: {
                title: f(a.confirm.title),
                text: f(a.confirm.text),
                yes: f(a.confirm.yes),
                no: f(a.confirm.no),
              },
            }
          : {}),
      }

const mapFact = <A, B>({ label, value }: Fact<A>, f: (text: A) => B): Fact<B> => ({ label: f(label), value: f(value) })

/** Applies `f` to every text of a block. */
export function mapBlock<A, B>(block: Block<A>, f: (text: A) => B, g = sameInvocation): Block<B> {
  switch (block.kind) {
    case 'paragraph':
      return { ...block, text: f(block.text) }
    case 'facts':
      return { kind: 'facts', facts: block.facts.map((fact) => mapFact(fact, f)) }
    case 'bullets':
      return { kind: 'bullets', items: block.items.map(f) }
    case 'entry':
      return {
        kind: 'entry',
        title: f(block.title),
        ...(block.text !== undefined ? { text: f(block.text) } : {}),
        ...(block.facts ? { facts: block.facts.map((fact) => mapFact(fact, f)) } : {}),
        ...(block.actions ? { actions: block.actions.map((a) => mapAction(a, f, g)) } : {}),
      }
    case 'picture':
      return { ...block, alt: f(block.alt) }
    case 'prose':
    case 'divider':
      return block
  }
}

/** Applies `f` to every text of a view: this is how a view becomes one in the reader's language. */
export const mapView = <A, B>(view: View<A>, f: (text: A) => B, g = sameInvocation): View<B> => ({
  tone: view.tone,
  ...(view.compact ? { compact: view.compact } : {}),
  title: f(view.title),
  body: view.body.map((block) => mapBlock(block, f, g)),
  ...(view.actions ? { actions: view.actions.map((a) => mapAction(a, f, g)) } : {}),
})

/** Applies `f` to every text of a form. */
export const mapForm = <A, B>(form: Form<A>, f: (text: A) => B, g = sameInvocation): Form<B> => ({
  command: form.command,
  title: f(form.title),
  ...(form.intro ? { intro: form.intro.map((block) => mapBlock(block, f, g)) } : {}),
  fields: form.fields.map(({ label, hint, placeholder, choices, error, ...rest }) => ({
    ...rest,
    label: f(label),
    ...(hint !== undefined ? { hint: f(hint) } : {}),
    ...(placeholder !== undefined ? { placeholder: f(placeholder) } : {}),
    ...(choices ? { choices: choices.map((c) => ({ value: c.value, label: f(c.label) })) } : {}),
    ...(error !== undefined ? { error: f(error) } : {}),
  })),
  ...(form.hidden ? { hidden: form.hidden } : {}),
  submit: f(form.submit),
  ...(form.cancel !== undefined ? { cancel: f(form.cancel) } : {}),
  ...(form.tone ? { tone: form.tone } : {}),
  ...(form.reopen ? { reopen: g(form.reopen) } : {}),
})

/** Applies `f` to every text of a reply, and `g` to what its buttons carry. */
export const mapReply = <A, B>(reply: Reply<A>, f: (text: A) => B, g = sameInvocation): Reply<B> =>
  reply.kind === 'view'
    ? { kind: 'view', view: mapView(reply.view, f, g) }
    : { kind: 'form', form: mapForm(reply.form, f, g) }
