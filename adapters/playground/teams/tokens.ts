import { exportJWK, exportSPKI, generateKeyPair, jwtVerify, SignJWT } from 'jose'

/** What a hostile or mistaken sender changes in a channel token. Everything absent is as Bot Framework sends it. */
export interface TokenOverrides {
  audience?: string
  issuer?: string
  keyId?: string
  /** `null` leaves the claim out. */
  serviceUrl?: string | null
  /** Negative: expired since. Bot Framework allows five minutes of skew. */
  expiresInSeconds?: number
  notBeforeInSeconds?: number
  /** `HS256` signs with the public key as the secret, the classic confusion. */
  alg?: 'RS256' | 'HS256' | 'none'
  /** Signed by a key that the metadata does not list, under the listed key's name. */
  foreignKey?: boolean
  /** Signed by a listed key that is not endorsed for `msteams`. */
  unendorsed?: boolean
  header?: Record<string, unknown>
  claims?: Record<string, unknown>
}

const channelIssuer = 'https://api.botframework.com'
const endorsedKeyId = 'channel-key-1'
const unendorsedKeyId = 'channel-key-2'

type Pair = Awaited<ReturnType<typeof generateKeyPair>>

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Made on first use, once for all simulators of a process: making one takes longer than all else that a simulator does. */
const pairs = new Map<string, Promise<Pair>>()

function pairCalled(name: string): Promise<Pair> {
  const pair = pairs.get(name) ?? generateKeyPair('RS256', { extractable: true })
  pairs.set(name, pair)
  return pair
}

/** The signing side of Bot Framework. */
export class ChannelKeys {
  constructor(
    private readonly appId: string,
    private readonly serviceUrl: string,
  ) {}

  /** The key set as `login.botframework.com` serves it, endorsements included. */
  async keySet(): Promise<{ keys: Record<string, unknown>[] }> {
    const entry = async (kid: string, endorsements: string[]) => ({
      ...(await exportJWK((await pairCalled(kid)).publicKey)),
      kid,
      use: 'sig',
      alg: 'RS256',
      endorsements,
    })
    return { keys: [await entry(endorsedKeyId, ['msteams']), await entry(unendorsedKeyId, ['webchat'])] }
  }

  /** A token as it comes with an activity. Times are real time: the bot's libraries judge them by the real clock. */
  async channelToken(overrides: TokenOverrides = {}): Promise<string> {
    const nowSeconds = Math.floor(Date.now() / 1000)
    const serviceUrl = overrides.serviceUrl === undefined ? this.serviceUrl : overrides.serviceUrl
    const payload = {
      ...(serviceUrl === null ? {} : { serviceurl: serviceUrl }),
      nbf: nowSeconds + (overrides.notBeforeInSeconds ?? -60),
      exp: nowSeconds + (overrides.expiresInSeconds ?? 3600),
      iss: overrides.issuer ?? channelIssuer,
      aud: overrides.audience ?? this.appId,
      ...overrides.claims,
    }
    const listed = overrides.unendorsed ? unendorsedKeyId : endorsedKeyId
    const header = { kid: overrides.keyId ?? listed, typ: 'JWT', ...overrides.header }
    if (overrides.alg === 'none') return `${encoded({ ...header, alg: 'none' })}.${encoded(payload)}.`
    const pair = await pairCalled(overrides.foreignKey ? 'foreign' : listed)
    if (overrides.alg === 'HS256') {
      const secret = new TextEncoder().encode(await exportSPKI(pair.publicKey))
      return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', ...header }).sign(secret)
    }
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', ...header }).sign(pair.privateKey)
  }

  /** What the login service hands to the bot for its own calls. */
  async botToken(): Promise<string> {
    return new SignJWT({ appid: this.appId, ver: '1.0' })
      .setProtectedHeader({ alg: 'RS256', kid: 'login-key', typ: 'JWT' })
      .setIssuer('https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/')
      .setAudience(channelIssuer)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign((await pairCalled('login')).privateKey)
  }

  async isBotToken(token: string): Promise<boolean> {
    try {
      await jwtVerify(token, (await pairCalled('login')).publicKey, { audience: channelIssuer })
      return true
    } catch {
      return false
    }
  }
}
