/** How the bot proves itself to Microsoft, and how Microsoft proves itself to the bot. */
import { isLoopback } from './service-url.ts'

export type TeamsCredentials =
  /** No authentication in either direction: for the playground, on loopback alone. */
  | { kind: 'anonymous' }
  | { kind: 'secret'; appId: string; password: string; tenantId: string }
  /** `privateKey` is PEM. */
  | { kind: 'certificate'; appId: string; tenantId: string; thumbprint: string; privateKey: string }
  | { kind: 'managed-identity'; appId: string; tenantId: string }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Throws where the SDK would go on in silence: with an empty app id it switches authentication off,
 * also beside a password, and a mistyped kind becomes a multi-tenant bot.
 */
export function checkCredentials(credentials: TeamsCredentials, host: string): void {
  const kinds: readonly string[] = ['anonymous', 'secret', 'certificate', 'managed-identity']
  if (!kinds.includes(credentials.kind)) throw new Error(`Teams: unknown kind of credentials "${credentials.kind}"`)
  if (credentials.kind === 'anonymous') {
    if (!isLoopback(host))
      throw new Error(`Teams: without authentication the bot listens on loopback only, not on ${host}`)
    return
  }
  if (!uuid.test(credentials.appId)) throw new Error('Teams: the app id is not a UUID')
  if (!uuid.test(credentials.tenantId)) throw new Error('Teams: the tenant id is not a UUID')
  if (credentials.kind === 'secret' && credentials.password.trim() === '')
    throw new Error('Teams: the app password is empty')
  if (credentials.kind === 'certificate') {
    if (!/^[0-9a-f]{40}$|^[0-9a-f]{64}$/i.test(credentials.thumbprint))
      throw new Error('Teams: the certificate thumbprint is neither SHA-1 nor SHA-256 in hex')
    if (!credentials.privateKey.includes('PRIVATE KEY-----')) throw new Error('Teams: the certificate key is not PEM')
  }
}
