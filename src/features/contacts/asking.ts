/** Who asks about the people of their organization, and where: names and addresses are nobody else's to read. */
import { Refusal } from '../../bot/command.ts'
import { answer, type Reply, say } from '../../bot/view.ts'
import { isSiteContact } from '../../domain/contact.ts'
import type { MemberActor } from '../../domain/contacts.ts'
import type { Member } from '../../domain/people.ts'
import { type Ask, contactOf } from '../kit.ts'
import { notAllowedView, unknownView } from './answers-view.ts'
import { sheetView } from './sheet-view.ts'

export const actorOf = (asking: Ask): MemberActor => ({ who: asking.who, contact: contactOf(asking) })

export function privately({ place }: Ask): undefined {
  if (!place.private) throw new Refusal(say('contacts.private-only'))
  return undefined
}

/** The same, for what only site contacts do. */
export const forSiteContacts = (asking: Ask): Reply | undefined =>
  privately(asking) ?? (isSiteContact(contactOf(asking)) ? undefined : answer(notAllowedView()))

/** A deed that came to nothing. */
export const refusalOf = ({ status }: { status: 'unknown' | 'not-allowed' }): Reply =>
  answer(status === 'unknown' ? unknownView() : notAllowedView())

/** How the person stands now, after what was done. */
export async function sheetReply(
  asking: Ask,
  id: Member['contact']['id'],
  note?: 'saved' | 'appointed',
): Promise<Reply> {
  const me = contactOf(asking)
  const { contacts, mail } = asking.services
  const [member, self] = await Promise.all([
    contacts.member(me.organizationId, id, asking.now),
    contacts.member(me.organizationId, me.id, asking.now),
  ])
  if (!member || member.removedAt || !self || self.removedAt) return answer(unknownView())
  return answer(sheetView(member, self.contact, { mail, ...(note ? { note } : {}) }))
}
