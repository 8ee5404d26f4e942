/** What a customer reads of a request to the vendor's sales people. */
import { type Action, type Fact, type Form, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { Organization } from '../../domain/organization.ts'
import type { SalesKind, SalesRequest, SalesSubject } from '../../domain/sales-request.ts'
import { maskSerial } from '../../domain/serial.ts'
import { shortText } from '../short-text.ts'

/** What would be asked about, with the names that a person knows. */
export interface About {
  asked: SalesSubject
  product?: string
  displaySerial?: string
}

export const kindText = (kind: SalesKind): Text => say(`sales.kind.${kind}`)

export function aboutFacts(kind: SalesKind, product: string | undefined, displaySerial: string | undefined): Fact[] {
  return [
    { label: say('sales.fact.about'), value: kindText(kind) },
    ...(product
      ? [{ label: say('sales.fact.product'), value: say('common.verbatim', { text: shortText(product, 100) }) }]
      : []),
    ...(displaySerial
      ? [
          {
            label: say('coverage.fact.serial'),
            value: say('coverage.fact.serial-value', { serial: { serial: displaySerial } }),
          },
        ]
      : []),
  ]
}

const factsOf = ({ kind, product, displaySerial }: SalesRequest): Fact[] =>
  aboutFacts(kind, product?.name, displaySerial)

const at = (instant: Date) => ({ instant: instant.toISOString() })

function carried({ asked }: About): { values: Record<string, string>; inPublic?: Record<string, string> } {
  const { kind } = asked
  if (kind === 'question') return { values: { kind } }
  if (kind === 'product') return { values: { kind, subject: asked.productId } }
  return { values: { kind, subject: asked.serial }, inPublic: { kind, subject: maskSerial(asked.serial) } }
}

/** What would be sent, with room for words; nothing is asked before it is submitted. */
export function confirmForm(about: About, { name }: Organization, words: string | undefined): Form {
  const { values, inPublic } = carried(about)
  const isWordy = about.asked.kind === 'question'
  return {
    command: 'sales.send',
    title: say('sales.form.title'),
    intro: [
      { kind: 'facts', facts: aboutFacts(about.asked.kind, about.product, about.displaySerial) },
      { kind: 'paragraph', text: say('sales.form.for', { organization: shortText(name, 80) }), emphasis: 'subtle' },
    ],
    fields: [
      {
        name: 'words',
        kind: 'multiline',
        label: say('sales.field.words'),
        hint: say('sales.field.words-hint'),
        maxLength: 2_000,
        ...(isWordy ? {} : { optional: true }),
        ...(words ? { value: words } : {}),
      },
    ],
    hidden: values,
    submit: say('sales.form.submit'),
    // Where others could press it, each opens it for themselves.
    reopen: { command: 'sales.ask', values, ...(inPublic ? { inPublic } : {}) },
  }
}

/** Takes it back, after asking once. */
const withdrawButton = ({ id }: SalesRequest): Action => ({
  kind: 'invoke',
  label: say('sales.action.withdraw'),
  invoke: { command: 'sales.withdraw', values: { request: id } },
  confirm: {
    title: say('sales.withdraw.title'),
    text: say('sales.withdraw.text'),
    yes: say('sales.withdraw.yes'),
    no: say('sales.withdraw.no'),
  },
})

/** It is on its way to the vendor's people. */
export const askedView = (request: SalesRequest): View => ({
  tone: 'good',
  title: say('sales.asked.title'),
  body: [
    { kind: 'facts', facts: factsOf(request) },
    { kind: 'paragraph', text: say('sales.asked.text') },
  ],
  actions: [withdrawButton(request)],
})

/** One request of this subject is open: since when, and who has it. */
export const alreadyView = (request: SalesRequest): View => ({
  tone: 'info',
  title: say('sales.already.title', { at: at(request.createdAt) }),
  body: [
    { kind: 'facts', facts: factsOf(request) },
    {
      kind: 'paragraph',
      text: request.taken
        ? say('sales.already.taken', { name: shortText(request.taken.by.name, 80), at: at(request.taken.at) })
        : say('sales.already.waiting'),
    },
  ],
  actions: request.taken ? [] : [withdrawButton(request)],
})

export const withdrawnView = (request: SalesRequest): View => ({
  tone: 'good',
  title: say('sales.withdrawn'),
  body: [{ kind: 'facts', facts: factsOf(request) }],
})

/** No such product, license or request of this organization; another's looks the same (R1.5). */
export const unknownView = (): View => ({
  tone: 'warning',
  title: say('sales.unknown.title'),
  body: [{ kind: 'paragraph', text: say('sales.unknown.text') }],
  actions: [invoke(say('commands.coverage.name'), 'coverage'), invoke(say('commands.catalog.name'), 'catalog')],
})

/** The vendor has no channel in which anybody would see it. */
export const unreachableView = (): View => ({
  tone: 'warning',
  title: say('sales.unreachable.title'),
  body: [{ kind: 'paragraph', text: say('sales.unreachable.text') }],
  actions: [invoke(say('commands.centers.name'), 'centers')],
})

/** To the one who asked: who has it now. */
export const takenNotice = (request: SalesRequest): View => ({
  tone: 'info',
  title: say('sales.told.taken', { name: shortText(request.taken?.by.name ?? '', 80) }),
  body: [{ kind: 'facts', facts: [...factsOf(request), askedFact(request)] }],
})

export const askedFact = ({ createdAt }: SalesRequest): Fact => ({
  label: say('sales.fact.asked'),
  value: say('sales.instant', { at: at(createdAt) }),
})
