/** The first thing a person sees: App Home, the bot's chat in Teams, or words that say nothing yet. */
import { invoke, type View } from '../bot/view.ts'
import { dayIn } from '../domain/local-date.ts'
import { statusesOf } from './cases/list-fields.ts'
import { homeActions, homeBlocks } from './cases/list-view.ts'
import { coverageOverview } from './coverage/view.ts'
import { commandName, helpView, welcomeView } from './help/view.ts'
import type { Ask } from './kit.ts'

/** The cases and the coverage of the person's organization; the vendor's people see their queue; strangers the ways in. */
export async function homeView(asking: Ask): Promise<View> {
  const { organization, staff } = asking.asker
  if (!organization) return staff ? staffHome(asking) : welcomeView()
  const { coverage, cases } = asking.services
  const [dossiers, open] = await Promise.all([
    coverage.dossiers(organization.id),
    cases.listForCustomer(organization.id, { statuses: statusesOf.open }, 1, asking.now),
  ])
  const overview = coverageOverview({ organization, day: dayIn(asking.now, organization.timeZone), dossiers, page: 1 })
  return {
    ...overview,
    body: [...overview.body, ...homeBlocks(open)],
    actions: [...homeActions(open), ...(overview.actions ?? [])],
  }
}

function staffHome(asking: Ask): View {
  const help = helpView(asking)
  const hasQueue = asking.services.listedCommands.some(({ name }) => name === 'queue')
  return hasQueue ? { ...help, actions: [invoke(commandName('queue'), 'queue', undefined, 'primary')] } : help
}
