import type { ServerResponse } from 'node:http'
import type { Fault } from '../contract.ts'
import { sendJson } from './http-body.ts'

/** What a method gave, before it is sent. */
export interface Result {
  status: number
  /** JSON unless it is bytes; those bring their own type. */
  body: Record<string, unknown> | Buffer
  headers?: Record<string, string>
}

export function send(response: ServerResponse, { status, body, headers }: Result): void {
  if (!Buffer.isBuffer(body)) sendJson(response, status, body, headers)
  else if (!response.destroyed && !response.writableEnded) {
    response.writeHead(status, { 'content-length': String(body.length), ...headers })
    response.end(body)
  }
}

export const limited = (seconds: number): Result => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  headers: { 'retry-after': String(seconds) },
})

/**
 * Answers one call as the fault says. What is executed late is executed though nobody waits any more:
 * that is what an `uncertain` delivery looks like from the platform's side.
 */
export function failingCall(
  fault: Fault,
  record: { outcome: string },
  execute: () => Result,
  response: ServerResponse,
  later: (ms: number, run: () => void) => void,
): void {
  const note = (): void => {
    record.outcome = `fault:${fault.kind}`
  }
  const executeThen = (after: () => void): void => {
    const run = (): void => {
      execute()
      note()
      after()
    }
    if (fault.delayMs) later(fault.delayMs, run)
    else run()
  }
  const broken: Result = { status: fault.status ?? 500, body: { ok: false, error: 'internal_error' } }
  const refused: Result = { status: fault.status ?? 200, body: { ok: false, error: fault.error ?? 'fatal_error' } }
  const reset = (): void => {
    response.socket?.destroy()
  }
  if (fault.kind !== 'delay') note()
  switch (fault.kind) {
    case 'rate-limited':
      send(response, limited(fault.retryAfterSeconds ?? 1))
      break
    case 'error':
      send(response, broken)
      break
    case 'error-executed':
      executeThen(() => send(response, broken))
      break
    case 'timeout':
      break
    case 'timeout-executed':
      executeThen(() => {})
      break
    case 'reset':
      reset()
      break
    case 'reset-executed':
      executeThen(reset)
      break
    case 'refuse':
      send(response, refused)
      break
    case 'delay': {
      const result = execute()
      later(fault.delayMs ?? 0, () => send(response, result))
    }
  }
}
