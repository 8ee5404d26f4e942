import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Faults } from '../faults.ts'
import { ApiRefusal, type Call, type Method, RateLimited } from './api-call.ts'
import { failingCall, limited, type Result, send } from './failing-call.ts'
import { readArguments } from './http-body.ts'
import { chatMethods } from './methods-chat.ts'
import { conversationMethods } from './methods-conversations.ts'
import { fileMethods } from './methods-files.ts'
import { peopleMethods } from './methods-people.ts'
import { reactionMethods } from './methods-reactions.ts'
import { viewMethods } from './methods-views.ts'
import type { OAuth } from './oauth.ts'
import type { RateLimits, Strictness } from './rate-limits.ts'
import { spendResponseUrl } from './response-url.ts'
import type { Workspace } from './workspace.ts'

const methods: Record<string, Method> = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...reactionMethods,
  ...viewMethods,
}

/** One call that arrived, with what became of it. */
export interface SlackCall {
  method: string
  /** Milliseconds since 1970, on the simulator's clock. */
  at: number
  args: Record<string, unknown>
  token: string | undefined
  /** `ok`, the error, `ratelimited`, or `fault:` and its kind. */
  outcome: string
}

export interface WebApiParts {
  workspaces: Workspace[]
  limits: RateLimits
  strict: Strictness
  faults: Faults
  oauth: OAuth
  calls: SlackCall[]
  /** How many of the latest calls are remembered. */
  keep: number
  now: () => number
  emit(workspace: Workspace, event: Record<string, unknown> & { type: string }): void
}

/** Slack's Web API: `POST /api/<method>`. */
export class WebApi {
  private readonly timers = new Set<NodeJS.Timeout>()

  constructor(private readonly parts: WebApiParts) {}

  handle(
    method: string,
    request: IncomingMessage,
    query: URLSearchParams,
    body: string,
    response: ServerResponse,
  ): void {
    const args = readArguments(request.headers['content-type'] ?? '', body, query)
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const token = bearer ?? (typeof args?.token === 'string' ? args.token : undefined)
    const record: SlackCall = {
      method,
      at: this.parts.now(),
      args: withStructures(args ?? {}),
      token,
      outcome: 'pending',
    }
    this.record(record)
    const execute = (): Result => {
      const result = args
        ? this.execute(method, args, token, request.headers.authorization)
        : { status: 200, body: { ok: false, error: 'invalid_json' } }
      record.outcome = outcomeOf(result)
      return result
    }
    this.answer(record, execute, response)
  }

  /** `POST /commands/<team>/<ticket>`: a `response_url`. Fails by the faults for `response_url`. */
  handleResponseUrl(path: string, body: string, response: ServerResponse): void {
    const [team, ticket = ''] = path.split('/')
    const workspace = this.parts.workspaces.find((each) => each.team.id === team)
    const known = workspace?.responseUrl(ticket)
    const args = readArguments('application/json', body, new URLSearchParams()) ?? {}
    const record: SlackCall = {
      method: 'response_url',
      at: this.parts.now(),
      args,
      token: undefined,
      outcome: 'pending',
    }
    this.record(record)
    const execute = (): Result => {
      const result: Result =
        workspace && known
          ? spendResponseUrl(workspace, known, body)
          : { status: 404, body: { ok: false, error: 'expired_url' } }
      record.outcome = outcomeOf(result)
      return result
    }
    this.answer(record, execute, response)
  }

  /** Anything else that is asked of the platform over HTTP, recorded and failing by the faults for `method`. */
  handleOther(
    method: string,
    { args, token }: Pick<SlackCall, 'args' | 'token'>,
    run: () => Result,
    response: ServerResponse,
  ): void {
    const record: SlackCall = { method, at: this.parts.now(), args, token, outcome: 'pending' }
    this.record(record)
    const execute = (): Result => {
      const result = run()
      record.outcome = outcomeOf(result)
      return result
    }
    this.answer(record, execute, response)
  }

  private answer(record: SlackCall, execute: () => Result, response: ServerResponse): void {
    const fault = this.parts.faults.draw(record.method)
    if (!fault) send(response, execute())
    else failingCall(fault, record, execute, response, (ms, run) => this.later(ms, run))
  }

  private execute(
    name: string,
    args: Record<string, unknown>,
    token: string | undefined,
    authorization?: string,
  ): Result {
    try {
      if (name === 'oauth.v2.access')
        return { status: 200, body: { ok: true, ...this.parts.oauth.access(args, authorization) } }
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined
      if (!method) throw new ApiRefusal('unknown_method', { req_method: name })
      const workspace = this.authenticated(token)
      const call: Call = {
        workspace,
        args,
        limits: this.parts.limits,
        strict: this.parts.strict,
        emit: (event) => this.parts.emit(workspace, event),
        later: (ms, run) => this.later(ms, run),
      }
      const needed = typeof method.scope === 'function' ? method.scope(call) : method.scope
      const provided = [...workspace.scopes].join(',')
      if (needed && !workspace.scopes.has(needed)) throw new ApiRefusal('missing_scope', { needed, provided })
      const wait = this.parts.limits.method(workspace.team.id, name)
      if (wait !== undefined) throw new RateLimited(wait)
      return {
        status: 200,
        body: { ok: true, ...method.run(call) },
        headers: { 'x-oauth-scopes': provided, ...(needed ? { 'x-accepted-oauth-scopes': needed } : {}) },
      }
    } catch (fault) {
      if (fault instanceof RateLimited) return limited(fault.retryAfterSeconds)
      if (fault instanceof ApiRefusal) return { status: 200, body: { ok: false, error: fault.error, ...fault.more } }
      throw fault
    }
  }

  private authenticated(token: string | undefined): Workspace {
    if (!token) throw new ApiRefusal('not_authed')
    const workspace = this.parts.workspaces.find((each) => each.token === token)
    if (workspace) return workspace
    const revoked = this.parts.workspaces.some((each) => each.revokedTokens.has(token))
    throw new ApiRefusal(revoked ? 'token_revoked' : 'invalid_auth')
  }

  private record(call: SlackCall): void {
    this.parts.calls.push(call)
    if (this.parts.calls.length > this.parts.keep) this.parts.calls.shift()
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      run()
    }, ms)
    this.timers.add(timer)
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }
}

function outcomeOf({ status, body }: Result): string {
  if (Buffer.isBuffer(body)) return status < 300 ? 'ok' : String(status)
  return body.ok ? 'ok' : String(body.error)
}

const structures = ['blocks', 'view', 'metadata', 'attachments', 'files']

/** The arguments for the record, with JSON texts opened so that a test can look inside. */
function withStructures(args: Record<string, unknown>): Record<string, unknown> {
  const { token: _, ...opened } = args
  for (const name of structures) {
    const value = opened[name]
    if (typeof value !== 'string') continue
    try {
      opened[name] = JSON.parse(value)
    } catch {
      // Left as it came: the method refuses it.
    }
  }
  return opened
}
