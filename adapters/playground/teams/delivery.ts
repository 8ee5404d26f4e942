import type { DeedOutcome, TeamsRedelivery } from '../contract.ts'
import { type Activity, newInvokeId } from './activities.ts'

export interface BotAnswer {
  /** 0: no answer at all. */
  status: number
  body?: unknown
  timedOut: boolean
}

export interface DeliveryOptions {
  messagesUrl: () => string | undefined
  /** The `Authorization` header of a genuine activity; absent in a tenant without an app id. */
  authorization: () => Promise<string | undefined>
  /** How long Teams waits for the bot: 15 s. */
  answerWithinMs: number
  onPosted: (activity: Activity) => void
}

export const wentWrong = 'Something went wrong. Please try again.'

/** Posts activities to the bot as the channel does: waits, gives up, sends again. */
export class BotDelivery {
  constructor(private readonly options: DeliveryOptions) {}

  /** One POST. `authorization: null` sends none; absent, the genuine one. Never rejects. */
  async post(activity: unknown, authorization?: string | null): Promise<BotAnswer> {
    const url = this.options.messagesUrl()
    if (!url) return { status: 0, timedOut: false }
    const header = authorization === undefined ? await this.options.authorization() : authorization
    this.options.onPosted(activity as Activity)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...(header ? { authorization: header } : {}) },
        body: JSON.stringify(activity),
        signal: AbortSignal.timeout(this.options.answerWithinMs),
      })
      const text = await response.text()
      return { status: response.status, timedOut: false, ...(text ? { body: parsed(text) } : {}) }
    } catch (error) {
      return { status: 0, timedOut: error instanceof Error && error.name === 'TimeoutError' }
    }
  }

  /**
   * Delivers and, after a time-out, delivers again: a message with its id, an invoke with a new one.
   * `redeliver` adds deliveries of the same kind. The outcome is that of the first one answered.
   */
  async deliver(activity: Activity, redeliver?: TeamsRedelivery): Promise<DeedOutcome> {
    const began = performance.now()
    const again = (): Activity => (activity.type === 'invoke' ? { ...activity, id: newInvokeId() } : activity)
    const done: { activity: Activity; answer: BotAnswer }[] = []
    const send = async (sent: Activity): Promise<BotAnswer> => {
      const answer = await this.post(sent)
      done.push({ activity: sent, answer })
      return answer
    }
    const extra = redeliver?.times ?? 0
    if (redeliver?.together) {
      await Promise.all([send(activity), ...Array.from({ length: extra }, () => send(again()))])
    } else {
      const first = await send(activity)
      if (first.timedOut) await send(again())
      for (let i = 0; i < extra; i++) await send(again())
    }
    const { answer } = done.find(({ answer }) => answer.status !== 0) ?? done[0]!
    return {
      ...outcomeOf(answer, Math.round(performance.now() - began)),
      deliveries: done.map(({ activity: { id }, answer: { status, body } }) => ({
        activityId: id,
        status,
        ...(body === undefined ? {} : { body }),
      })),
    }
  }
}

function outcomeOf({ status, body }: BotAnswer, ms: number): DeedOutcome {
  const ok = status >= 200 && status < 300
  return { ok, status, ms, ...(ok ? {} : { refused: wentWrong }), ...(body === undefined ? {} : { body }) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
