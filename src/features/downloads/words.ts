/** Releases, grounds and rules in the reader's words, and the ways between their pages. */
import { type Action, invoke, say, type Text } from '../../bot/view.ts'
import type { Granted, Refused } from '../../domain/entitlement.ts'
import type { ListedRelease, Release } from '../../domain/release.ts'
import { shortText } from '../short-text.ts'

/** The way to the page that follows, where there is one. */
export const nextPage = (
  command: string,
  { page, pages }: { page: number; pages: number },
  values: Record<string, string> = {},
): Action[] =>
  page < pages
    ? [
        invoke(say('downloads.action.more', { page: page + 1, pages }), command, {
          ...values,
          page: String(page + 1),
        }),
      ]
    : []

/** Every step to a version in service. */
export const pathText = (path: readonly string[]): Text =>
  say('downloads.ended.path', {
    target: shortText(path.at(-1)!, 40),
    path: path.map((each) => shortText(each, 30)).join(' → '),
  })

/** The title that the vendor gave it in this language, else its plain one. */
export const titleOf = ({ titles, title }: ListedRelease, language: string): string =>
  shortText((titles as Record<string, string>)[language] ?? title, 120)

export const notesOf = ({ notesBy, notes }: Release, language: string): string | undefined =>
  (notesBy as Record<string, string>)[language] ?? notes

/** "Update · V7.0 · published 2026-11-01". */
export const factsLine = ({ kind, version, publishedOn }: ListedRelease): Text =>
  say('downloads.line', {
    kind: say(`downloads.kind.${kind}`),
    version: shortText(version, 40),
    day: { day: publishedOn },
  })

/** Why it may be had, with the days that decide. */
export function groundText(release: ListedRelease, { ground, license, coverage }: Granted): Text {
  switch (ground) {
    case 'purchased':
      return say('downloads.ground.purchased', { version: shortText(license.version, 40) })
    case 'registered':
      return say('downloads.ground.registered')
    case 'covered':
      return say('downloads.ground.covered', { day: { day: (coverage as { coveredUntil: string }).coveredUntil } })
    case 'paid':
      return say('downloads.ground.paid', { day: { day: release.publishedOn } })
  }
}

/** Which rule refuses it, with the days that decide. */
export function ruleText({ publishedOn, version }: ListedRelease, { rule, coverage, license }: Refused): Text {
  const published = { day: publishedOn }
  switch (rule) {
    case 'lapsed':
      return say('downloads.rule.lapsed', {
        day: { day: (coverage as { coveredUntil: string }).coveredUntil },
        published,
      })
    case 'not-started':
      return say('downloads.rule.not-started', { day: { day: (coverage as { startsOn: string }).startsOn } })
    case 'end-of-service':
      return say('downloads.rule.end-of-service', {
        version: shortText(version, 40),
        published,
        day: { day: license.versions.find((each) => each.version === version)!.endOfServiceOn! },
      })
    case 'no-agreement':
      return say('downloads.rule.no-agreement')
    case 'other-version':
    case 'not-yet':
      return say(`downloads.rule.${rule}`, { version: shortText(version, 40) })
  }
}
