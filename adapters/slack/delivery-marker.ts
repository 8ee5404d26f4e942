/** The marks by which a message of ours is recognised in Slack after a crash. */
import { createHash } from 'node:crypto'
import type { Delivery } from '../../src/bot/platform.ts'

export const deliveryEvent = 'anshin_delivery'

/** Documented: travels with the message and comes back with the conversation's history. */
export const metadataOf = ({ id, attempt }: Delivery) => ({
  event_type: deliveryEvent,
  event_payload: { delivery_id: id, attempt },
})

/** RFC 4122's namespace for URLs: any fixed one does, as long as it stays. */
const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex')

/** The same id for the same delivery in every attempt (UUID version 5). Undocumented, at best honoured. */
export function clientMessageId(deliveryId: string): string {
  const bytes = createHash('sha1').update(namespace).update(`anshin-delivery:${deliveryId}`).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

interface Marked {
  ts?: string
  metadata?: { event_type?: string; event_payload?: object }
}

export const carriesMarker = (message: unknown, deliveryId: string): message is Marked & { ts: string } => {
  const { ts, metadata } = message as Marked
  const payload = metadata?.event_payload as { delivery_id?: unknown } | undefined
  return ts !== undefined && metadata?.event_type === deliveryEvent && payload?.delivery_id === deliveryId
}
