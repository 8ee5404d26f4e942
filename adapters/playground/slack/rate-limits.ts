/** Slack's tiers: calls of one method in one workspace within a minute. */
const tiers: Record<string, number> = {
  'chat.update': 50,
  'chat.delete': 50,
  'chat.postEphemeral': 100,
  'chat.getPermalink': 600,
  'views.open': 100,
  'views.update': 100,
  'views.push': 100,
  'views.publish': 100,
  'users.info': 100,
  'users.lookupByEmail': 50,
  'conversations.open': 50,
  'conversations.info': 50,
  'conversations.list': 20,
  'conversations.members': 100,
  'conversations.history': 50,
  'conversations.replies': 50,
  'reactions.add': 50,
  'reactions.remove': 50,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
  'files.info': 100,
  'files.delete': 50,
  'oauth.v2.access': 100,
}

export interface Strictness {
  /** Milliseconds between two chat.postMessage in one channel; default a second with a burst of three. 0 switches every limit off. */
  perChannelMs?: number
  /** Posts that may come at once before the gap counts; default 1 where `perChannelMs` is given, else 3. */
  burst?: number
  /** The tiers of the other methods; default on unless `perChannelMs` is 0. */
  tiers?: boolean
  /** A repeated `client_msg_id` answers with the message that is there. Undocumented, so off unless asked for. */
  honourClientMsgId?: boolean
}

/** Counts calls and says when one comes too early. */
export class RateLimits {
  private readonly gapMs: number
  private readonly burst: number
  private readonly tiered: boolean
  /** When the next post would fit if posts came evenly (generic cell rate algorithm). */
  private readonly due = new Map<string, number>()
  private readonly recent = new Map<string, number[]>()

  constructor(
    strict: Strictness,
    private readonly now: () => number,
  ) {
    this.gapMs = strict.perChannelMs ?? 1000
    this.burst = strict.burst ?? (strict.perChannelMs === undefined ? 3 : 1)
    this.tiered = strict.tiers ?? strict.perChannelMs !== 0
  }

  /** Seconds to wait, or undefined when the call may run; a refused call does not count. */
  method(team: string, method: string): number | undefined {
    const perMinute = tiers[method]
    if (!this.tiered || perMinute === undefined) return undefined
    const key = `${team} ${method}`
    const now = this.now()
    const within = (this.recent.get(key) ?? []).filter((at) => at > now - 60_000)
    this.recent.set(key, within)
    const oldest = within[0]
    if (within.length >= perMinute && oldest !== undefined)
      return Math.max(1, Math.ceil((oldest + 60_000 - now) / 1000))
    within.push(now)
    return undefined
  }

  /** The same for a post into a channel. */
  post(team: string, channel: string): number | undefined {
    if (this.gapMs === 0) return undefined
    const key = `${team} ${channel}`
    const now = this.now()
    const due = Math.max(this.due.get(key) ?? now, now)
    const early = due - now - (this.burst - 1) * this.gapMs
    if (early > 0) return Math.max(1, Math.ceil(early / 1000))
    this.due.set(key, due + this.gapMs)
    return undefined
  }

  reset(): void {
    this.due.clear()
    this.recent.clear()
  }
}
