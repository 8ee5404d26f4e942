/** App Home, drawn when it is opened. */
import type { Bot, Installation } from '../../src/bot/bot.ts'
import type { Log } from './bolt.ts'
import type { Clients } from './clients.ts'
import { platformCode } from './delivery-fault.ts'
import type { People } from './people.ts'
import { renderView, viewBudget } from './render-view.ts'

/** Slack takes a hundred pages a minute for a whole workspace: who opens and closes it quickly is drawn once for all of that. */
const quietMs = 500

export class Home {
  /** People whose page is, or was just now, drawn; true when they opened it again meanwhile. */
  readonly #busy = new Map<string, boolean>()
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(
    readonly bot: Bot,
    readonly clients: Clients,
    readonly people: People,
    readonly log: Log,
  ) {}

  /** Draws at once; opened again within half a second, once more after that. Never rejects. */
  async opened(installation: Installation, user: string, hash?: string): Promise<void> {
    const key = `${installation.workspace}/${user}`
    if (this.#busy.has(key)) {
      this.#busy.set(key, true)
      return
    }
    this.#busy.set(key, false)
    try {
      await this.#draw(installation, user, hash)
    } catch (error) {
      this.log.warn({ user, reason: String(error) }, 'a home page was not drawn')
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      const again = this.#busy.get(key)
      this.#busy.delete(key)
      if (again) void this.opened(installation, user)
    }, quietMs).unref()
    this.#timers.add(timer)
  }

  /** A page that is still to be drawn again will be when it is next opened. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  async #draw(installation: Installation, user: string, hash?: string): Promise<void> {
    const person = {
      who: { platform: 'slack' as const, workspace: installation.workspace, user },
      ...(await this.people.of(installation, user)),
    }
    const client = this.clients.for(installation, 'interactive')
    const build = async () => {
      const [view, language] = await Promise.all([this.bot.home(person), this.bot.languageOf(person)])
      const blocks = renderView(view, viewBudget, (name, values) => this.bot.phrase(language, name, values))
      return { user_id: user, view: { type: 'home' as const, blocks } }
    }
    try {
      await client.views.publish({ ...(await build()), ...(hash ? { hash } : {}) })
    } catch (error) {
      if (platformCode(error) !== 'hash_conflict') throw error
      await client.views.publish(await build())
    }
  }
}
