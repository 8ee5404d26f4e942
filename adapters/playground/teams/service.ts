import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fault } from '../contract.ts'
import type { Faults } from '../faults.ts'
import type { ConnectorAnswer, ConnectorApi } from './connector-api.ts'
import { routeCall } from './connector-routes.ts'
import { type Execute, failingAnswer } from './failing-answer.ts'
import type { SharedFiles } from './shared-files.ts'
import type { ChannelKeys } from './tokens.ts'

export interface RecordedCall {
  at: number
  operation: string
  method: string
  path: string
  authorization?: string
  body?: any
  /** What was answered; absent for a call that a fault left without an answer. */
  status?: number
  fault?: Fault['kind']
}

interface ServiceOptions {
  api: ConnectorApi
  files: SharedFiles
  faults: Faults
  appId: string | undefined
  appPassword: string | undefined
  bearers: 'any' | 'own'
  now: () => number
}

/** The HTTP face of the tenant: connector, OpenID metadata and token endpoint, with faults in between. */
export class ServiceSide {
  readonly calls: RecordedCall[] = []
  private readonly server: Server
  private keys: ChannelKeys | undefined
  private origin = ''

  constructor(private readonly options: ServiceOptions) {
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error) => {
        if (!response.headersSent)
          write(response, { status: 500, body: { error: { code: 'Broken', message: String(error) } } })
      })
    })
  }

  /** Listens on loopback and gives its own address. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, '127.0.0.1', resolve)
    })
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    return this.origin
  }

  signWith(keys: ChannelKeys): void {
    this.keys = keys
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    this.server.closeAllConnections()
    await closed
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', this.origin)
    const text = await readText(request)
    const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    const body = text === '' ? undefined : form ? Object.fromEntries(new URLSearchParams(text)) : parsed(text)
    if (body === notJson)
      return write(response, { status: 400, body: { error: { code: 'BadSyntax', message: 'Not JSON' } } })
    const { operation, execute } = this.find(request, path, searchParams, body)
    const call: RecordedCall = {
      at: this.options.now(),
      operation,
      method: request.method ?? '',
      path,
      ...(request.headers.authorization ? { authorization: request.headers.authorization } : {}),
      ...(body === undefined ? {} : { body }),
    }
    this.calls.push(call)
    await this.run(call, execute, response)
  }

  private find(
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    body: unknown,
  ): { operation: string; execute: Execute } {
    const file =
      request.method === 'GET' ? /^\/(files|teams\/v3\/attachments)\/([\w-]+)(\/views\/original)?$/.exec(path) : null
    if (file?.[1] === 'files')
      return {
        operation: 'downloadFile',
        // The link itself is the permission; a token beside it is none of this host's business.
        execute: async () => (this.options.files.isTicket(query) ? this.bytesOf(file[2]!) : { status: 401 }),
      }
    if (file)
      return {
        operation: 'getAttachment',
        execute: async () =>
          (await this.authorized(request.headers.authorization)) ? this.bytesOf(file[2]!) : { status: 401 },
      }
    if (path === '/.well-known/openid-configuration')
      return {
        operation: 'openIdMetadata',
        execute: async () => ({
          status: 200,
          body: {
            issuer: 'https://api.botframework.com',
            authorization_endpoint: 'https://invalid.botframework.com',
            jwks_uri: `${this.origin}/.well-known/keys`,
            id_token_signing_alg_values_supported: ['RS256'],
            token_endpoint_auth_methods_supported: ['private_key_jwt'],
          },
        }),
      }
    if (path === '/.well-known/keys')
      return { operation: 'openIdMetadata', execute: async () => ({ status: 200, body: await this.keys?.keySet() }) }
    if (request.method === 'POST' && path.endsWith('/oauth2/v2.0/token'))
      return { operation: 'token', execute: () => this.issueToken(body) }
    const call = path.startsWith('/teams/')
      ? routeCall(request.method ?? '', path.slice('/teams'.length), body, query)
      : undefined
    return {
      operation: call?.operation ?? 'unknown',
      execute: async () => {
        if (!(await this.authorized(request.headers.authorization)))
          return { status: 401, body: { message: 'Authorization has been denied for this request.' } }
        return call
          ? this.options.api.answer(call)
          : { status: 404, body: { error: { code: 'NotFound', message: path } } }
      },
    }
  }

  private bytesOf(id: string): ConnectorAnswer {
    const found = this.options.files.find(id)
    if (!found) return { status: 404 }
    const headers = {
      'content-type': found.type ?? 'application/octet-stream',
      'content-length': String(found.bytes.length),
    }
    return { status: 200, bytes: found.bytes, headers }
  }

  private async authorized(header: string | undefined): Promise<boolean> {
    if (!this.options.appId) return true
    const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1]
    if (!token) return false
    return this.options.bearers === 'any' || (await this.keys?.isBotToken(token)) === true
  }

  private async issueToken(body: any): Promise<ConnectorAnswer> {
    const { appId, appPassword } = this.options
    if (body?.grant_type !== 'client_credentials') return { status: 400, body: { error: 'unsupported_grant_type' } }
    if (!appId || body.client_id !== appId) return { status: 400, body: { error: 'unauthorized_client' } }
    if (appPassword !== undefined && body.client_secret !== appPassword)
      return { status: 401, body: { error: 'invalid_client' } }
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: await this.keys?.botToken() } }
  }

  private async run(call: RecordedCall, execute: Execute, response: ServerResponse): Promise<void> {
    const fault = this.options.faults.draw(call.operation)
    if (fault) call.fault = fault.kind
    const answer = fault ? await failingAnswer(fault, execute) : await execute()
    if (answer === 'reset') response.destroy()
    else if (answer !== 'silence') {
      call.status = answer.status
      write(response, answer)
    }
  }
}

const notJson = Symbol('not JSON')

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return notJson
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function write(response: ServerResponse, { status, body, bytes, headers }: ConnectorAnswer): void {
  if (response.destroyed) return
  response.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
  })
  response.end(bytes ?? (body === undefined ? undefined : JSON.stringify(body)))
}
