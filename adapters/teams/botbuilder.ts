/**
 * The SDK's only place. Microsoft ended its support on 2025-12-31: its successor replaces this one file.
 * It is loaded at the first use, because that takes about a second and 41 MB.
 */
import type { ConnectorClient } from 'botframework-connector'
import type { TeamsCredentials } from './credentials.ts'
import type { InvokeResponse } from './invoke-answer.ts'

export interface ChannelOptions {
  credentials: TeamsCredentials
  openIdMetadataUrl?: string
  /** Stands in for Microsoft's login. */
  accessToken?: () => Promise<string>
  authenticationMs?: number
  sendMs?: number
}

export type Admission =
  | { kind: 'admitted'; response: InvokeResponse | undefined }
  /** Not from Microsoft, or not for this bot. */
  | { kind: 'refused'; reason: string }
  /** Who sent it cannot be found out now. */
  | { kind: 'unavailable'; reason: string }

/** A failed call, told apart by what it says of the call's execution. */
export class ChannelFault extends Error {
  constructor(
    readonly fault:
      | { at: 'login'; detail: string }
      | { at: 'connection'; code: string }
      | { at: 'answer'; status: number; code?: string; retryAfter?: string },
  ) {
    super(`Teams: ${JSON.stringify(fault)}`)
    this.name = 'ChannelFault'
  }
}

export interface Channel {
  /** Runs `turn` when the activity's sender is who it says; rejects only with what `turn` rejects with. */
  admit(authorization: string, raw: object, turn: () => Promise<InvokeResponse | undefined>): Promise<Admission>
  /** Changes a message of the bot, once. Rejects with a ChannelFault: 404 when it is gone. */
  put(serviceUrl: string, conversation: string, id: string, activity: object): Promise<void>
  /** Takes a message of the bot back, once. Rejects with a ChannelFault: 404 when it is gone. */
  remove(serviceUrl: string, conversation: string, id: string): Promise<void>
  /** Rejects with a ChannelFault: 404 when the person is not in the conversation. */
  member(serviceUrl: string, conversation: string, user: string): Promise<void>
  /** The bot's own token for this service; none with anonymous credentials. Rejects with a ChannelFault. */
  bearer(serviceUrl: string): Promise<string | undefined>
  /** Posts once, waiting for `waitMs` at most. Rejects with a ChannelFault. */
  post(serviceUrl: string, conversation: string, activity: object, waitMs?: number): Promise<{ id?: string }>
  /** Opens the conversation with one person, or finds it: repeating it is harmless. Rejects with a ChannelFault. */
  open(serviceUrl: string, parameters: object): Promise<{ id: string }>
}

const load = async () => {
  const [botbuilder, connector] = await Promise.all([import('botbuilder'), import('botframework-connector')])
  return { ...botbuilder, ...connector }
}
type Sdk = Awaited<ReturnType<typeof load>>

/** The kinds' names are spelled here once: a name the SDK does not know would silently mean a multi-tenant bot. */
function sdkOptions(credentials: TeamsCredentials): Record<string, string> {
  switch (credentials.kind) {
    case 'anonymous':
      return {}
    case 'secret':
      return {
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppId: credentials.appId,
        MicrosoftAppTenantId: credentials.tenantId,
        MicrosoftAppPassword: credentials.password,
      }
    case 'certificate':
      return {
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppId: credentials.appId,
        MicrosoftAppTenantId: credentials.tenantId,
        CertificateThumbprint: credentials.thumbprint,
        CertificatePrivateKey: credentials.privateKey,
      }
    case 'managed-identity':
      return {
        MicrosoftAppType: 'UserAssignedMSI',
        MicrosoftAppId: credentials.appId,
        MicrosoftAppTenantId: credentials.tenantId,
      }
  }
}

/** With one address given, the SDK takes every other as given too, so all are named. */
const addresses = ({ AuthenticationConstants: names }: Sdk, openIdMetadataUrl: string): Record<string, string> => ({
  ToChannelFromBotLoginUrl: names.ToChannelFromBotLoginUrl,
  ToChannelFromBotOAuthScope: names.ToChannelFromBotOAuthScope,
  ToBotFromChannelTokenIssuer: names.ToBotFromChannelTokenIssuer,
  OAuthUrl: names.OAuthUrl,
  ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
  ValidateAuthority: 'true',
  CallerId: 'urn:botframework:azure',
})

/** A wrong signature or a token that is not yet valid reaches us as the JWT library's own error, not as the SDK's. */
const tokenErrors = new Set(['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError', 'SyntaxError'])

const isRefusal = (error: unknown, sdk: Sdk): boolean => {
  if (error instanceof sdk.AuthenticationError) return Number(error.statusCode) < 500
  return error instanceof Error && tokenErrors.has(error.name)
}

async function within<V>(ms: number, what: Promise<V>): Promise<V> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([what, late])
  } finally {
    clearTimeout(timer)
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300)

/** What the SDK threw, as far as it tells whether the call was executed. */
function faultOf(error: any): ChannelFault {
  const status = Number(error?.statusCode ?? error?.response?.status)
  if (status >= 100) {
    const code = error?.body?.error?.code ?? error?.code
    const retryAfter = error?.response?.headers?.get?.('retry-after')
    return new ChannelFault({
      at: 'answer',
      status,
      ...(typeof code === 'string' ? { code } : {}),
      ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
    })
  }
  const code = error?.code ?? error?.cause?.code ?? error?.name
  return new ChannelFault({ at: 'connection', code: String(code ?? 'unknown') })
}

/** The connection to Teams. Builds nothing and loads nothing before its first use. */
export function channel(options: ChannelOptions): Channel {
  const { credentials, authenticationMs = 10_000, sendMs = 15_000 } = options
  let started: ReturnType<typeof start> | undefined

  async function start() {
    const sdk = await load()
    const authentication = new sdk.ConfigurationBotFrameworkAuthentication({
      ...sdkOptions(credentials),
      ...(options.openIdMetadataUrl ? addresses(sdk, options.openIdMetadataUrl) : {}),
    })
    /** The base class keeps the one method private that tells why it refused; `process` echoes the reason to the caller. */
    class Adapter extends sdk.CloudAdapter {
      run(authorization: string, activity: object, logic: Parameters<typeof this.processActivity>[2]) {
        return this.processActivity(authorization, activity as never, logic)
      }
    }
    return { sdk, authentication, adapter: new Adapter(authentication) }
  }

  const ready = () => {
    started ??= start().catch((error) => {
      started = undefined
      throw error
    })
    return started
  }

  async function connector(serviceUrl: string): Promise<{ client: ConnectorClient; bearer?: string }> {
    const { sdk, authentication } = await ready()
    const appId = credentials.kind === 'anonymous' ? '' : credentials.appId
    const { AuthenticationConstants: names } = sdk
    const identity = new sdk.ClaimsIdentity([
      { type: names.AudienceClaim, value: appId },
      { type: names.AppIdClaim, value: appId },
    ])
    const client = await authentication
      .createConnectorFactory(identity)
      .create(serviceUrl, names.ToChannelFromBotOAuthScope)
    const { pipeline } = (client as any).client
    // The SDK's own retries repeat messages, and its redirects would carry the token along: the outbox owns retries.
    for (const name of ['defaultRetryPolicy', 'redirectPolicy']) pipeline.removePolicy({ name })
    const token = options.accessToken ?? (() => (client as any).credentials.getToken())
    if (credentials.kind === 'anonymous') return { client }
    pipeline.removePolicy({ name: 'ServiceClientContext_Credentials_SignRequest' })
    const bearer = await within(sendMs, token() as Promise<string>).catch((error) => {
      throw new ChannelFault({ at: 'login', detail: message(error) })
    })
    pipeline.addPolicy({
      name: 'bearer',
      sendRequest: (request: any, next: (request: any) => unknown) => {
        request.headers.set('Authorization', `Bearer ${bearer}`)
        return next(request)
      },
    })
    return { client, bearer }
  }

  async function call<V>(
    serviceUrl: string,
    use: (client: ConnectorClient, abortSignal: AbortSignal) => Promise<V>,
    waitMs = sendMs,
  ) {
    const { client } = await connector(serviceUrl)
    try {
      return await use(client, AbortSignal.timeout(waitMs))
    } catch (error) {
      throw faultOf(error)
    }
  }

  return {
    async admit(authorization, raw, turn) {
      const { sdk, adapter } = await ready()
      let turned: Promise<InvokeResponse | undefined> | undefined
      let left = false
      try {
        // The metadata are fetched without a time limit of the SDK's own.
        await within(
          authenticationMs,
          new Promise<void>((resolve, reject) => {
            adapter
              .run(authorization, structuredClone(raw), async () => {
                if (left) return
                turned = turn()
                // The turn takes the time it takes; its rejection is answered below.
                turned.catch(() => {})
                resolve()
              })
              .then(() => resolve(), reject)
          }),
        )
      } catch (error) {
        left = true
        const reason = message(error)
        return isRefusal(error, sdk) ? { kind: 'refused', reason } : { kind: 'unavailable', reason }
      }
      return { kind: 'admitted', response: await turned }
    },
    async put(serviceUrl, conversation, id, activity) {
      await call(serviceUrl, (client, abortSignal) =>
        client.conversations.updateActivity(conversation, id, activity, { abortSignal }),
      )
    },
    async remove(serviceUrl, conversation, id) {
      await call(serviceUrl, (client, abortSignal) =>
        client.conversations.deleteActivity(conversation, id, { abortSignal }),
      )
    },
    async member(serviceUrl, conversation, user) {
      await call(serviceUrl, (client, abortSignal) =>
        client.conversations.getConversationMember(conversation, user, { abortSignal }),
      )
    },
    bearer: async (serviceUrl) => (await connector(serviceUrl)).bearer,
    async post(serviceUrl, conversation, activity, waitMs) {
      const { id } = await call(
        serviceUrl,
        (client, abortSignal) => client.conversations.sendToConversation(conversation, activity, { abortSignal }),
        waitMs,
      )
      return id ? { id } : {}
    },
    async open(serviceUrl, parameters) {
      const { id } = await call(serviceUrl, (client, abortSignal) =>
        client.conversations.createConversation(parameters as never, { abortSignal }),
      )
      return { id }
    },
  }
}
