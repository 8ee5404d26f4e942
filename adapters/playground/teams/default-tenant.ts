import type { SimulatedPerson, TeamsConversation } from '../contract.ts'

/** A customer's tenant with a Japanese and an English reader, for whoever starts the simulator without their own. */
export const defaultTenant = { id: '5c8a3b1e-90d2-4f6c-8a17-2f4be0c6d911', name: 'Kaede Logistics' }

export const defaultPeople: SimulatedPerson[] = [
  {
    id: '7d0f4a52-1b6e-4c39-9a80-53e1c2f7b604',
    name: '佐藤 花子',
    email: 'hanako@kaede.example',
    locale: 'ja-JP',
    zone: 'Asia/Tokyo',
    role: 'customer',
  },
  {
    id: 'c2b91e07-4d58-4a1f-b6c3-88f0d97a2e15',
    name: 'Emma Clarke',
    email: 'emma@kaede.example',
    locale: 'en-GB',
    zone: 'Europe/London',
    role: 'outsider',
  },
]

const everyone = defaultPeople.map((person) => person.id)

export const defaultConversations: TeamsConversation[] = [
  ...defaultPeople.map((person, i) => ({
    id: `a:1personal-${i + 1}`,
    name: person.name,
    kind: 'personal' as const,
    user: person.id,
    members: [person.id],
  })),
  {
    id: '19:9f3c5d7a1e2b4c6d8f00@thread.tacv2',
    name: 'Systems',
    kind: 'channel',
    members: everyone,
    team: { id: '19:0a1b2c3d4e5f60718293@thread.tacv2', name: 'IT' },
  },
]
