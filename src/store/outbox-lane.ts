import type { Recipient } from '../bot/platform.ts'

/** Messages of one lane go out one at a time, in order, at the pace that the platform allows one conversation. */
export interface Lane {
  key: string
  platform: 'slack' | 'teams' | 'email'
  /** What becomes unreachable together: a Slack workspace, a Teams tenant, the mail server. */
  workspace: string
}

/** Threads share their channel's lane: both platforms count the rate by channel. */
export function laneOf(to: Recipient): Lane {
  switch (to.kind) {
    case 'person': {
      const workspace = `${to.who.platform}:${to.who.workspace}`
      return { key: `${workspace}:@${to.who.user}`, platform: to.who.platform, workspace }
    }
    case 'conversation': {
      const workspace = `${to.platform}:${to.workspace}`
      return { key: `${workspace}:${to.conversation}`, platform: to.platform, workspace }
    }
    case 'email':
      return { key: `email:${to.address.toLowerCase()}`, platform: 'email', workspace: 'email' }
  }
}
