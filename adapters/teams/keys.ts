/** How one happening is told from another: the same key in every delivery of it. */
import { createHash } from 'node:crypto'
import type { Written } from '../../src/bot/inbound.ts'
import type { Activity } from './activity.ts'
import type { Press } from './press.ts'

const digest = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)

/** Messages keep their id in every delivery. One without an id is told by what is in it. */
export const messageKey = (activity: Activity): string =>
  `teams:message:${digest(activity.conversation.id, activity.id ?? [activity.from, activity.timestamp, activity.text, activity.value])}`

/**
 * Invokes may come again under a new id (seen up to four times), so they are told by the card they were pressed on
 * and by what was pressed. Every drawn form has a nonce of its own: a refused one that is sent again is another
 * happening, even with the same values, and so is the old one with other values.
 */
export const pressKey = (activity: Activity, press: Press): string =>
  press.nonce === ''
    ? openingKey(activity)
    : `teams:press:${digest(activity.conversation.id, activity.from?.id, press.nonce, press.command, press.form, Object.entries(press.values).sort())}`

/**
 * Opening a dialog changes nothing, and the same button opens it again tomorrow: the nonce must not stand in the way.
 * A second delivery under a new id only shows the same form again.
 */
export const openingKey = (activity: Activity): string =>
  `teams:opening:${digest(activity.conversation.id, activity.from?.id, activity.name, activity.id ?? [activity.timestamp, activity.value])}`

/** A change keeps the message's id: it is told apart by when it was made, and by what the message says now. */
export const changeKey = (activity: Activity, { prose, files, quotes }: Partial<Written>): string =>
  `teams:change:${digest(
    activity.type,
    activity.conversation.id,
    activity.id,
    activity.timestamp,
    prose,
    files?.map(({ name }) => name),
    quotes,
  )}`

/** An installation is told twice, as update of the conversation and as installation: one greeting a day is enough. */
export const greetingKey = (activity: Activity): string =>
  `teams:greeting:${digest(activity.conversation.id, activity.timestamp?.slice(0, 10))}`
