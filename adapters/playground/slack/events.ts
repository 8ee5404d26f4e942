import type { BotLine, Sent } from './bot-line.ts'
import type { Workspace } from './workspace.ts'

/** The scope without which Slack does not send an event; what is missing here needs none. */
const scopes: Record<string, string> = {
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  app_mention: 'app_mentions:read',
  reaction_added: 'reactions:read',
  member_joined_channel: 'channels:read',
  member_left_channel: 'channels:read',
}

/** What a support bot subscribes to. */
export const supportBotEvents = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'tokens_revoked',
]

export type SlackEvent = Record<string, unknown> & { type: string }

const messageKinds: Record<string, string> = { im: 'message.im', group: 'message.groups', channel: 'message.channels' }
const subscriptionOf = (event: SlackEvent): string =>
  event.type === 'message' ? (messageKinds[String(event.channel_type)] ?? 'message.channels') : event.type

const reasonOf = (sent: Sent): string => sent.failure ?? 'http_error'

/** The Events API: each event until the bot has answered 2xx, at most three times more. */
export class Events {
  private readonly timers = new Set<NodeJS.Timeout>()
  private closed = false
  /** Counts the resets: what was under way before one is not followed up after it. */
  private era = 0

  constructor(
    private readonly line: BotLine,
    private readonly options: {
      retryDelaysMs: number[]
      subscribed: string[]
      appGone: (workspace: Workspace) => boolean
    },
  ) {}

  /** Sends to the bot; settles after the first attempt, or with undefined when the app does not get such events. */
  async emit(workspace: Workspace, event: SlackEvent): Promise<Sent | undefined> {
    const subscription = subscriptionOf(event)
    const scope = scopes[subscription]
    if (this.closed || !this.line.url || !this.options.subscribed.includes(subscription)) return undefined
    if (scope && !workspace.scopes.has(scope)) return undefined
    const lastWords = event.type === 'app_uninstalled' || event.type === 'tokens_revoked'
    if (this.options.appGone(workspace) && !lastWords) return undefined
    const envelope = envelopeOf(workspace, event)
    const { era } = this
    const sent = await this.line.json('event', envelope.event_id, envelope)
    this.follow(sent, 0, era)
    return sent
  }

  private follow(sent: Sent, retries: number, era: number): void {
    const delivered = sent.status >= 200 && sent.status < 300
    const delay = this.options.retryDelaysMs[retries]
    if (
      delivered ||
      this.closed ||
      era !== this.era ||
      delay === undefined ||
      sent.answerHeaders['x-slack-no-retry'] === '1'
    )
      return
    const timer = setTimeout(async () => {
      const headers = { 'x-slack-retry-num': String(retries + 1), 'x-slack-retry-reason': reasonOf(sent) }
      const again = await this.line.again(sent, 'retry', headers)
      this.timers.delete(timer)
      this.follow(again, retries + 1, era)
    }, delay)
    this.timers.add(timer)
  }

  /** How many retries are due. */
  get due(): number {
    return this.timers.size
  }

  /** Forgets the retries that are due. */
  drop(): void {
    this.era++
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }

  close(): void {
    this.closed = true
    this.drop()
  }
}

function envelopeOf(workspace: Workspace, event: SlackEvent) {
  const { team, appId, botUser } = workspace
  const channel = typeof event.channel === 'string' ? workspace.conversation(event.channel) : undefined
  return {
    token: 'simulated-verification-token',
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: workspace.ids.next('Ev'),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.shared ?? false,
    event_context: `4-${workspace.ids.token(40)}`,
  }
}
