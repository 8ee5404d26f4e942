/** A command is declared once and feeds slash text, typed words, mentions, buttons, forms, help and both manifests. */
import type { z } from 'zod'
import type { ChatIdentity, Place, Written } from './inbound.ts'
import type { FieldKind, Reply, Text, TextKey } from './view.ts'

/** One argument of a command, which is also one field of its form. */
export interface Field<Value> {
  kind: FieldKind
  label: TextKey
  hint?: TextKey
  placeholder?: TextKey
  /** Parses what a person typed; an issue's message is a locale key. */
  schema: z.ZodType<Value, string | undefined>
  optional: boolean
  maxLength: number
  /** Never asked for in a form and never taken from typed words: carried by buttons and forms. */
  hidden?: boolean
  choices?: Choice[]
}

export interface Choice {
  value: string
  label: Text
}

export type Fields = Record<string, Field<any>>
export type ValuesOf<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer V> ? V : never }

/** Who asks, where, when: everything a command may know of its surroundings. */
export interface Asking<Asker, Services> {
  who: ChatIdentity
  place: Place
  /** The person as the vendor's data knows them. */
  asker: Asker
  language: string
  /** The person's time zone as their platform tells it. */
  zone?: string
  displayName?: string
  now: Date
  services: Services
  /** Unique for this happening: makes a repeated one harmless. */
  key: string
  /** The words themselves as a message, where they are one. */
  written?: Written
  /** The message, anybody's, on which the command was chosen: never what the asker says. */
  on?: Written
}

export interface Command<Asker = any, Services = any, F extends Fields = any> {
  /** Words separated by dots: `case.open` is typed `case open`. */
  name: string
  /** In help, slash hints and manifests; false for steps that only buttons and forms reach. */
  listed: boolean
  /** Told in few words where there is little room: it is about one thing that is named (`case close 12`). */
  minor?: true
  /** Also offered in the platforms' menus: `message` gets the message's words as the value `text`. */
  shortcuts?: ('global' | 'message')[]
  /** Checked by the engine's `permit` before fields are read. */
  audience: string
  fields: F
  /** The form in which the command is asked when a required field is absent or faulty; without it faults are answered with words. */
  form?: { title: TextKey; submit: TextKey; intro?: TextKey }
  /**
   * Choices that depend on who asks, by field: what the form offers. What was given is still parsed by the field alone,
   * so `run` judges it again.
   */
  choicesFor?(asking: Asking<Asker, Services>, known: Record<string, string>): Promise<Record<string, Choice[]>>
  /** What typed words mean, where the order and kinds of the fields do not tell it (`arguments.ts`). */
  fromWords?(words: string): Record<string, string>
  /** Answers instead, before any value is asked for: a form that could only be refused is not opened. `known` is unparsed. */
  before?(
    asking: Asking<Asker, Services>,
    known: Record<string, string>,
  ): Promise<Reply | undefined> | Reply | undefined
  /** `before` changes something for some askers, so its button never opens a dialog at once: a platform may ask for that twice. */
  beforeActs?: boolean
  run(values: ValuesOf<F>, asking: Asking<Asker, Services>): Promise<Reply>
}

/** A person's fault that `run` found: shown under the field, or as a sentence. */
export class Refusal extends Error {
  constructor(
    readonly text: Text,
    readonly field?: string,
  ) {
    super(text.key)
    this.name = 'Refusal'
  }
}
