import type { DeedOutcome, Fault, SimulatedPerson, TeamsConversation, TeamsDeed, TeamsState } from '../contract.ts'
import { Faults } from '../faults.ts'
import type { Activity } from './activities.ts'
import { ConnectorApi } from './connector-api.ts'
import { actOn } from './deeds.ts'
import { defaultConversations, defaultPeople, defaultTenant } from './default-tenant.ts'
import { type BotAnswer, BotDelivery } from './delivery.ts'
import { saidActivity } from './message-activities.ts'
import { type RecordedCall, ServiceSide } from './service.ts'
import type { KeptFile } from './shared-files.ts'
import { type Stage, surroundings } from './stage.ts'
import { Tenant } from './state.ts'
import { ChannelKeys, type TokenOverrides } from './tokens.ts'

export type { RecordedCall } from './service.ts'
export type { TokenOverrides } from './tokens.ts'

export interface TeamsSimulatorOptions {
  port?: number
  /** The bot's endpoint, e.g. http://127.0.0.1:3978/api/messages; may be set later. */
  messagesUrl?: string
  /** When set, activities carry a token signed as Bot Framework signs, and the bot's calls need a bearer. */
  appId?: string
  /** When set too, the token endpoint wants it. */
  appPassword?: string
  /** `own`: only bearers from this simulator's token endpoint are taken; `any` (default): any bearer. */
  bearers?: 'any' | 'own'
  bot?: { name: string }
  tenant?: { id: string; name: string }
  people?: SimulatedPerson[]
  /** Conversations in which the app is installed from the start. */
  conversations?: TeamsConversation[]
  seed?: number
  onChange?: () => void
  now?: () => number
  /** Teams' limits per thread; on unless switched off. */
  limits?: boolean
  /** Largest JSON of one call, 28 KB by default. */
  maxBytes?: number
  /** How long the bot may take to answer, 15 s by default. */
  answerWithinMs?: number
  /** The bot was granted to read everything in all channels and group chats, as with `readable` in one. */
  readsChannels?: boolean
}

export interface TeamsSimulator {
  serviceUrl: string
  openIdMetadataUrl: string
  tokenUrl: string
  botId: string
  state(): TeamsState
  /** Lets a person do something; resolves when the bot has answered. */
  act(deed: TeamsDeed): Promise<DeedOutcome>
  /** Methods: the operations of `connector-routes.ts`, `token` and `openIdMetadata`. */
  setFaults(faults: Fault[]): void
  /** Every call of the bot, oldest first. */
  calls: RecordedCall[]
  /** Every activity posted to the bot, oldest first. */
  posted: Activity[]
  /** What was said about cards that Teams takes but phones do not show; empty is what tests want. */
  cardWarnings: string[]
  /** A channel token, genuine unless overridden: the hostile-token matrix. Needs `appId`. */
  token(overrides?: TokenOverrides): Promise<string>
  /** An activity as `user` would cause it by writing, not posted: a base for hostile ones. */
  compose(user: string, conversation: string, text: string): Activity
  /** Posts anything to the bot once; `null` leaves the Authorization header out. */
  post(activity: unknown, authorization?: string | null): Promise<BotAnswer>
  setMessagesUrl(url: string): void
  setPerson(id: string, change: { locale: string }): void
  /** Grants the bot to read what does not mention it there, or takes that back. */
  setReadable(conversation: string, granted: boolean): void
  /** What a person shared, for the page. */
  file(id: string): KeptFile | undefined
  /** The `29:…` id under which the bot knows this person. */
  userId(person: string): string
  close(): Promise<void>
}

const anonymousBot = '00000000-0000-4000-8000-00000000b007'

/** Starts a Teams tenant on 127.0.0.1 that speaks the Connector API and posts activities to the bot. */
export async function startTeamsSimulator(options: TeamsSimulatorOptions = {}): Promise<TeamsSimulator> {
  const tenant = new Tenant({
    tenant: options.tenant ?? defaultTenant,
    people: options.people ?? defaultPeople,
    conversations: options.conversations ?? (options.people ? [] : defaultConversations),
    bot: { id: `28:${options.appId ?? anonymousBot}`, name: options.bot?.name ?? 'Anshin' },
    now: options.now ?? Date.now,
    onChange: options.onChange ?? (() => {}),
  })
  for (const person of options.conversations || !options.people ? [] : options.people)
    tenant.installed.add(tenant.openPersonalConversation(person).id)

  const setReadable = (id: string, granted: boolean) => {
    const conversation = tenant.conversation(id)
    if (!conversation) throw new Error(`no such conversation: ${id}`)
    conversation.readable = granted
    tenant.changed()
  }
  if (options.readsChannels)
    for (const { id, kind } of tenant.conversations.values()) if (kind !== 'personal') setReadable(id, true)

  const cardWarnings: string[] = []
  const onCardWarning = (warning: string) => void cardWarnings.push(warning)
  const faults = new Faults(options.seed)
  const service = new ServiceSide({
    api: new ConnectorApi(tenant, {
      limits: options.limits ?? true,
      maxBytes: options.maxBytes ?? 28 * 1024,
      onCardWarning,
    }),
    files: tenant.files,
    faults,
    appId: options.appId,
    appPassword: options.appPassword,
    bearers: options.bearers ?? 'any',
    now: tenant.now,
  })
  const origin = await service.listen(options.port ?? 0)
  const serviceUrl = `${origin}/teams/`
  const keys = new ChannelKeys(options.appId ?? '', serviceUrl)
  service.signWith(keys)

  let messagesUrl = options.messagesUrl
  const posted: Activity[] = []
  const delivery = new BotDelivery({
    messagesUrl: () => messagesUrl,
    authorization: async () => (options.appId ? `Bearer ${await keys.channelToken()}` : undefined),
    answerWithinMs: options.answerWithinMs ?? 15_000,
    onPosted: (activity) => void posted.push(activity),
  })
  const stage: Stage = { tenant, serviceUrl, delivery, onCardWarning }

  return {
    serviceUrl,
    openIdMetadataUrl: `${origin}/.well-known/openid-configuration`,
    tokenUrl: `${origin}/${tenant.info.id}/oauth2/v2.0/token`,
    botId: tenant.bot.id,
    state: () => tenant.snapshot(),
    act: (deed) => actOn(stage, deed),
    setFaults: (rules) => faults.set(rules),
    calls: service.calls,
    posted,
    cardWarnings,
    token: (overrides) => keys.channelToken(overrides),
    compose: (user, conversation, text) =>
      saidActivity(surroundings(stage, user, conversation), { id: tenant.nextId(), text, mention: false }),
    post: (activity, authorization) => delivery.post(activity, authorization),
    setMessagesUrl: (url) => {
      messagesUrl = url
    },
    setPerson: (id, change) => {
      const person = tenant.people.get(id)
      if (!person) throw new Error(`no such person: ${id}`)
      tenant.people.set(id, { ...person, ...change })
      tenant.changed()
    },
    setReadable,
    file: (id) => tenant.files.find(id),
    userId: (person) => tenant.userId(person),
    close: () => service.close(),
  }
}
