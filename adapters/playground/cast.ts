/** The people of the playground: the same persons sit in the simulated Slack workspace and in the Teams tenant. */
import type { SimulatedPerson, SlackConversation, TeamsConversation } from './contract.ts'

interface CastMember {
  slack: string
  teams: string
  name: string
  email: string
  language: 'zh-TW' | 'zh-CN' | 'en' | 'ja'
  zone: string
  role: SimulatedPerson['role']
}

/** Customers first. Alex and Mei are newcomers whom the vendor does not know yet; the others stand in the demo data. Of the vendor's people Shufen is the manager. */
export const cast: readonly CastMember[] = [
  {
    slack: 'U0ALEX',
    teams: 'a1f0c2d4-0007-4e6b-9c11-5d2f6a7b8c07',
    name: 'Alex Morgan',
    email: 'alex.morgan@brightport.example',
    language: 'en',
    zone: 'Europe/London',
    role: 'customer',
  },
  {
    slack: 'U0MEI',
    teams: 'a1f0c2d4-0001-4e6b-9c11-5d2f6a7b8c01',
    name: '林美玲 Mei',
    email: 'mei.lin@brightport.example',
    language: 'zh-TW',
    zone: 'Asia/Taipei',
    role: 'customer',
  },
  {
    slack: 'U0WANG',
    teams: 'a1f0c2d4-0002-4e6b-9c11-5d2f6a7b8c02',
    name: '王建國 Wang',
    email: 'jianguo.wang@formosa-bank.example',
    language: 'zh-TW',
    zone: 'Asia/Taipei',
    role: 'customer',
  },
  {
    slack: 'U0SATO',
    teams: 'a1f0c2d4-0003-4e6b-9c11-5d2f6a7b8c03',
    name: '佐藤健 Sato',
    email: 'ken.sato@kitano-seiki.example',
    language: 'ja',
    zone: 'Asia/Tokyo',
    role: 'customer',
  },
  {
    slack: 'U0CHEN',
    teams: 'a1f0c2d4-0004-4e6b-9c11-5d2f6a7b8c04',
    name: '陈静 Chen',
    email: 'jing.chen@pudong-logistics.example',
    language: 'zh-CN',
    zone: 'Asia/Shanghai',
    role: 'customer',
  },
  {
    slack: 'U0OLGA',
    teams: 'a1f0c2d4-0005-4e6b-9c11-5d2f6a7b8c05',
    name: 'Olga Outsider',
    email: 'olga@elsewhere.example',
    language: 'en',
    zone: 'Europe/Berlin',
    role: 'outsider',
  },
  {
    slack: 'U0ERIN',
    teams: 'a1f0c2d4-0006-4e6b-9c11-5d2f6a7b8c06',
    name: 'Erin Engineer',
    email: 'erin@vendor.example',
    language: 'en',
    zone: 'Asia/Taipei',
    role: 'engineer',
  },
  {
    slack: 'U0MAKOTO',
    teams: 'a1f0c2d4-0008-4e6b-9c11-5d2f6a7b8c08',
    name: '森 誠 Makoto',
    email: 'makoto@vendor.example',
    language: 'ja',
    zone: 'Asia/Tokyo',
    role: 'engineer',
  },
  {
    slack: 'U0SHUFEN',
    teams: 'a1f0c2d4-0009-4e6b-9c11-5d2f6a7b8c09',
    name: '張淑芬 Shufen',
    email: 'shufen@vendor.example',
    language: 'zh-TW',
    zone: 'Asia/Taipei',
    role: 'engineer',
  },
]

const person = (id: string, { name, email, language, zone, role }: CastMember): SimulatedPerson => ({
  id,
  name,
  email,
  locale: { 'zh-TW': 'zh-TW', 'zh-CN': 'zh-CN', en: 'en-US', ja: 'ja-JP' }[language],
  zone,
  role,
})

export const slackTeam = { id: 'T0ANSHIN', name: 'Anshin Playground' }
export const triageChannel = 'C0TRIAGE'
export const slackPeople: SimulatedPerson[] = cast.map((member) => person(member.slack, member))
export const slackChannels: SlackConversation[] = [
  { id: 'C0GENERAL', name: 'general', kind: 'channel', members: cast.map(({ slack }) => slack) },
  {
    id: triageChannel,
    name: 'support-triage',
    kind: 'channel',
    members: cast.filter(({ role }) => role === 'engineer').map(({ slack }) => slack),
    private: true,
  },
]

export const teamsTenant = { id: 'a1f0c2d4-aaaa-4e6b-9c11-5d2f6a7b8c00', name: 'Anshin Playground' }
export const teamsPeople: SimulatedPerson[] = cast.map((member) => person(member.teams, member))
/** Where Shufen reads alarms; `staff.csv` of the demo names it. */
export const teamsTriageChannel = '19:support-triage@thread.tacv2'
export const teamsConversations: TeamsConversation[] = [
  ...teamsPeople.map(({ id, name }, i) => ({
    id: `a:1personal-${i + 1}`,
    name,
    kind: 'personal' as const,
    user: id,
    members: [id],
  })),
  {
    id: '19:systems@thread.tacv2',
    name: 'Systems',
    kind: 'channel',
    members: teamsPeople.filter(({ role }) => role !== 'engineer').map(({ id }) => id),
    team: { id: '19:it@thread.tacv2', name: 'IT' },
    readable: true,
  },
  {
    id: teamsTriageChannel,
    name: 'Support triage',
    kind: 'channel',
    members: teamsPeople.filter(({ role }) => role === 'engineer').map(({ id }) => id),
    team: { id: '19:support@thread.tacv2', name: 'Support' },
    readable: true,
  },
]
