/** What the vendor's sales people read of a request. */
import { plainProse } from '../../bot/prose.ts'
import { type Action, type Block, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { Contact } from '../../domain/contact.ts'
import type { Organization } from '../../domain/organization.ts'
import { type SalesRequest, type SalesState, salesStateOf } from '../../domain/sales-request.ts'
import { shortText } from '../short-text.ts'
import { aboutFacts, askedFact } from './view.ts'

const tone = {
  waiting: 'warning',
  taken: 'info',
  done: 'good',
  withdrawn: 'plain',
} as const satisfies Record<SalesState, View['tone']>

const verbatim = (text: string, room: number): Text => say('common.verbatim', { text: shortText(text, room) })

function stateText(request: SalesRequest): Text {
  const state = salesStateOf(request)
  const name = shortText(request.taken?.by.name ?? '', 80)
  return state === 'taken' || state === 'done' ? say(`sales.state.${state}`, { name }) : say(`sales.state.${state}`)
}

/** One card a request, changed in place: who asks what, how to reach them, and who has it. */
export function salesCard(
  request: SalesRequest,
  { organization, contact }: { organization: Organization; contact: Contact | undefined },
): View {
  const { kind, product, displaySerial, words } = request
  const said: Block[] = words ? [{ kind: 'prose', prose: plainProse(words) }] : []
  return {
    tone: tone[salesStateOf(request)],
    title: say('sales.card.title', { organization: shortText(organization.name, 80) }),
    body: [
      {
        kind: 'facts',
        facts: [
          ...aboutFacts(kind, product?.name, displaySerial),
          ...(contact
            ? [
                { label: say('sales.fact.contact'), value: verbatim(contact.name, 80) },
                { label: say('guide.email'), value: verbatim(contact.email, 200) },
                ...(contact.phone ? [{ label: say('guide.phone'), value: verbatim(contact.phone, 60) }] : []),
              ]
            : []),
          askedFact(request),
          { label: say('sales.fact.state'), value: stateText(request) },
        ],
      },
      ...said,
    ],
    actions: buttonsOf(request),
  }
}

function buttonsOf(request: SalesRequest): Action[] {
  const values = { request: request.id }
  switch (salesStateOf(request)) {
    case 'waiting':
      return [invoke(say('sales.action.take'), 'sales.take', values, 'primary')]
    case 'taken':
      return [
        invoke(say('sales.action.done'), 'sales.done', values, 'primary'),
        invoke(say('sales.action.release'), 'sales.release', values),
      ]
    default:
      return []
  }
}

/** A short answer to one of the vendor's people. */
export const deedView = (title: Text, request: SalesRequest | undefined, isGood = true): View => ({
  tone: isGood ? 'good' : 'info',
  compact: true,
  title,
  body: request
    ? [{ kind: 'facts', facts: aboutFacts(request.kind, request.product?.name, request.displaySerial) }]
    : [],
  actions: request ? buttonsOf(request).slice(0, isGood ? 2 : 0) : [],
})

/** Only those act who sit in a channel of the vendor's people now. */
export const notOnDutyView = (): View => ({
  tone: 'warning',
  title: say('sales.not-on-duty.title'),
  body: [{ kind: 'paragraph', text: say('sales.not-on-duty.text') }],
})

/** Where others read along, nothing of a request is said. */
export const notHereView = (): View => ({
  tone: 'warning',
  title: say('triage.not-here.title'),
  body: [{ kind: 'paragraph', text: say('sales.not-on-duty.text') }],
})
