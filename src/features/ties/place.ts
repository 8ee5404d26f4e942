/** What an id means, by its shape: each platform names its workspaces and channels in a way of its own. */
import type { PlatformName } from '../../bot/inbound.ts'
import type { TiePlace } from '../../domain/tie.ts'

const slackWorkspace = /^[TE](?=.*\d)[A-Z0-9]{1,20}$/i
const slackChannel = /^[CG](?=.*\d)[A-Z0-9]{1,20}$/i
const teamsTenant = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const teamsChannel = /^19:\S+$/

const isChannel = (id: string): boolean => slackChannel.test(id) || teamsChannel.test(id)

/** Whether it has the shape of an id at all. */
export const isPlaceId = (id: string): boolean => isChannel(id) || slackWorkspace.test(id) || teamsTenant.test(id)

/**
 * A channel is looked up in the vendor's own workspace, unless it is the one `here`, where the person stands. Undefined for what
 * has no such shape, and for a channel of a platform that is not connected.
 */
export function placeMeant(
  id: string,
  channelCalled: (id: string) => TiePlace | undefined,
  here?: { platform: PlatformName; workspace: string; conversation: string },
): TiePlace | undefined {
  if (slackWorkspace.test(id)) return { platform: 'slack', workspace: id.toUpperCase() }
  if (teamsTenant.test(id)) return { platform: 'teams', workspace: id.toLowerCase() }
  if (!isChannel(id)) return undefined
  const conversation = teamsChannel.test(id) ? id : id.toUpperCase()
  if (here?.conversation === conversation) {
    const { platform, workspace } = here
    return { platform, workspace, conversation }
  }
  return channelCalled(conversation)
}
