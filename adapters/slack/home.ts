/** App Home, drawn when it is opened. */
import type { Bot, Installation } from '../../src/bot/bot.ts'
import type { Log } from './bolt.ts'
import type { Clients } from './clients.ts'
import { platformCode } from './delivery-fault.ts'
import type { People } from './people.ts'
import { renderView, viewBudget } from './render-view.ts'

export class Home {
  /** People whose page is being drawn; true when they opened it again meanwhile. */
  readonly #drawing = new Map<string, boolean>()

  constructor(
    readonly bot: Bot,
    readonly clients: Clients,
    readonly people: People,
    readonly log: Log,
  ) {}

  /** Opening it again while it is drawn draws it once more and not twice. Never rejects. */
  async opened(installation: Installation, user: string, hash?: string): Promise<void> {
    const key = `${installation.workspace}/${user}`
    if (this.#drawing.has(key)) {
      this.#drawing.set(key, true)
      return
    }
    let known = hash
    do {
      this.#drawing.set(key, false)
      try {
        await this.#draw(installation, user, known)
      } catch (error) {
        this.log.warn({ user, reason: String(error) }, 'a home page was not drawn')
      }
      // The version that we were told of is no longer the one that is shown.
      known = undefined
    } while (this.#drawing.get(key))
    this.#drawing.delete(key)
  }

  async #draw(installation: Installation, user: string, hash?: string): Promise<void> {
    const person = {
      who: { platform: 'slack' as const, workspace: installation.workspace, user },
      ...(await this.people.of(installation, user)),
    }
    const { views } = this.clients.for(installation, 'interactive')
    const build = async () => {
      const [view, language] = await Promise.all([this.bot.home(person), this.bot.languageOf(person)])
      const blocks = renderView(view, viewBudget, (name, values) => this.bot.phrase(language, name, values))
      return { user_id: user, view: { type: 'home' as const, blocks } }
    }
    try {
      await views.publish({ ...(await build()), ...(hash ? { hash } : {}) })
    } catch (error) {
      if (platformCode(error) !== 'hash_conflict') throw error
      await views.publish(await build())
    }
  }
}
