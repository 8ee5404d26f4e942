/** Removing somebody, taking that back, and leaving oneself. */
import { answer, ask, type Reply } from '../../bot/view.ts'
import { type Ask, command, contactOf, organizationOf } from '../kit.ts'
import { lastPrimaryView, leaveForm, leftView, removedView, restoredView } from './answers-view.ts'
import { actorOf, privately, refusalOf } from './asking.ts'
import { contactCarried } from './fields.ts'

/** The button asks once more; the answer has the way back. */
export const removeContact = command({
  name: 'contacts.remove',
  listed: false,
  audience: 'contacts',
  fields: contactCarried,
  before: privately,
  async run({ contact }, asking) {
    const done = await asking.services.contacts.remove(actorOf(asking), contact, asking.now)
    return done.status === 'done' ? answer(removedView(done.member)) : refusalOf(done)
  },
})

export const restoreContact = command({
  name: 'contacts.restore',
  listed: false,
  audience: 'contacts',
  fields: contactCarried,
  before: privately,
  async run({ contact }, asking) {
    const { contacts, mail } = asking.services
    const done = await contacts.restore(actorOf(asking), contact, asking.now)
    if (done.status !== 'done') return refusalOf(done)
    const member = await contacts.member(contactOf(asking).organizationId, contact, asking.now)
    return answer(restoredView(done.member, member?.claimed ?? false, mail))
  },
})

/** `contacts leave`: asks, and does nothing yet. */
export const leaveOrganization = command({
  name: 'contacts.leave',
  listed: true,
  audience: 'contacts',
  fields: {},
  before: privately,
  run: async (_values, asking) => ask(leaveForm(organizationOf(asking))),
})

export const leaveNow = command({
  name: 'contacts.leave-now',
  listed: false,
  audience: 'contacts',
  fields: {},
  before: privately,
  run: (_values, asking) => leave(asking),
})

async function leave(asking: Ask): Promise<Reply> {
  const left = await asking.services.contacts.leave(actorOf(asking), asking.now)
  switch (left.status) {
    case 'left':
      return answer(leftView(organizationOf(asking)))
    case 'last-primary':
      return answer(lastPrimaryView())
    case 'unknown':
      return refusalOf(left)
  }
}
