/** What an id means, by its shape: each platform names its workspaces and channels in a way of its own. */
import type { PlatformName } from '../../bot/inbound.ts'
import type { TiePlace } from '../../domain/tie.ts'

/** One in twenty of Slack's ids has no digit; then they are told from a word by their capitals and their length. */
const slackId = /^[A-Z](?:(?=.*\d)[A-Z0-9]{1,20}|[A-Z]{8,20})$/
const teamsTenant = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const teamsChannel = /^19:\S+$/

const isSlackWorkspace = (id: string): boolean => slackId.test(id) && /^[TE]/.test(id)
const isChannel = (id: string): boolean => (slackId.test(id) && /^[CG]/.test(id)) || teamsChannel.test(id)

/** Whether it has the shape of an id at all. */
export const isPlaceId = (id: string): boolean => isChannel(id) || isSlackWorkspace(id) || teamsTenant.test(id)

/**
 * A channel is looked up in the vendor's own workspace, unless it is the one `here`, where the person stands. Undefined for what
 * has no such shape, and for a channel of a platform that is not connected.
 */
export function placeMeant(
  id: string,
  channelCalled: (id: string) => TiePlace | undefined,
  here?: { platform: PlatformName; workspace: string; conversation: string },
): TiePlace | undefined {
  if (isSlackWorkspace(id)) return { platform: 'slack', workspace: id }
  if (teamsTenant.test(id)) return { platform: 'teams', workspace: id.toLowerCase() }
  if (!isChannel(id)) return undefined
  if (here?.conversation !== id) return channelCalled(id)
  const { platform, workspace } = here
  return { platform, workspace, conversation: id }
}
