/** One release with its notes and files, or why it is not for this organization, and what would help. */
import { plainProse } from '../../bot/prose.ts'
import { type Action, type Block, invoke, say, type View } from '../../bot/view.ts'
import type { Entitlement, Refused } from '../../domain/entitlement.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Artifact, Release } from '../../domain/release.ts'
import { upgradePath } from '../../domain/version-service.ts'
import { sizeText } from '../file-size.ts'
import { licenseButton } from '../license-button.ts'
import { sliceOf } from '../paging.ts'
import { askSalesButton } from '../sales-button.ts'
import { shortLines, shortText } from '../short-text.ts'
import { factsLine, groundText, nextPage, notesOf, pathText, ruleText, titleOf } from './words.ts'

const filesOnPage = 8

/** `page` of its files counts from 1. */
export function releaseView(
  release: Release,
  entitlement: Entitlement & { allowed: true },
  page: number,
  language: string,
): View {
  const { artifacts, id } = release
  const { items, ...shown } = sliceOf(artifacts, page, filesOnPage)
  return {
    tone: 'plain',
    title: say('common.verbatim', { text: titleOf(release, language) }),
    body: [
      { kind: 'paragraph', text: factsLine(release) },
      { kind: 'paragraph', text: groundText(release, entitlement), emphasis: 'subtle' },
      ...notesBlocks(release, language),
      ...items.map((artifact) => fileBlock(release, artifact)),
      ...(artifacts.length === 0 ? [{ kind: 'paragraph' as const, text: say('downloads.release.no-files') }] : []),
    ],
    actions: [
      ...nextPage('downloads.release', shown, { release: id }),
      invoke(say('downloads.action.product'), 'downloads', { product: release.productId }),
    ],
  }
}

function notesBlocks(release: Release, language: string): Block[] {
  const notes = notesOf(release, language)
  if (!notes) return []
  return [{ kind: 'prose', prose: plainProse(shortLines(notes, 1_500, 30) ?? notes) }]
}

const fileBlock = (release: Release, { fileName, platform, sizeBytes }: Artifact): Block => ({
  kind: 'entry',
  title: say('common.verbatim', { text: shortText(fileName, 120) }),
  ...(platform ? { text: say('common.verbatim', { text: shortText(platform, 80) }) } : {}),
  ...(sizeBytes === undefined ? {} : { facts: [{ label: say('downloads.card.size'), value: sizeText(sizeBytes) }] }),
  actions: [invoke(say('downloads.action.get'), 'downloads.get', { release: release.id, file: fileName })],
})

/** R5.2: which rule refused it, and what would help. */
export function refusedView(release: Release, refusal: Refused, day: LocalDate, language: string): View {
  const { license, rule } = refusal
  const path = rule === 'end-of-service' ? upgradePath(day, license.version, license.versions) : undefined
  return {
    tone: 'warning',
    title: say('downloads.refused.title', { title: titleOf(release, language) }),
    body: [
      { kind: 'paragraph', text: factsLine(release), emphasis: 'subtle' },
      { kind: 'paragraph', text: ruleText(release, refusal) },
      { kind: 'paragraph', text: say(`downloads.help.${rule}`) },
      ...(path ? [{ kind: 'paragraph' as const, text: pathText(path) }] : []),
    ],
    actions: waysOn(release, refusal),
  }
}

function waysOn({ productId }: Release, { rule, license }: Refused): Action[] {
  const coverage = licenseButton(say('commands.coverage.name'), 'coverage', license.serial)
  const shelf = invoke(say('downloads.action.product'), 'downloads', { product: productId })
  switch (rule) {
    case 'lapsed':
    case 'no-agreement':
      return [
        licenseButton(say('coverage.action.agreement'), 'agreement', license.serial, { style: 'primary' }),
        askSalesButton(rule === 'lapsed' ? 'reinstatement' : 'license', license.serial),
        coverage,
        shelf,
      ]
    case 'not-started':
      return [coverage, shelf]
    case 'end-of-service':
      return [shelf, coverage]
    case 'other-version':
    case 'not-yet':
      return [invoke(say('coverage.action.register'), 'register'), shelf]
  }
}

/** No such release or file, or none of a product of theirs: one and the same. */
export const unknownFileView = (): View => ({
  tone: 'warning',
  title: say('downloads.unknown.title'),
  body: [{ kind: 'paragraph', text: say('downloads.unknown.text') }],
  actions: [invoke(say('downloads.action.all'), 'downloads')],
})

/** The vendor's data names a file that is not there, or is another one than it says. */
export const missingFileView = (fileName: string): View => ({
  tone: 'warning',
  title: say('downloads.missing.title', { name: shortText(fileName, 100) }),
  body: [{ kind: 'paragraph', text: say('downloads.missing.text') }],
  actions: [invoke(say('downloads.action.all'), 'downloads')],
})
