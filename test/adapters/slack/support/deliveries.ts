/** What tests of deliveries share. */
import { Readable } from 'node:stream'
import { type Delivery, DeliveryError, type DeliveryFault, type Recipient } from '../../../../src/bot/platform.ts'
import { shows } from './scripted-bot.ts'
import { customer, general, type House } from './slack-house.ts'

export const toPerson = (house: House): Recipient => ({
  kind: 'person',
  who: { platform: 'slack', workspace: house.slack.state().team.id, user: customer },
})

export const toChannel = (house: House, more: object = {}): Recipient => ({
  kind: 'conversation',
  platform: 'slack',
  workspace: house.slack.state().team.id,
  conversation: general,
  ...more,
})

export const delivery = (to: Recipient, more: Partial<Delivery> = {}): Delivery => ({
  id: 'row-1',
  attempt: 1,
  to,
  content: shows('Notice'),
  language: 'en',
  ...more,
})

/** A delivery of a file; its bytes can be had as often as they are asked for, a piece at a time. */
export const fileDelivery = (
  to: Recipient,
  {
    name = 'screen.png',
    bytes = Buffer.from('the bytes'),
    ...more
  }: Partial<Delivery> & { name?: string; bytes?: Buffer } = {},
): Delivery => ({
  ...delivery(to),
  content: {
    kind: 'file',
    file: { id: 'file-1', name },
    view: { tone: 'plain', title: 'From <!channel> *Ming*', body: [{ kind: 'paragraph', text: '`screen`' }] },
  },
  open: async () => ({
    size: bytes.length,
    stream: Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
      })(),
    ),
  }),
  ...more,
})

export async function faultOf(going: Promise<unknown>): Promise<DeliveryFault> {
  try {
    await going
  } catch (error) {
    if (error instanceof DeliveryError) return error.fault
    throw error
  }
  throw new Error('it was delivered')
}
