/** Where the vendor's own people are: its workspace, its tenant, the channel in which they are told. */
import type { PlatformName } from './bot/inbound.ts'
import type { Recipient } from './bot/platform.ts'
import type { Config } from './config.ts'

/** `slack` is the workspace of the environment's token. Of several tenants that are allowed the first is the vendor's. */
export function vendorWorkspaces({ teams }: Config, slack: string | undefined): Partial<Record<PlatformName, string>> {
  const [tenant] = teams?.allowedTenants ?? []
  return { ...(slack ? { slack } : {}), ...(tenant ? { teams: tenant } : {}) }
}

/** A channel of Slack's first, else one of Teams'. */
export function vendorChannel({ slack, teams }: Config, workspace: string | undefined): Recipient | undefined {
  if (slack?.triageChannel && workspace) {
    return { kind: 'conversation', platform: 'slack', workspace, conversation: slack.triageChannel }
  }
  const [tenant] = teams?.allowedTenants ?? []
  return teams?.triageChannel && tenant
    ? { kind: 'conversation', platform: 'teams', workspace: tenant, conversation: teams.triageChannel }
    : undefined
}
