/** All that is used of Slack's SDK, imported in one place after Node's own fetch stands. */
import './own-fetch-dispatcher.ts'
import { App, AuthorizationError, type Logger, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'

export { App, AuthorizationError, LogLevel, type Receiver, SocketModeReceiver }

/** What the adapter needs of pino. */
export interface Log {
  debug(details: object, message?: string): void
  info(details: object, message?: string): void
  warn(details: object, message?: string): void
  error(details: object, message?: string): void
}

const wordsOf = (parts: unknown[]): string =>
  parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')

/** The SDK's log lines as ours. Its debug lines hold whole payloads and are dropped. */
export function sdkLogger(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts) => log.info({ from: 'slack-sdk' }, wordsOf(parts)),
    warn: (...parts) => log.warn({ from: 'slack-sdk' }, wordsOf(parts)),
    error: (...parts) => log.error({ from: 'slack-sdk' }, wordsOf(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}
