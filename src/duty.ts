/** Who may act for the vendor now: whoever its list names and sits in a triage channel of the platform on which they act. */
import type { ChatIdentity, PlatformName } from './bot/inbound.ts'
import type { Platform } from './bot/platform.ts'
import type { TriagePlace } from './domain/cases.ts'
import type { Duty } from './features/kit.ts'

export interface DutyParts {
  /** Every triage channel: the default one and those that the vendor's list names. */
  rooms(): Promise<TriagePlace[]>
  /** All accounts of the one of the vendor's people to whom this one belongs. */
  accountsOf(who: ChatIdentity): Promise<ChatIdentity[]>
  platforms(): readonly Platform[]
}

/** What the vendor's list says is asked again after this. */
const keptMs = 30_000

export function createDuty({ rooms: load, accountsOf, platforms }: DutyParts, now: () => number = Date.now): Duty {
  let known: { since: number; rooms: Promise<TriagePlace[]> } | undefined
  function rooms(): Promise<TriagePlace[]> {
    if (known && now() - known.since < keptMs) return known.rooms
    const fresh = { since: now(), rooms: load() }
    known = fresh
    fresh.rooms.catch(() => {
      if (known === fresh) known = undefined
    })
    return fresh.rooms
  }

  const platformOf = (name: PlatformName) => platforms().find((platform) => platform.name === name)

  async function isIn(room: TriagePlace, { user }: ChatIdentity): Promise<boolean | 'unknowable'> {
    const platform = platformOf(room.platform)
    return platform?.isMember ? platform.isMember(room, user) : 'unknowable'
  }

  return {
    async admits(who) {
      const all = await rooms()
      // Where the vendor has no channel, or no platform tells who is in it, the list alone decides.
      if (all.length === 0) return true
      const isHere = all.some(({ platform }) => platform === who.platform)
      // Without a channel on this platform the person's other accounts speak for this one.
      const accounts = isHere ? [who] : await accountsOf(who)
      const answers = await Promise.all(
        accounts.flatMap((account) =>
          all.filter(({ platform }) => platform === account.platform).map((room) => isIn(room, account)),
        ),
      )
      if (answers.includes(true)) return true
      const canTell = all.some(({ platform }) => platformOf(platform)?.isMember !== undefined)
      return answers.length > 0 ? answers.every((answer) => answer === 'unknowable') : !canTell
    },
    async isRoom({ platform, workspace, conversation }) {
      return (await rooms()).some(
        (room) => room.platform === platform && room.workspace === workspace && room.conversation === conversation,
      )
    },
  }
}
