/** "What is covered until when?": one license or all, today or on any day. */
import { z } from 'zod'
import { dayField, optionalField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { coverageOn } from '../../domain/coverage.ts'
import { findLicenses, licensesNamedIn, nearestLicenses } from '../../domain/license-search.ts'
import { dayIn, parseDay } from '../../domain/local-date.ts'
import { command, organizationOf } from '../kit.ts'
import { pageField } from '../paging.ts'
import { coverageCard, coverageOverview, manyFound, noneFound, noneInMessage } from './view.ts'

/** More cards than this would push the question off the screen. */
const mostCards = 3

/** `coverage`, `coverage OMF-2026-0001`, `coverage DB2 8.2 2027-01-01`. */
export const checkCoverage = command({
  name: 'coverage',
  listed: true,
  shortcuts: ['global'],
  audience: 'contacts',
  fields: {
    what: optionalField({
      label: 'coverage.field.what',
      hint: 'coverage.field.what-hint',
      schema: z.string(),
      maxLength: 200,
    }),
    on: dayField({ label: 'coverage.field.on', parse: parseDay }),
    page: pageField('coverage.field.what'),
  },
  form: { title: 'coverage.title', submit: 'coverage.submit', intro: 'coverage.intro' },
  async run({ what, on, page = 1 }, asking) {
    const organization = organizationOf(asking)
    const zone = organization.timeZone
    const day = on ?? dayIn(asking.now, zone)
    const dossiers = await asking.services.coverage.dossiers(organization.id)
    if (what === undefined) return answer(coverageOverview({ organization, day, dossiers, page, asked: on }))
    const found = findLicenses(what, dossiers)
    const [first] = found
    if (!first) return answer(noneFound(what, organization, nearestLicenses(what, dossiers)))
    if (found.length > mostCards) {
      return answer(
        manyFound(what, {
          organization,
          day,
          dossiers: found.map(({ dossier }) => dossier),
          page,
          asked: on,
        }),
      )
    }
    const cards = found.map(({ dossier, versionInUse }) =>
      coverageCard(
        dossier,
        coverageOn(day, dossier, { ...asking.services.policy, ...(versionInUse ? { versionInUse } : {}) }),
        zone,
      ),
    )
    const [card, ...more] = cards
    return answer({
      ...card!,
      body: [
        ...card!.body,
        ...more.flatMap(({ title, body }) => [
          { kind: 'divider' as const },
          { kind: 'entry' as const, title },
          ...body,
        ]),
      ],
    })
  },
})

/** Message shortcut: the licenses whose serials stand in a message. */
export const coverageInMessage = command({
  name: 'coverage.in-message',
  listed: false,
  shortcuts: ['message'],
  audience: 'contacts',
  fields: {
    text: optionalField({ label: 'coverage.field.what', schema: z.string(), maxLength: 40_000, hidden: true }),
  },
  async run({ text }, asking) {
    const organization = organizationOf(asking)
    const day = dayIn(asking.now, organization.timeZone)
    const named = licensesNamedIn(text ?? '', await asking.services.coverage.dossiers(organization.id))
    const [only] = named
    if (!only) return answer(noneInMessage(organization))
    if (named.length === 1)
      return answer(coverageCard(only, coverageOn(day, only, asking.services.policy), organization.timeZone))
    return answer(coverageOverview({ organization, day, dossiers: named, page: 1 }))
  },
})
