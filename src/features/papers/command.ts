/** R5.4: the papers about what the organization owns, for the contacts whose concern they are. */
import { Refusal } from '../../bot/command.ts'
import { answer, type Reply, say } from '../../bot/view.ts'
import type { PaperName } from '../../domain/hand-out.ts'
import { mayHave } from '../../domain/paper.ts'
import { alone, handOver, unserved } from '../hand-over.ts'
import { type Ask, command, contactOf, organizationOf } from '../kit.ts'
import { paperFields } from './fields.ts'
import { notYoursView, papersView } from './view.ts'

/** What a person may know of the organization is shown to nobody who reads along. */
const form = { title: 'paper.get.title', submit: 'paper.get.submit', intro: 'paper.get.alone' } as const

/** `statement`: what stands in the papers, and a button for each format. */
export const showStatement = command({
  name: 'statement',
  listed: true,
  audience: 'contacts',
  fields: {},
  form,
  run: async (_, asking): Promise<Reply> => alone(showStatement, {}, asking) ?? overview('statement', asking),
})

/** `proof`: the same, the proof first. */
export const showProof = command({
  name: 'proof',
  listed: true,
  audience: 'contacts',
  fields: {},
  form,
  run: async (_, asking): Promise<Reply> => alone(showProof, {}, asking) ?? overview('proof', asking),
})

/** What the buttons do: makes the paper as of now and hands it over like any other file. */
export const getPaper = command({
  name: 'statement.get',
  listed: false,
  audience: 'contacts',
  fields: paperFields,
  form,
  async run({ paper, format }, asking): Promise<Reply> {
    // Whoever has the link has the paper: where others read along it is given in a dialog alone.
    const elsewhere = alone(getPaper, { paper, format }, asking) ?? unserved(asking)
    if (elsewhere) return elsewhere
    const { handOuts, papers, shelf } = asking.services
    const { language, now } = asking
    const organization = organizationOf(asking)
    if (!mayHave(paper, contactOf(asking))) return refusal(paper, asking)
    const freeAt = await handOuts.paperAgainAt(organization.id, now)
    if (freeAt) throw new Refusal(say('paper.too-many', { until: { instant: freeAt.toISOString() } }))
    const { bytes, ...file } = await papers.print(paper, format, { organization, language, now })
    const what = { kind: 'paper', subject: paper, ground: 'own-paper' } as const
    return handOver(asking, {
      what,
      file: { ...file, ...(await shelf.keep(bytes)) },
      why: say('downloads.ground.own-paper'),
      again: { command: 'statement.get', values: { paper, format } },
    })
  },
})

async function overview(first: PaperName, asking: Ask): Promise<Reply> {
  const contact = contactOf(asking)
  const names = [first, first === 'proof' ? 'statement' : 'proof'] as const
  const allowed = names.filter((name) => mayHave(name, contact))
  if (!allowed.includes(first)) return refusal(first, asking, allowed)
  const organization = organizationOf(asking)
  const holdings = await asking.services.papers.holdings(organization)
  return answer(papersView(allowed, { organization, holdings, now: asking.now }))
}

/** Who may have it, by name, and what the asker may have instead. */
async function refusal(paper: PaperName, asking: Ask, allowed: readonly PaperName[] = []): Promise<Reply> {
  const organization = organizationOf(asking)
  const contacts = await asking.services.papers.contacts(organization)
  const holders = contacts.filter((each) => mayHave(paper, each))
  return answer(notYoursView(paper, { organization, holders, allowed }))
}
