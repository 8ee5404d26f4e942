/** The first thing a person sees: App Home, the bot's chat in Teams, or words that say nothing yet. */
import type { View } from '../bot/view.ts'
import { dayIn } from '../domain/local-date.ts'
import { coverageOverview } from './coverage/view.ts'
import { helpView, welcomeView } from './help/view.ts'
import type { Ask } from './kit.ts'

/** The coverage of the person's organization; for a stranger the ways in. */
export async function homeView(asking: Ask): Promise<View> {
  const { organization, staff } = asking.asker
  if (!organization) return staff ? helpView(asking) : welcomeView()
  return coverageOverview({
    organization,
    day: dayIn(asking.now, organization.timeZone),
    dossiers: await asking.services.coverage.dossiers(organization.id),
    page: 1,
  })
}
