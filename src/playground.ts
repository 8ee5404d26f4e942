/** The bot among simulated platforms: demo data, a clock that can be turned, and people to play. */
import { randomInt } from 'node:crypto'
import type { Hint } from '../adapters/playground/page-contract.ts'
import { startPlayground } from '../adapters/playground/playground.ts'
import { writeDemo } from '../prisma/demo/make-demo.ts'
import { newcomer } from '../prisma/demo/newcomer.ts'
import { aliasesOf } from './command-words.ts'
import { compose, type Foundations, type Running } from './compose.ts'
import { type IssuedInvitation, inviteUnclaimed } from './domain/invitation.ts'
import { dayIn } from './domain/local-date.ts'
import { commands, wordsOf } from './features/index.ts'
import { invitationLetter } from './features/invitation/letter.ts'
import { languageFor, loadWords, type Words } from './i18n.ts'
import { making } from './import/making.ts'
import { runImport } from './import/run-import.ts'
import { newSigningKey, ownLicenseKeyFile } from './license-files/keys.ts'
import type { Database } from './store/database.ts'
import { createInvitationStore } from './store/invitations.ts'
import { madeOnce } from './store/made-once.ts'
import { createOutbox } from './store/outbox.ts'
import type { Secrets } from './store/secrets.ts'
import { createVendorDataStore } from './store/vendor-data.ts'

const day = 86_400_000

/** Starts simulators and bot; the real adapters talk to the simulators over HTTP and SMTP. */
export async function startInPlayground({ config, log, root }: Omit<Foundations, 'now'>): Promise<Running> {
  const words = loadWords(root, config.language)
  let aheadDays = 0
  let bot: Running | undefined
  const now = () => new Date(Date.now() + aheadDays * day)
  const playground = await startPlayground({
    slackCommand: config.slackCommand,
    clock: {
      now,
      aheadDays: () => aheadDays,
      async jump(days) {
        aheadDays = Math.max(0, aheadDays + days)
        await bot?.moveCases()
      },
      reset: () => {
        aheadDays = 0
      },
    },
    words: (locale) => words.namespace(languageFor(locale) ?? config.language, 'playground'),
    hints: (locale) => hints(words, languageFor(locale) ?? config.language, config.slackCommand),
    guide: (locale) => guide(words, languageFor(locale) ?? config.language, config.slackCommand),
  })
  try {
    const running = await compose({
      config: {
        ...config,
        licenseKey: config.licenseKey ?? madeOnce(ownLicenseKeyFile(config.database.dataDir), newSigningKey),
        slack: playground.slack,
        teams: { credentials: { kind: 'anonymous' }, allowedTenants: [playground.teams.tenantId] },
        mail: playground.mail,
      },
      log,
      root,
      now,
      mount: (app) => playground.mount(app),
      prepare: (database, secrets) => importDemo(database, secrets, now(), config),
    })
    bot = running
    playground.connect(running.address)
    return {
      ...running,
      async stop() {
        await running.stop()
        await playground.close()
      },
    }
  } catch (error) {
    await playground.close()
    throw error
  }
}

/** Once for a new database: dates are made around that day, and later starts leave what people did alone. */
async function importDemo(
  { pool }: Database,
  secrets: Secrets,
  at: Date,
  { vendorZone, language, files }: Foundations['config'],
): Promise<void> {
  const { rows } = await pool.query('SELECT 1 FROM products LIMIT 1')
  if (rows.length > 0) return
  const demo = await writeDemo(dayIn(at, vendorZone))
  try {
    const outcome = await runImport({
      path: demo.folder,
      at,
      making: making(vendorZone, secrets),
      store: createVendorDataStore(pool),
    })
    if (outcome.status === 'refused') throw new Error(`the demo data is faulty: ${JSON.stringify(outcome.faults[0])}`)
    if (files.place.kind === 'folder') await demo.writeFiles(files.place.folder)
    // The welcome letters of the imported primary contacts lie in the mailbox from the start.
    const outbox = createOutbox(pool)
    const letters = { outbox, write: (issued: IssuedInvitation) => invitationLetter(issued, language) }
    await inviteUnclaimed(createInvitationStore(pool, letters), {
      now: at,
      randomBelow: (limit) => randomInt(limit),
      codeHash: (code) => secrets.hash('one-time-code', code),
    })
  } finally {
    await demo.remove()
  }
}

/** What to try on a person's first screen, in the order of a first visit. */
function hints(words: Words, language: string, slackCommand: string): Hint[] {
  const { serial, registrationNumber, contractNumber } = newcomer.license
  const command = (name: string) => aliasesOf(words, language, { name })[0] ?? name
  const label = (name: string) => words.phrase(language, `commands.${name}.name`)
  const signUp = { label: label('signup'), text: command('signup') }
  const customers = [
    signUp,
    { label: `${label('register')} · ${serial}`, text: `${command('register')} ${serial} ${registrationNumber}` },
    { label: `${label('agreement')} · ${contractNumber}`, text: `${command('agreement')} ${serial} ${contractNumber}` },
    { label: label('coverage'), text: command('coverage') },
    // Without coverage there would be little to open.
    { label: label('case-open'), text: command('case-open'), after: [command('agreement'), command('coverage')] },
  ]
  const engineers = [signUp, { label: label('queue'), text: command('queue') }]
  const sides = [
    { side: 'customer' as const, things: customers },
    { side: 'engineer' as const, things: engineers },
  ]
  return sides.flatMap(({ side, things }) =>
    things.flatMap(({ text, ...thing }: Pick<Hint, 'label' | 'text' | 'after'>): Hint[] => [
      // A slash command brings a trigger with it, so that a form opens at once; typed words bring none.
      { ...thing, side, platform: 'slack', text: `${slackCommand} ${text}` },
      { ...thing, side, platform: 'teams', text },
    ]),
  )
}

/** What the composer offers after the slash. */
const guide = (words: Words, language: string, command: string) => ({
  command,
  bot: words.phrase(language, 'common.anshin'),
  commands: commands
    .filter(({ listed }) => listed)
    .map((each) => ({
      usage: words.phrase(language, `commands.${wordsOf(each)}.usage`),
      summary: words.phrase(language, `commands.${wordsOf(each)}.summary`),
    })),
  shortcuts: commands.flatMap((each) =>
    (each.shortcuts ?? []).map((on) => ({
      callbackId: each.name,
      label: words.phrase(language, `commands.${wordsOf(each)}.name`),
      on,
    })),
  ),
})
