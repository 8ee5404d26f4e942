/** The vendor ties a channel, or a whole workspace or tenant, to a customer; managers and administrators alone. */
import { z } from 'zod'
import type { Choice, Field, Fields } from '../../bot/command.ts'
import { Refusal } from '../../bot/command.ts'
import { optionalField, requiredField } from '../../bot/field.ts'
import { answer, type Reply, say } from '../../bot/view.ts'
import { isManager } from '../../domain/contact.ts'
import type { Organization } from '../../domain/organization.ts'
import type { TiePlace } from '../../domain/tie.ts'
import { type Ask, command, isAmongUs, staffActor } from '../kit.ts'
import { shortText } from '../short-text.ts'
import { tieCarried } from '../tie-words.ts'
import { isPlaceId, placeMeant } from './place.ts'
import { notForYouView, tiedView, tiesOfView, untiedView, whichView } from './view.ts'

const organization = requiredField({ label: 'ties.field.organization', schema: z.string(), maxLength: 200 })

/** A channel's, workspace's or tenant's id; left out, the channel in which it is said. */
const place: Field<string | undefined> = optionalField({
  label: 'ties.field.place',
  hint: 'ties.field.place-hint',
  schema: z.string(),
  maxLength: 300,
})

/** Judged at each deed: the form's own answer goes to the asker alone, so it may be asked for in the very channel. */
async function decidesHere(asking: Ask): Promise<Reply | undefined> {
  const { duty } = asking.services
  if (!(await isAmongUs(asking, duty))) return answer(notForYouView('elsewhere'))
  if (!isManager(staffActor(asking).staff) || !(await duty.admits(asking.who))) return answer(notForYouView('role'))
  return undefined
}

const shown = 100

async function choicesFor({ services }: Ask): Promise<Record<string, Choice[]>> {
  const { found, more } = await services.ties.organizations(undefined, shown)
  // Too many to choose from are looked for by words.
  if (more) return {}
  return {
    organization: found.map(({ id, name }) => ({
      value: id,
      label: say('common.verbatim', { text: shortText(name, 70) }),
    })),
  }
}

/** The one organization that is meant, else which they could be. */
async function withOrganization(
  asking: Ask,
  words: string,
  then: { command: string; values: Record<string, string> },
  run: (organization: Organization) => Promise<Reply>,
): Promise<Reply> {
  const { found, more } = await asking.services.ties.organizations(words, 8)
  const [only, another] = found
  if (!only) throw new Refusal(say('ties.no-organization', { words: shortText(words, 60) }), 'organization')
  return another ? answer(whichView(found, more, then)) : run(only)
}

const staffCommand = <F extends Fields>(declared: Omit<Parameters<typeof command<F>>[0], 'audience' | 'before'>) =>
  command<F>({ ...declared, audience: 'staff', before: decidesHere } as Parameters<typeof command<F>>[0])

/** `tie FORMOSA-BANK`, `tie FORMOSA-BANK T0123`. */
export const tiePlace = staffCommand({
  name: 'tie',
  listed: true,
  fields: { organization, place },
  form: { title: 'ties.title', submit: 'ties.submit', intro: 'ties.intro' },
  choicesFor,
  fromWords(words) {
    const tokens = words.split(/\s+/u).filter(Boolean)
    const last = tokens.at(-1) ?? ''
    const hasPlace = tokens.length > 1 && isPlaceId(last)
    const named = (hasPlace ? tokens.slice(0, -1) : tokens).join(' ')
    return { ...(named ? { organization: named } : {}), ...(hasPlace ? { place: last } : {}) }
  },
  async run({ organization: words, place: id }, asking) {
    const meant = placeOf(asking, id)
    const values = meant ? placeValue(meant) : {}
    return withOrganization(asking, words, { command: 'tie', values }, async (found) => {
      if (!meant) throw new Refusal(say(id ? 'ties.no-place' : 'ties.no-channel'), 'place')
      const done = await asking.services.ties.tie(staffActor(asking), found.id, meant, asking.now)
      if (done.status === 'not-allowed') return answer(notForYouView('role'))
      if (done.status === 'unknown')
        throw new Refusal(say('ties.no-organization', { words: found.name }), 'organization')
      if (done.status === 'own') throw new Refusal(say('ties.own'), 'place')
      if (done.status === 'foreign-cases') throw new Refusal(say('ties.foreign-cases'), 'place')
      return answer(tiedView(done))
    })
  },
})

/** `untie FORMOSA-BANK`: its places, each with the way to let it go. */
export const untiePlaces = staffCommand({
  name: 'untie',
  listed: true,
  fields: { organization },
  form: { title: 'ties.untie.form', submit: 'ties.untie.show' },
  choicesFor,
  fromWords: (words): Record<string, string> => (words ? { organization: words } : {}),
  run: ({ organization: words }, asking) =>
    withOrganization(asking, words, { command: 'untie', values: {} }, async (found) =>
      answer(tiesOfView(found, await asking.services.ties.of(found.id))),
    ),
})

export const untieOne = staffCommand({
  name: 'untie.one',
  listed: false,
  fields: tieCarried,
  async run({ platform, workspace, conversation }, asking) {
    const meant = { platform, workspace, ...(conversation ? { conversation } : {}) }
    const done = await asking.services.ties.untie(staffActor(asking), meant)
    return answer(done.status === 'not-allowed' ? notForYouView('role') : untiedView(meant))
  },
})

function placeOf(asking: Ask, id: string | undefined): TiePlace | undefined {
  if (id) return placeMeant(id, asking.services.channelCalled, { ...asking.place, platform: asking.who.platform })
  const { place: at, who } = asking
  // A dialog says where it was opened, and a person's own conversation with the bot is no channel.
  const isChannel = (who.platform === 'slack' ? /^[CG]/ : /^19:/).test(at.conversation)
  if (!isChannel || at.kind === 'direct' || at.kind === 'home') return undefined
  return { platform: who.platform, workspace: at.workspace, conversation: at.conversation }
}

/** As it is typed: its kind is told by its shape. */
const placeValue = ({ workspace, conversation }: TiePlace) => ({ place: conversation ?? workspace })
