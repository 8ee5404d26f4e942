import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from 'botbuilder'
import { ServiceClientCredentialsFactory } from 'botframework-connector'

/** Credentials whose bearer comes from the simulator's token endpoint, where Azure's would be asked otherwise. */
class LocalCredentials extends ServiceClientCredentialsFactory {
  constructor(
    readonly appId: string,
    readonly tokenUrl: string,
    readonly secret: string,
  ) {
    super()
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.appId
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false
  }

  override async createCredentials(): Promise<any> {
    return {
      signRequest: async (request: any) => {
        const form = { grant_type: 'client_credentials', client_id: this.appId, client_secret: this.secret }
        const response = await fetch(this.tokenUrl, { method: 'POST', body: new URLSearchParams(form) })
        const { access_token } = (await response.json()) as { access_token?: string }
        request.headers.set('authorization', `Bearer ${access_token}`)
        return request
      },
    }
  }
}

export interface TestBot {
  url: string
  adapter: CloudAdapter
  close(): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<any> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString())
}

/** A bot on the real CloudAdapter. Without `signed` it is anonymous; botbuilder's own retries are taken out. */
export async function startTestBot(
  logic: (turn: TurnContext) => Promise<void>,
  signed?: { appId: string; openIdMetadataUrl: string; tokenUrl: string; secret: string },
): Promise<TestBot> {
  const adapter = new CloudAdapter(
    signed
      ? new ConfigurationBotFrameworkAuthentication(
          // As soon as one of these is set, the SDK has no default for the others.
          {
            MicrosoftAppId: signed.appId,
            ToBotFromChannelOpenIdMetadataUrl: signed.openIdMetadataUrl,
            ToBotFromEmulatorOpenIdMetadataUrl: signed.openIdMetadataUrl,
            ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
            ToChannelFromBotLoginUrl: signed.tokenUrl,
            ToChannelFromBotOAuthScope: 'https://api.botframework.com',
            OAuthUrl: 'https://api.botframework.com',
          },
          new LocalCredentials(signed.appId, signed.tokenUrl, signed.secret),
        )
      : new ConfigurationBotFrameworkAuthentication({}),
  )
  adapter.use(async (turn, next) => {
    const connector: any = turn.turnState.get(adapter.ConnectorClientKey)
    connector.client.pipeline.removePolicy({ name: 'defaultRetryPolicy' })
    await next()
  })
  const server: Server = createServer(async (request, response) => {
    const shim: any = {
      status: (code: number) => {
        response.statusCode = code
        return shim
      },
      header: (name: string, value: string) => void response.setHeader(name, value),
      send: (body: unknown) => {
        if (typeof body === 'object') response.setHeader('content-type', 'application/json')
        response.write(typeof body === 'string' ? body : JSON.stringify(body))
      },
      end: () => response.end(),
      socket: response.socket,
    }
    const body = await bodyOf(request)
    await adapter.process(Object.assign(request, { body }) as any, shim, logic)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    adapter,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** An Adaptive Card attachment. */
export const cardOf = (body: unknown[], actions: unknown[] = [], version = '1.5'): any => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { type: 'AdaptiveCard', version, body, actions },
})
