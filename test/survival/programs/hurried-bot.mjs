/**
 * The compiled bot with a faster clock: Slack is waited for a second instead of ten, and what rests between two messages,
 * after a fault, or for Teams' quarantine is due at once. Slack's own quarantine (three times what it is waited for) is kept.
 */
import { timeoutMs } from '../../../dist/adapters/slack/clients.js'
import { compose } from '../../../dist/src/compose.js'
import { readConfig } from '../../../dist/src/config.js'
import { createLog } from '../../../dist/src/log.js'
import { projectFolder } from '../../../dist/src/store/migrations-folder.js'

timeoutMs.delivery = 1000

const hurry = `UPDATE outbox_lanes l SET next_at = clock_timestamp()
  WHERE l.active AND l.leased_by IS NULL AND l.next_at > clock_timestamp() AND (l.platform <> 'slack' OR NOT EXISTS (
    SELECT 1 FROM outbox_messages m WHERE m.lane = l.key AND m.status = 'unknown'))`

let clock
const config = readConfig(process.env)
/** A service manager starts what Slack's silence kept from its first start again. */
const patient = (start, tries = 10) =>
  start().catch((fault) => {
    if (tries === 1 || fault.name !== 'SlackUnreachableError') throw fault
    return patient(start, tries - 1)
  })
const running = await patient(() =>
  compose({
    config,
    log: createLog(config.logLevel),
    root: projectFolder,
    now: () => new Date(),
    async prepare({ pool }) {
      clearInterval(clock)
      clock = setInterval(() => pool.query(hurry).catch(() => {}), 150)
    },
  }),
)
console.log(`Anshin is ready and listens on ${running.address}`)
process.once('SIGTERM', () => {
  clearInterval(clock)
  void running.stop().then(() => process.exit(0))
})
