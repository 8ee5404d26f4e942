import { type Action, type Block, invoke, say, type Text, type View } from '../../bot/view.ts'
import type { Contact } from '../../domain/contact.ts'
import { isCovered } from '../../domain/coverage.ts'
import type { PaperFormat, PaperName } from '../../domain/hand-out.ts'
import type { Organization } from '../../domain/organization.ts'
import { type Holdings, paperOf } from '../../domain/paper.ts'
import { shortText } from '../short-text.ts'

const formats: readonly PaperFormat[] = ['pdf', 'csv']

const buttonsFor = (paper: PaperName): Action[] =>
  formats.map((format) => invoke(say(`paper.format.${format}`), 'statement.get', { paper, format }))

/** What each paper holds today, with a button for each of its formats. */
export function papersView(
  names: readonly PaperName[],
  { organization, holdings, now }: { organization: Organization; holdings: Holdings; now: Date },
): View {
  const papers = names.map((name) => paperOf(name, holdings, { organization, vendor: '', issuedAt: now }))
  return {
    tone: 'plain',
    title: say('paper.overview.title', { organization: organization.name }),
    body: [
      { kind: 'paragraph', text: say('paper.overview.text', { day: { day: papers[0]!.issuedOn } }) },
      ...papers.map(
        (paper): Block => ({
          kind: 'entry',
          title: say(`paper.${paper.name}.title`),
          text: aboutOf(paper),
          actions: buttonsFor(paper.name),
        }),
      ),
    ],
  }
}

function aboutOf(paper: ReturnType<typeof paperOf>): Text {
  if (paper.name === 'proof') {
    const covered = paper.lines.filter(({ coverage }) => isCovered(coverage.status)).length
    return say('paper.proof.about', { licenses: paper.lines.length, covered })
  }
  const { purchases, registrations, terms, contacts } = paper
  return say('paper.statement.about', {
    licenses: purchases.length,
    registrations: registrations.length,
    terms: terms.length,
    contacts: contacts.length,
  })
}

/** More names than this would be a list to search in. */
const mostNames = 8

/** The paper is not this contact's concern: who can get it, and what is theirs. */
export function notYoursView(
  paper: PaperName,
  {
    organization,
    holders,
    allowed,
  }: { organization: Organization; holders: readonly Contact[]; allowed: readonly PaperName[] },
): View {
  const list = holders.slice(0, mostNames).map(({ name }) => say('case.viewer.person', { name: shortText(name, 60) }))
  const more = holders.length - list.length
  const told = { organization: organization.name, names: { list } }
  return {
    tone: 'warning',
    title: say('paper.not-yours.title', { paper: say(`paper.${paper}.title`) }),
    body: [
      {
        kind: 'paragraph',
        text:
          list.length === 0
            ? say('paper.not-yours.nobody', { organization: organization.name })
            : more > 0
              ? say('paper.not-yours.more', { ...told, count: more })
              : say('paper.not-yours.text', told),
      },
    ],
    ...(allowed.length > 0
      ? { actions: allowed.map((name) => invoke(say(`commands.${name}.name`), name, undefined, 'primary')) }
      : {}),
  }
}
