import { randomUUID } from 'node:crypto'
import type { SimulatedPerson, TeamsConversation } from '../contract.ts'
import type { Tenant } from './state.ts'

/** An activity as the Teams channel posts it; free-form, because the bot must cope with whatever is in it. */
export type Activity = Record<string, any> & { type: string; id: string }

export interface Surroundings {
  tenant: Tenant
  serviceUrl: string
  person: SimulatedPerson
  conversation: TeamsConversation
  /** The first message of a channel's thread. */
  thread?: string
}

/** `2026-11-22T10:00:00.000+08:00`: Teams sends the sender's wall clock beside UTC. */
function wallClock(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at)
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00'
  const sign = offset.startsWith('-') ? -1 : 1
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  const local = new Date(at + sign * (hours * 60 + minutes) * 60_000)
  return local.toISOString().replace('Z', offset)
}

function channelData({ tenant, conversation }: Surroundings): Record<string, unknown> {
  const base = { tenant: { id: tenant.info.id } }
  if (conversation.kind !== 'channel') return base
  const team = conversation.team ?? { id: conversation.id, name: conversation.name }
  return {
    teamsChannelId: conversation.id,
    teamsTeamId: team.id,
    channel: { id: conversation.id, type: conversation.shared ? 'shared' : 'standard' },
    team: { id: team.id, name: team.name },
    ...base,
  }
}

/** The part that all activities of one person in one conversation share. */
export function frame(at: Surroundings): Omit<Activity, 'type' | 'id'> {
  const { tenant, person, conversation, thread } = at
  const now = tenant.now()
  const group = conversation.kind !== 'personal'
  return {
    timestamp: new Date(now).toISOString(),
    localTimestamp: wallClock(now, person.zone),
    localTimezone: person.zone,
    serviceUrl: at.serviceUrl,
    channelId: 'msteams',
    from: {
      id: tenant.userId(person.id),
      name: person.name,
      aadObjectId: person.id,
      ...(person.team ? { tenantId: person.team } : {}),
    },
    conversation: {
      ...(group ? { isGroup: true } : {}),
      ...(conversation.kind === 'groupChat' ? { name: conversation.name } : {}),
      conversationType: conversation.kind,
      tenantId: tenant.info.id,
      id: conversation.kind === 'channel' && thread ? `${conversation.id};messageid=${thread}` : conversation.id,
    },
    recipient: { id: tenant.bot.id, name: tenant.bot.name },
    channelData: channelData(at),
    locale: person.locale,
  }
}

export const clientInfo = ({ person }: Surroundings): Record<string, unknown> => ({
  type: 'clientInfo',
  locale: person.locale,
  country: person.locale.split('-').at(-1),
  platform: 'Web',
  timezone: person.zone,
})

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Action.Submit of a card in a message: no text, the data in `value`. */
export function submittedActivity(at: Surroundings, id: string, value: unknown, replyTo: string): Activity {
  return { type: 'message', id, ...frame(at), replyToId: replyTo, value, entities: [clientInfo(at)] }
}

/** Action.Submit with `msteams: { type: 'messageBack' | 'imBack' }`: text beside, or instead of, the data. */
export function sentBackActivity(
  at: Surroundings,
  id: string,
  text: string,
  value: unknown,
  replyTo: string,
): Activity {
  const activity = submittedActivity(at, id, value, replyTo)
  return { ...activity, text, textFormat: 'plain', ...(value === undefined ? { value: undefined } : {}) }
}

/** Invokes have ids of the form `f:…`, new in every delivery. */
export const newInvokeId = (): string => `f:${randomUUID()}`

export function invokeActivity(at: Surroundings, name: string, value: unknown, replyTo?: string): Activity {
  return {
    type: 'invoke',
    id: newInvokeId(),
    name,
    ...frame(at),
    ...(replyTo ? { replyToId: replyTo } : {}),
    value,
    entities: [clientInfo(at)],
  }
}

/** Someone was added or removed; `who` holds Teams ids. */
export function membersActivity(at: Surroundings, change: 'membersAdded' | 'membersRemoved', who: string[]): Activity {
  const shared = frame(at)
  return {
    type: 'conversationUpdate',
    id: newInvokeId(),
    ...shared,
    channelData: {
      ...shared.channelData,
      ...(at.conversation.kind === 'channel'
        ? { eventType: change === 'membersAdded' ? 'teamMemberAdded' : 'teamMemberRemoved' }
        : {}),
    },
    [change]: who.map((id) => ({ id })),
  }
}

export function installationActivity(at: Surroundings, action: 'add' | 'remove'): Activity {
  return { type: 'installationUpdate', id: newInvokeId(), ...frame(at), action }
}
