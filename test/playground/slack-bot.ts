import type { AddressInfo } from 'node:net'
import { App, LogLevel } from '@slack/bolt'
import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import {
  type SlackSimulator,
  type SlackSimulatorOptions,
  startSlackSimulator,
} from '../../adapters/playground/slack/simulator.ts'

export const signingSecret = 'the simulated signing secret'
export const customer = 'U0CUSTOMER0'
export const engineer = 'U0ENGINEER0'
export const general = 'C0GENERAL00'
export const triage = 'C0TRIAGE000'

export const plain = (text: string) => ({ type: 'plain_text' as const, text })
export const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text })

/** A client that sends each call once, as the tests count calls. */
export const clientOf = (simulator: SlackSimulator, token: string | undefined = simulator.token): WebClient =>
  new WebClient(token, {
    slackApiUrl: simulator.apiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })

/** The error that the platform answered; fails the test when the call went through. */
export async function refusal(call: Promise<unknown>): Promise<any> {
  try {
    await call
  } catch (fault) {
    if (fault instanceof WebAPIPlatformError) return fault.data
    throw fault
  }
  throw new Error('the platform took the call')
}

/** What an act of a person caused may arrive a moment later; waits until it is there. */
export async function until<T>(look: () => T | undefined | false | null): Promise<T> {
  for (;;) {
    const found = look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export interface Stage {
  simulator: SlackSimulator
  app: App
  client: WebClient
  close(): Promise<void>
}

/** A simulated workspace and a real Bolt app that listens to it. */
export async function stage(
  options: Partial<SlackSimulatorOptions> = {},
  listen: (app: App) => void = () => {},
): Promise<Stage> {
  const simulator = await startSlackSimulator({ signingSecret, ...options })
  const app = new App({
    token: simulator.token,
    // Without these Bolt asks auth.test behind our back, and a token revoked meanwhile ends as an unhandled rejection.
    botId: simulator.botId,
    botUserId: simulator.botUser,
    signingSecret,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: simulator.apiUrl, retryConfig: { retries: 0 } },
  })
  listen(app)
  const server = await app.start({ port: 0, host: '127.0.0.1' })
  const { port } = server.address() as AddressInfo
  simulator.setEventsUrl(`http://127.0.0.1:${port}/slack/events`)
  return {
    simulator,
    app,
    client: clientOf(simulator),
    async close() {
      await app.stop()
      await simulator.close()
    },
  }
}
