/** A customer in Teams and an engineer in Slack; what the bot was not there to accept, their platforms deliver again. */
import { pause } from './chat.ts'
import type { Platforms } from './platforms.ts'
import type { Speaker, Spoken } from './talk.ts'

type TeamsDeed = Parameters<Platforms['teams']['act']>[0]
type SlackDeed = Parameters<Platforms['slack']['act']>[0]

/** The bot is away for seconds only. */
const patienceMs = 120_000

async function until(what: string, look: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + patienceMs; !(await look()); await pause(100)) {
    if (Date.now() > end) throw new Error(`${what}: never accepted`)
  }
}

const shared = ({ file }: Spoken) =>
  file ? { files: [{ name: file.name, base64: file.bytes.toString('base64') }] } : {}

/** In their own conversation with the bot, which has no threads. Nobody else must speak in Teams meanwhile. */
export function teamsCustomer({ teams }: Platforms, user: string, conversation: string): Speaker {
  async function told(deed: TeamsDeed): Promise<string> {
    const known = teams.posted.length
    const done = await teams.act(deed)
    const activity = teams.posted.at(-1)
    if (teams.posted.length === known || done.message === undefined) throw new Error(`Teams refused: ${done.refused}`)
    if (!done.ok) {
      await until(JSON.stringify(deed).slice(0, 200), async () => {
        const { status } = await teams.post(activity)
        return status >= 200 && status < 300
      })
    }
    return done.message
  }
  return {
    write: (what) => told({ do: 'say', user, conversation, text: what.text, ...shared(what) }),
    edit: async (message, { text }) => void (await told({ do: 'edit', user, conversation, message, text })),
    erase: async (message) => void (await told({ do: 'delete', user, conversation, message })),
  }
}

/** In the thread of the case's card: what names the bot is an answer, everything else a note. */
export function slackEngineer({ slack }: Platforms, user: string, channel: string, thread: string): Speaker {
  async function told(deed: SlackDeed, sign: string): Promise<void> {
    const { ok, refused } = await slack.act(deed)
    if (!ok && refused && /^[a-z_]+_not_found$/.test(refused)) throw new Error(`Slack refused: ${refused}`)
    await until(sign, () =>
      slack.sent.some(({ kind, status, body }) => kind === 'event' && status === 200 && body.includes(sign)),
    )
  }
  const worded = ({ kind, text }: Spoken) => (kind === 'note' ? text : `answer ${text}`)
  const signOf = ({ text }: Spoken) => text.slice(0, text.indexOf(' ') + 1)
  return {
    async write(what) {
      const act = { do: what.kind === 'note' ? ('say' as const) : ('mention' as const), user, channel, thread }
      await told({ ...act, text: worded(what), ...shared(what) }, signOf(what))
      return slack.state().messages.findLast((each) => each.user === user && each.text.includes(signOf(what)))!.ts
    },
    edit: (ts, what) => told({ do: 'edit', user, channel, ts, text: worded(what) }, signOf(what)),
    erase: (ts) => told({ do: 'delete', user, channel, ts }, `"deleted_ts":"${ts}"`),
  }
}
