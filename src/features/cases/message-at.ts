/** The message from which a case is opened, and all that stands in its thread. */
import type { Written } from '../../bot/inbound.ts'
import type { Heard, MessagePlace } from '../../bot/platform.ts'
import { wordsIn } from '../../bot/prose.ts'
import type { NewCase } from '../../domain/cases.ts'
import { identityKey } from '../../domain/identity.ts'
import { hereOf, messageOf } from '../case-writing.ts'
import { type Ask, contactOf } from '../kit.ts'

/** The person waits meanwhile; a case is never kept from opening by what was said before. */
const patienceMs = 4_000

export interface MessageAt {
  message?: string
  /** In a channel alone: a conversation of two has no thread that others could follow. */
  thread?: string
}

/**
 * Which message is meant. Only one of the conversation in which it is asked: a button can be tampered with, and may not
 * open what its presser cannot read.
 */
export function messageAt(
  values: { conversation?: string | undefined; message?: string | undefined; thread?: string | undefined },
  { place, who }: Pick<Ask, 'place' | 'who'>,
): MessageAt | undefined {
  if (!values.message && !values.thread) return undefined
  if (values.conversation !== undefined && values.conversation !== place.conversation) return undefined
  // A message in a Slack channel is the root of its own thread; Teams names the thread of a channel's every message.
  const isInChannel = place.kind === 'channel'
  const root = isInChannel && who.platform === 'slack' ? values.message : undefined
  const named = isInChannel || who.platform === 'teams' ? place.thread : undefined
  const thread = place.kind === 'direct' ? undefined : (values.thread ?? named ?? root)
  return { ...(values.message ? { message: values.message } : {}), ...(thread ? { thread } : {}) }
}

/** What the vendor's people write among themselves goes into no customer's case, and its thread is no customer's thread. */
export const isAmongVendor = (asking: Ask): Promise<boolean> => asking.services.duty.isRoom(hereOf(asking))

export interface Found {
  /** The message itself. */
  original?: Heard
  /** The others of its thread, oldest first. */
  earlier: Heard[]
  /** Something was there that could not be read. */
  missed: boolean
}

/** Undefined where it cannot be read, or not in time. */
async function read(
  asking: Ask,
  where: Omit<MessagePlace, 'workspace' | 'conversation'>,
): Promise<Heard[] | undefined> {
  const { place, who, services } = asking
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs, undefined)
  })
  const reading = services.history
    .read({ platform: who.platform, workspace: place.workspace, conversation: place.conversation, ...where })
    .catch(() => undefined)
  try {
    return await Promise.race([reading, late])
  } finally {
    clearTimeout(timer)
  }
}

/** One message's words; what the platform handed over with the request spares the look. */
export async function wordsAt(asking: Ask, { message }: MessageAt): Promise<string | undefined> {
  if (message === undefined) return undefined
  const written = handed(asking, message) ?? (await read(asking, { message }))?.[0]?.written
  return written && wordsIn(written.prose)
}

const handed = ({ written, on }: Ask, message: string | undefined): Written | undefined =>
  [on, written].find((each) => each !== undefined && each.id === message)

/** In a channel that is tied to an organization, nobody else's words get into its cases. */
async function withoutOutsiders(heard: Heard[] | undefined, { asker, services }: Ask): Promise<Heard[] | undefined> {
  if (!heard || !asker.tiedTo) return heard
  const accounts = heard.map(({ who: { platform, workspace, user } }) => ({ platform, workspace, user }))
  const served = await services.contacts.servedFor(asker.tiedTo, accounts)
  return heard.filter(({ who }) => served.some((each) => identityKey(each) === identityKey(who)))
}

/** The message and its thread, as far as they can be read now and may be kept. */
export async function readAround(asking: Ask, { message, thread }: MessageAt): Promise<Found> {
  const found = await read(asking, { ...(thread ? { thread } : message ? { message } : {}) })
  const heard = await withoutOutsiders(found, asking)
  const written = handed(asking, message)
  const own = written && { who: asking.who, name: contactOf(asking).name, at: asking.now, written }
  const original = heard?.find((each) => each.written.id === message) ?? own
  return {
    ...(original ? { original } : {}),
    earlier: (heard ?? []).filter((each) => each.written.id !== message),
    missed: heard === undefined && (thread !== undefined || original === undefined),
  }
}

/** With whose it is: a contact of the organization can change and take back what came along, like all their words. */
export const earlierMessage = (heard: Heard, asking: Ask): NonNullable<NewCase['earlier']>[number] => ({
  by: { who: heard.who, name: heard.name ?? heard.who.user },
  at: heard.at,
  message: messageOf(asking, heard.written),
})

const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/**
 * Whether a description is the message as it was put into the form. A form holds less than a message: what was cut there
 * is its beginning.
 */
export function isUnchanged(description: string, original: Written): boolean {
  const [typed, whole] = [plain(description).replace(/…$/u, ''), plain(wordsIn(original.prose))]
  return typed === whole || (description.length >= 2_900 && whole.startsWith(typed))
}
