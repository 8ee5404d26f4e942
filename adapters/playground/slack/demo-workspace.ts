import type { SimulatedPerson, SlackConversation } from '../contract.ts'

/** The people and channels of a workspace that was not described otherwise. */

export const demoPeople: SimulatedPerson[] = [
  {
    id: 'U0CUSTOMER0',
    name: '王小明',
    email: 'ming.wang@example.com',
    locale: 'zh-TW',
    zone: 'Asia/Taipei',
    role: 'customer',
  },
  {
    id: 'U0ENGINEER0',
    name: 'Erika Engineer',
    email: 'erika@example.org',
    locale: 'en-US',
    zone: 'Europe/Berlin',
    role: 'engineer',
  },
  {
    id: 'U0OUTSIDER0',
    name: '佐藤花子',
    email: 'hanako.sato@example.net',
    locale: 'ja-JP',
    zone: 'Asia/Tokyo',
    role: 'outsider',
  },
]

export function demoChannels(people: SimulatedPerson[]): SlackConversation[] {
  const all = people.map(({ id }) => id)
  const engineers = people.filter(({ role }) => role === 'engineer').map(({ id }) => id)
  return [
    { id: 'C0GENERAL00', name: 'general', kind: 'channel', members: all },
    { id: 'C0TRIAGE000', name: 'support-triage', kind: 'channel', members: engineers, private: true },
  ]
}

/** What a support bot asks for; a test that needs fewer passes its own list. */
export const supportBotScopes = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:read',
  'reactions:write',
  'users:read',
  'users:read.email',
]
