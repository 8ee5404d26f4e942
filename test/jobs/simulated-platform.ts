/** A platform whose conversations are lists, and whose every failure a test can order: the far side of a real worker. */
import type { Delivered, Delivery, DeliveryFault, Platform } from '../../src/bot/platform.ts'
import { DeliveryError } from '../../src/bot/platform.ts'

export type Mishap =
  | { kind: 'fault'; fault: DeliveryFault }
  /** Executed now, the answer is lost. */
  | { kind: 'executed-then-lost' }
  /** The answer is lost now, and it is executed after so many ms. */
  | { kind: 'executed-late'; afterMs: number }
  /** Never answers. */
  | { kind: 'hangs' }

export interface Posted {
  id: string
  conversation: string
  text: string
  at: number
  reference: string
  thread?: string
}

export interface SimulatedPlatform extends Platform {
  /** What stands there now, in the order in which it was posted. */
  posted: Posted[]
  marks: string[]
  /** Changes what is not there any more by posting it anew itself, instead of saying so. */
  postsAnew: boolean
  /** What befalls the next deliveries, in turn. */
  mishaps: Mishap[]
  deliveries: Delivery[]
  looks: { id: string; notBefore: Date }[]
  /** What befalls the next looks. */
  lookFaults: DeliveryFault[]
  /** Most deliveries that were ever under way at once in one conversation. */
  mostAtOnce: number
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

export function simulatePlatform(
  options: {
    name?: Platform['name']
    gapMs?: number
    lateExecutionMs?: number
    canLook?: boolean
    tookMs?: number
  } = {},
): SimulatedPlatform {
  const { name = 'slack', gapMs = 0, lateExecutionMs = 150, canLook = true, tookMs = 1 } = options
  const underWay = new Map<string, number>()

  const platform: SimulatedPlatform = {
    name,
    gapMs,
    lateExecutionMs,
    posted: [],
    marks: [],
    postsAnew: false,
    mishaps: [],
    deliveries: [],
    looks: [],
    lookFaults: [],
    mostAtOnce: 0,
    async deliver(message) {
      platform.deliveries.push(message)
      const conversation = conversationOf(message)
      const now = (underWay.get(conversation) ?? 0) + 1
      underWay.set(conversation, now)
      platform.mostAtOnce = Math.max(platform.mostAtOnce, now)
      try {
        await wait(tookMs)
        return await attempt(message, conversation)
      } finally {
        underWay.set(conversation, (underWay.get(conversation) ?? 1) - 1)
      }
    },
    async find(message, notBefore) {
      platform.looks.push({ id: message.id, notBefore })
      const fault = platform.lookFaults.shift()
      if (fault) throw new DeliveryError(fault)
      if (!canLook) return 'unknowable'
      const found = platform.posted.find(({ id }) => id === message.id)
      return found && { reference: found.reference }
    },
  }

  async function attempt(message: Delivery, conversation: string): Promise<Delivered> {
    const { target, threadIn, to, content } = message
    const thread = to.kind === 'conversation' ? to.thread : threadIn
    const post = () => {
      const reference = `ref-${message.id}`
      const posted = { id: message.id, conversation, text: titleOf(message), at: Date.now(), reference }
      platform.posted.push({ ...posted, ...(thread === undefined ? {} : { thread }) })
      return reference
    }
    const execute = (): string => {
      if (content.kind === 'mark') return platform.marks[platform.marks.push(`${content.mark} ${content.message}`) - 1]!
      if (!target) return post()
      const stands = platform.posted.find(({ reference }) => reference === target.reference)
      if (!stands && platform.postsAnew) return post()
      if (!stands) throw new DeliveryError({ kind: 'target-gone', detail: 'message_not_found' })
      if (content.kind === 'removal') platform.posted.splice(platform.posted.indexOf(stands), 1)
      else stands.text = titleOf(message)
      return target.reference
    }
    const mishap = platform.mishaps.shift()
    switch (mishap?.kind) {
      case 'fault':
        throw new DeliveryError(mishap.fault)
      case 'executed-then-lost':
        execute()
        throw new Error('socket hang up')
      case 'executed-late':
        setTimeout(execute, mishap.afterMs)
        throw new Error('socket hang up')
      case 'hangs':
        return new Promise(() => {})
      default:
        return { reference: execute(), conversation: `opened-${conversation}` }
    }
  }
  return platform
}

export function conversationOf({ to }: Pick<Delivery, 'to'>): string {
  if (to.kind === 'email') return to.address
  return to.kind === 'person' ? to.who.user : to.conversation
}

const titleOf = ({ content }: Delivery) => {
  switch (content.kind) {
    case 'view':
    case 'file':
      return content.view.title
    case 'form':
      return content.form.title
    case 'mark':
      return content.mark
    case 'removal':
      return ''
  }
}
