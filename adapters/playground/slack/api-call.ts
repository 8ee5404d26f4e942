import type { SlackConversation } from '../contract.ts'
import type { RateLimits, Strictness } from './rate-limits.ts'
import { isRecord } from './schema.ts'
import type { Workspace } from './workspace.ts'

/** A method's `ok: false`: the error and whatever else stands in the body. */
export class ApiRefusal extends Error {
  constructor(
    readonly error: string,
    readonly more: Record<string, unknown> = {},
  ) {
    super(error)
    this.name = 'ApiRefusal'
  }
}

/** Answered with status 429. */
export class RateLimited extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('ratelimited')
    this.name = 'RateLimited'
  }
}

export interface Call {
  workspace: Workspace
  args: Record<string, unknown>
  limits: RateLimits
  strict: Strictness
  /** Tells the bot what happened, if it subscribed to that. */
  emit(event: Record<string, unknown> & { type: string }): void
  /** What Slack does after its answer. */
  later(ms: number, run: () => void): void
}

export interface Method {
  /** What the token must be allowed to; by conversation for those methods that ask differently for each kind. */
  scope?: string | ((call: Call) => string)
  run(call: Call): Record<string, unknown>
}

export const invalidArguments = (...messages: string[]): ApiRefusal =>
  new ApiRefusal('invalid_arguments', {
    response_metadata: { messages: messages.map((each) => `[ERROR] ${each}`) },
  })

export function optionalText({ args }: Call, name: string): string | undefined {
  const value = args[name]
  if (value === undefined || value === null || value === '') return undefined
  return typeof value === 'string' ? value : String(value)
}

export function text(call: Call, name: string): string {
  const value = optionalText(call, name)
  if (value === undefined) throw invalidArguments(`missing required field: ${name}`)
  return value
}

export function flagOf({ args }: Call, name: string): boolean {
  const value = args[name]
  return value === true || value === 'true' || value === '1' || value === 1
}

export function numberOf(call: Call, name: string, standard: number): number {
  const value = optionalText(call, name)
  if (value === undefined) return standard
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw invalidArguments(`${name} must be a positive integer`)
  return number
}

/** An argument that is structure: form bodies carry it as JSON text. */
export function structure({ args }: Call, name: string, malformed: string): unknown {
  const value = args[name]
  if (typeof value !== 'string') return value ?? undefined
  if (value === '') return undefined
  try {
    return JSON.parse(value)
  } catch {
    throw new ApiRefusal(malformed)
  }
}

/** The conversation named by `channel`. A private channel without the bot looks as if it did not exist. */
export function conversationOf(call: Call, name = 'channel'): SlackConversation {
  const conversation = call.workspace.conversation(text(call, name))
  if (!conversation || (conversation.private && conversation.withoutBot)) throw new ApiRefusal('channel_not_found')
  return conversation
}

export function readScope(what: 'history' | 'read'): (call: Call) => string {
  return (call) => {
    const conversation = call.workspace.conversation(optionalText(call, 'channel') ?? '')
    if (conversation?.kind === 'direct') return `im:${what}`
    return conversation?.private ? `groups:${what}` : `channels:${what}`
  }
}

export function metadataOf(call: Call): unknown {
  const metadata = structure(call, 'metadata', 'invalid_metadata_format')
  if (metadata === undefined) return undefined
  if (!isRecord(metadata) || typeof metadata.event_type !== 'string' || !isRecord(metadata.event_payload))
    throw new ApiRefusal('invalid_metadata_schema')
  if (JSON.stringify(metadata).length > 16_000) throw new ApiRefusal('metadata_too_large')
  return metadata
}
