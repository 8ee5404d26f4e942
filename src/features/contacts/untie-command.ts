/** A site contact lets a place go that the vendor tied to their organization. */
import { answer } from '../../bot/view.ts'
import { command, organizationOf } from '../kit.ts'
import { tieCarried } from '../tie-words.ts'
import { actorOf, forSiteContacts, refusalOf } from './asking.ts'
import { tiesView } from './list-view.ts'

export const untieOwn = command({
  name: 'contacts.untie',
  listed: false,
  audience: 'contacts',
  fields: tieCarried,
  before: forSiteContacts,
  async run({ platform, workspace, conversation }, asking) {
    const place = { platform, workspace, ...(conversation ? { conversation } : {}) }
    const { ties } = asking.services
    const done = await ties.untieOwn(actorOf(asking), place)
    if (done.status === 'not-allowed') return refusalOf(done)
    // What was let go before is gone just the same.
    const organization = organizationOf(asking)
    return answer(tiesView(organization, await ties.of(organization.id)))
  },
})
