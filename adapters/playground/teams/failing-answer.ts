import type { Fault } from '../contract.ts'
import type { ConnectorAnswer } from './connector-api.ts'

export type Execute = () => Promise<ConnectorAnswer>

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * What one call gets under a fault. `silence`: no answer, ever; `reset`: the connection is closed.
 * The `-executed` kinds take effect, after `delayMs` where given: the caller may have given up, Teams has not.
 */
export async function failingAnswer(fault: Fault, execute: Execute): Promise<ConnectorAnswer | 'silence' | 'reset'> {
  const error = (status: number, code: string, headers?: Record<string, string>): ConnectorAnswer => ({
    status: fault.status ?? status,
    body: { error: { code: fault.error ?? code, message: fault.error ?? code } },
    ...(headers ? { headers } : {}),
  })
  if (fault.kind.endsWith('-executed')) {
    if (fault.delayMs) await pause(fault.delayMs)
    await execute()
  }
  switch (fault.kind) {
    case 'rate-limited':
      return error(429, 'Throttled', { 'retry-after': String(fault.retryAfterSeconds ?? 1) })
    case 'refuse':
      return error(400, 'BadArgument')
    case 'error':
    case 'error-executed':
      return error(500, 'ServiceError')
    case 'delay': {
      const given = await execute()
      await pause(fault.delayMs ?? 0)
      return given
    }
    case 'timeout':
    case 'timeout-executed':
      return 'silence'
    case 'reset':
    case 'reset-executed':
      return 'reset'
  }
}
