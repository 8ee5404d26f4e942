/** `npm start`: reads the configuration, starts the bot, stops it cleanly. */
import { compose, type Running } from './compose.ts'
import { environment, readConfig } from './config.ts'
import { createLog, type Logger } from './log.ts'
import { projectFolder } from './store/migrations-folder.ts'

/** A platform re-sends what it got no answer to, so there is no need to wait for long. */
const patienceMs = 10_000

async function start(): Promise<Running> {
  const config = readConfig(environment())
  const log = createLog(config.logLevel)
  const root = projectFolder
  const starting = config.playground
    ? // The simulators, their page and the demo data are only loaded where they are used.
      import('./playground.ts').then(({ startInPlayground }) => startInPlayground({ config, log, root }))
    : compose({ config, log, root, now: () => new Date() })
  stopOnSignal(starting, log)
  const running = await starting
  console.log(
    config.playground
      ? `Anshin is ready. Open ${running.address}/`
      : `Anshin is ready and listens on ${running.address}`,
  )
  return running
}

/** From the first moment on: a deployment may think better of it while the bot still starts. */
function stopOnSignal(starting: Promise<Running>, log: Logger): void {
  let stopping = false
  const stop = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.error({ patienceMs }, 'stopped without waiting any longer')
      process.exit(1)
    }, patienceMs).unref()
    // What keeps it from starting is told where it is started.
    void starting.then(
      async (running) => {
        await running.stop()
        process.exit(0)
      },
      () => {},
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a rejection was not handled'))
}

start().catch((error: unknown) => {
  // What an operator can mend is an Error with a sentence; anything more special is a fault of ours and shows where.
  const mendable =
    error instanceof Error &&
    (error.constructor === Error || (error.constructor.name.endsWith('Error') && !isOurs(error)))
  console.error(mendable ? error.message : error)
  process.exit(1)
})

const isOurs = (error: Error): boolean =>
  [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind)
