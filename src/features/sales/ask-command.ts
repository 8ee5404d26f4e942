/** Asking the vendor's sales people in one click (R8.1b): shown first, then sent; taken back while nobody has it. */
import { z } from 'zod'
import { Refusal, type ValuesOf } from '../../bot/command.ts'
import { choiceField, hiddenFields, optionalField, requiredField } from '../../bot/field.ts'
import { answer, ask, type Reply, say } from '../../bot/view.ts'
import { findLicenses } from '../../domain/license-search.ts'
import { type SalesSubject, salesKinds } from '../../domain/sales-request.ts'
import { type Ask, command, contactActor, organizationOf } from '../kit.ts'
import {
  type About,
  alreadyView,
  askedView,
  confirmForm,
  kindText,
  unknownView,
  unreachableView,
  withdrawnView,
} from './view.ts'

/** Long enough for a question, short enough for a card. */
const mostLetters = 2_000

const wordsField = optionalField({
  kind: 'multiline',
  label: 'sales.field.words',
  hint: 'sales.field.words-hint',
  schema: z.string().transform((text) => text.trim()),
  maxLength: mostLetters,
})

const aboutFields = hiddenFields({
  kind: {
    ...choiceField({
      label: 'sales.fact.about',
      choices: salesKinds.map((value) => ({ value, label: kindText(value) })),
    }),
    optional: true,
  },
  subject: optionalField({ label: 'sales.fact.about', schema: z.string(), maxLength: 300 }),
})

const fields = { words: wordsField, ...aboutFields }

/** `sales`, `sales can we pay in yen?`, and the buttons beside products and licenses: shows what would be sent. */
export const askSales = command({
  name: 'sales.ask',
  listed: true,
  audience: 'contacts',
  fields: { ...fields, kind: { ...fields.kind, schema: fields.kind.schema.optional() } },
  before: (asking) => (asking.services.reachesSales(organizationOf(asking)) ? undefined : answer(unreachableView())),
  async run({ words, kind = 'question', subject }, asking) {
    const about = await aboutOf(kind, subject, asking)
    if (!about) return answer(unknownView())
    const open = await asking.services.sales.open(organizationOf(asking).id, about.asked)
    return open ? answer(alreadyView(open)) : ask(confirmForm(about, organizationOf(asking), words))
  },
})

/** What the confirmation submits. */
export const sendSales = command({
  name: 'sales.send',
  listed: false,
  audience: 'contacts',
  fields,
  form: { title: 'sales.form.title', submit: 'sales.form.submit', intro: 'sales.form.intro' },
  run: (values, asking) => send(values, asking),
})

async function send({ words, kind, subject }: ValuesOf<typeof fields>, asking: Ask): Promise<Reply> {
  const about = await aboutOf(kind, subject, asking)
  if (!about) return answer(unknownView())
  if (about.asked.kind === 'question' && !words) throw new Refusal(say('sales.words-needed'), 'words')
  const asked = await asking.services.sales.ask(contactActor(asking), { ...about.asked, words }, asking.now)
  switch (asked.status) {
    case 'asked':
      return answer(askedView(asked.request))
    case 'already':
      return answer(alreadyView(asked.request))
    case 'too-many':
      throw new Refusal(say('sales.too-many', { until: { instant: asked.nextAt.toISOString() } }), 'words')
    case 'unknown':
      return answer(unknownView())
  }
}

/** Reached from the answer to what was sent. */
export const withdrawSales = command({
  name: 'sales.withdraw',
  listed: false,
  audience: 'contacts',
  fields: { request: requiredField({ label: 'sales.fact.about', schema: z.string(), maxLength: 60, hidden: true }) },
  async run({ request }, asking) {
    const done = await asking.services.sales.withdraw(contactActor(asking), request, asking.now)
    switch (done.status) {
      case 'withdrawn':
        return answer(withdrawnView(done.request))
      case 'taken':
        return answer(alreadyView(done.request))
      case 'over':
        return answer(done.request.withdrawnAt ? withdrawnView(done.request) : unknownView())
      case 'not-allowed':
        throw new Refusal(say('sales.not-yours'))
      case 'unknown':
        return answer(unknownView())
    }
  },
})

/** What is meant, where it is the vendor's product or a license of the asker's own; a serial may be masked. */
async function aboutOf(
  kind: SalesSubject['kind'],
  subject: string | undefined,
  asking: Ask,
): Promise<About | undefined> {
  const { catalog, coverage } = asking.services
  if (kind === 'question') return { asked: { kind } }
  if (kind === 'product') {
    const product = (await catalog.products()).find(({ id }) => id === subject)
    return product && { asked: { kind, productId: product.id }, product: product.name }
  }
  const found = findLicenses(subject ?? '', await coverage.dossiers(organizationOf(asking).id))
  const [only] = found
  if (!only || found.length > 1) return undefined
  const { serial, displaySerial, product } = only.dossier
  return { asked: { kind, serial }, product: product.name, displaySerial }
}
