/** What the Teams channel posts, reduced to what the bot reads; everything in it comes from outside and is checked here. */

export interface Account {
  id: string
  aadObjectId?: string
  name?: string
  tenantId?: string
}

export interface Attachment {
  contentType: string
  content?: string | Record<string, unknown>
  contentUrl?: string
  name?: string
  id?: string
}

export interface Activity {
  type: string
  id?: string
  name?: string
  text?: string
  /** `plain` unless Teams says otherwise: then tags in `text` are markup, not something a person typed. */
  textFormat?: string
  value?: unknown
  action?: string
  channelId: string
  serviceUrl: string
  replyToId?: string
  timestamp?: string
  locale?: string
  zone?: string
  from?: Account
  recipient?: Account
  conversation: { id: string; kind: 'personal' | 'channel' | 'groupChat' }
  /** Every tenant that the activity names; the first is the one it happened in. */
  tenants: string[]
  /** Texts of the mentions, beside whom they mention. */
  mentions: { id: string; text: string }[]
  membersAdded: string[]
  attachments: Attachment[]
  /** The message that it quotes, where an entity says so. */
  quotes?: string
  /** People of another company are in the conversation, as far as this activity tells. */
  shared: boolean
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const object = (value: unknown): Json => (isObject(value) ? value : {})
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Without the properties that hold nothing. */
const defined = <V extends object>(values: V) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof V]?: NonNullable<V[K]>
  }

/** Ids become keys of rows; none of Teams' own comes near this length. */
const maxId = 500
const text = (value: unknown, max = maxId): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= max ? value : undefined

const maxAttachments = 50

/** Only what is known by its kind; the rest of an attachment is not looked at. */
export const attachmentsIn = (value: unknown): Attachment[] =>
  list(value)
    .slice(0, maxAttachments)
    .flatMap(({ contentType, content, contentUrl, name, id }) => {
      const kind = text(contentType)
      if (!kind) return []
      const optional = {
        content: isObject(content) ? content : text(content, 1_000_000),
        contentUrl: text(contentUrl, 8_000),
        name: text(name),
        id: text(id),
      }
      return { ...defined(optional), contentType: kind }
    })

function account(value: unknown): Account | undefined {
  const { id, aadObjectId, name, tenantId } = object(value)
  const known = text(id)
  if (!known) return undefined
  return {
    id: known,
    ...(text(aadObjectId) ? { aadObjectId: text(aadObjectId)! } : {}),
    ...(text(name) ? { name: text(name)! } : {}),
    ...(text(tenantId) ? { tenantId: text(tenantId)! } : {}),
  }
}

function kindOf({ conversationType, isGroup, id }: Json): Activity['conversation']['kind'] {
  if (conversationType === 'personal' || conversationType === 'channel' || conversationType === 'groupChat')
    return conversationType
  return isGroup === true || String(id).startsWith('19:') ? 'groupChat' : 'personal'
}

const present = <V>(values: (V | undefined)[]): V[] => [...new Set(values.filter((v) => v !== undefined))]

/** The activity, or what it lacks: an activity without these cannot be answered, or would be answered to the wrong place. */
export function readActivity(body: unknown): Activity | { lacking: string } {
  if (!isObject(body)) return { lacking: 'an object' }
  const conversation = object(body.conversation)
  const needed = { type: text(body.type), serviceUrl: text(body.serviceUrl, 2_000), id: text(conversation.id) }
  if (!needed.type) return { lacking: 'type' }
  if (!needed.serviceUrl) return { lacking: 'serviceUrl' }
  if (!needed.id) return { lacking: 'conversation.id' }
  // Other channels (emulator, ASE, Direct Line) are authenticated by other rules of the SDK, and none of them is ours.
  if (body.channelId !== 'msteams') return { lacking: 'channelId msteams' }
  const entities = list(body.entities)
  const client = entities.find(({ type }) => type === 'clientInfo') ?? {}
  const from = account(body.from)
  const recipient = account(body.recipient)
  const optional = {
    id: text(body.id),
    name: text(body.name),
    text: text(body.text, 1_000_000),
    textFormat: text(body.textFormat, 20),
    action: text(body.action),
    replyToId: text(body.replyToId),
    timestamp: text(body.timestamp, 60),
    locale: text(body.locale, 40) ?? text(client.locale, 40),
    zone: text(body.localTimezone, 80) ?? text(client.timezone, 80),
    quotes: text(object(entities.find(({ type }) => type === 'quotedReply')?.quotedReply).messageId),
  }
  const channelData = object(body.channelData)
  const tenants = present([
    text(conversation.tenantId),
    text(object(channelData.tenant).id),
    text(object(body.from).tenantId),
  ])
  return {
    ...defined(optional),
    type: needed.type,
    channelId: 'msteams',
    serviceUrl: needed.serviceUrl,
    value: body.value,
    ...(from ? { from } : {}),
    ...(recipient ? { recipient } : {}),
    conversation: { id: needed.id, kind: kindOf(conversation) },
    tenants,
    mentions: entities
      .filter(({ type }) => type === 'mention')
      .map(({ mentioned, text: words }) => ({ id: text(object(mentioned).id) ?? '', text: text(words) ?? '' })),
    membersAdded: list(body.membersAdded).flatMap(({ id }) => text(id) ?? []),
    attachments: attachmentsIn(body.attachments),
    shared: tenants.length > 1 || object(channelData.channel).type === 'shared',
  }
}
