/** Opening, changing and stacking modals. A trigger lives three seconds and is used once. */

import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Installation } from '../../src/bot/bot.ts'
import type { Log } from './bolt.ts'
import type { Clients } from './clients.ts'
import { platformCode } from './delivery-fault.ts'
import { limits } from './limits.ts'
import type { ViewPayload } from './payload.ts'

export class Dialogs {
  constructor(
    readonly clients: Clients,
    readonly log: Log,
  ) {}

  /** False when Slack did not open it (trigger expired, time out): the answer must go another way. */
  open(installation: Installation, trigger: string | undefined, view: ModalView): Promise<boolean> {
    if (!trigger) return Promise.resolve(false)
    return this.#tried('views.open', () => this.#client(installation).views.open({ trigger_id: trigger, view }))
  }

  /** On top of `below`, or in its place where three are open already. */
  async push(
    installation: Installation,
    trigger: string | undefined,
    below: ViewPayload,
    view: ModalView,
  ): Promise<boolean> {
    if (trigger && depthOf(below) < limits.modalStack) {
      const pushed = await this.#tried('views.push', () =>
        this.#client(installation).views.push({ trigger_id: trigger, view }),
      )
      if (pushed) return true
    }
    return this.update(installation, below, view)
  }

  /** In place of `shown`. Where it changed meanwhile, by a quicker click of the same person, the newer answer is ours. */
  async update(installation: Installation, shown: ViewPayload, view: ModalView): Promise<boolean> {
    const client = this.#client(installation)
    const at = { view_id: shown.id, view }
    return this.#tried('views.update', async () => {
      if (!shown.hash) return client.views.update(at)
      try {
        return await client.views.update({ ...at, hash: shown.hash })
      } catch (error) {
        if (platformCode(error) !== 'hash_conflict') throw error
        return client.views.update(at)
      }
    })
  }

  #client(installation: Installation): WebClient {
    return this.clients.for(installation, 'interactive')
  }

  async #tried(method: string, go: () => Promise<unknown>): Promise<boolean> {
    try {
      await go()
      return true
    } catch (error) {
      this.log.warn({ method, reason: String(error), details: detailsOf(error) }, 'a dialog was refused')
      return false
    }
  }
}

const depthOf = ({ id, root_view_id: root, previous_view_id: previous }: ViewPayload): number => {
  if (!previous || root === id) return 1
  return previous === root ? 2 : 3
}

const detailsOf = (error: unknown): string[] | undefined =>
  (error as { data?: { response_metadata?: { messages?: string[] } } }).data?.response_metadata?.messages
