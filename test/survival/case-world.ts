/** A customer with a covered license in Teams, an engineer of the vendor in Slack, and the case that brings them together. */
import type { Database } from '../../src/store/database.ts'
import { teamsChat, watch } from './chat.ts'
import { type Platforms, triage } from './platforms.ts'

const serial = 'TALK0001'
const day = (distance: number) => new Date(new Date(Date.now() + distance * 86_400_000).toISOString().slice(0, 10))

export interface CaseWorld {
  customer: { user: string; conversation: string }
  engineer: { user: string }
}

/** As an import and two sign-ups leave them. */
export async function peopled({ prisma }: Database, { slack, teams }: Platforms): Promise<CaseWorld> {
  const [customer] = teams.state().people
  const [engineer] = slack.state().people
  const { id: conversation } = teams.state().conversations.find(({ user }) => user === customer!.id)!
  await prisma.product.create({
    data: { id: 'omflow', family: 'OMFLOW', name: 'OMFLOW', versions: { create: { version: '2.0' } } },
  })
  await prisma.organization.create({
    data: { id: 'ACME', name: 'Acme', timeZone: 'Asia/Taipei', createdOn: day(-400) },
  })
  await prisma.license.create({
    data: {
      ...{ serial, displaySerial: serial, registrationHash: 'r', organizationId: 'ACME', onAccount: true },
      ...{ productId: 'omflow', version: '2.0', purchasedOn: day(-300) },
      agreements: { create: { contractHash: 'c', startsOn: day(-300), endsOn: day(300) } },
    },
  })
  const linkedAt = new Date()
  const { id: contactId } = await prisma.contact.create({
    data: { organizationId: 'ACME', name: 'Cora', email: customer!.email, role: 'primary', purposes: [] },
  })
  await prisma.staff.create({ data: { email: engineer!.email, name: 'Erin', role: 'engineer', products: [] } })
  const tenant = { platform: 'teams', workspace: teams.state().tenant.id }
  const team = { platform: 'slack', workspace: slack.state().team.id }
  await prisma.chatIdentity.create({ data: { ...tenant, user: customer!.id, contactId, linkedAt } })
  await prisma.chatIdentity.create({ data: { ...team, user: engineer!.id, email: engineer!.email, linkedAt } })
  return { customer: { user: customer!.id, conversation }, engineer: { user: engineer!.id } }
}

/** On a busy machine the bot may take longer than Teams waits: the person does it again, and it is done once. */
async function heard<T>(deed: () => Promise<T | undefined>, tries = 5): Promise<T> {
  const seen = await deed()
  if (seen !== undefined) return seen
  if (tries === 1) throw new Error('the bot does not answer')
  return heard(deed, tries - 1)
}

const cardMs = 120_000

/** The customer opens a case; returns the message of its card, below which the engineers' thread hangs. */
export async function openCase(platforms: Platforms, { customer }: CaseWorld): Promise<string> {
  const chat = teamsChat(platforms, customer.user)
  const first = await heard(() => chat.ask(`case open ${serial}`, /"id":"topic"/))
  const second = await heard(() => chat.fill(first, { license: serial, topic: 'defect' }, /"id":"severity"/))
  const described = { severity: '3', title: 'The pumps stop', description: 'They stop at night.', version: '2.0' }
  await heard(() => chat.fill(second, described, /The pumps stop/))
  const card = () =>
    platforms.slack.state().messages.find(({ bot, channel, thread }) => bot && channel === triage && !thread)?.ts
  const end = Date.now() + cardMs
  const ts = await watch(card, () => Date.now() < end)
  if (!ts) throw new Error('the case has no card')
  return ts
}
