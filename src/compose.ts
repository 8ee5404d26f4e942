/** Puts the parts together: config → store → features → engine → adapters → HTTP. Decides nothing else. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { SlackAdapter } from '../adapters/slack/adapter.ts'
import type { TeamsAdapter } from '../adapters/teams/adapter.ts'
import type { Platform } from './bot/platform.ts'
import { createChat } from './chat.ts'
import type { Config } from './config.ts'
import { wireFiles } from './file-wiring.ts'
import { loadWords } from './i18n.ts'
import { createFileKeeper } from './jobs/files.ts'
import { startInboxWorker } from './jobs/inbox-worker.ts'
import { startOutboxWorker } from './jobs/outbox-worker.ts'
import { startSchedule } from './jobs/schedule.ts'
import { createSoon } from './jobs/soon.ts'
import type { Logger } from './log.ts'
import { createMetrics } from './metrics.ts'
import { forgetErased, readerName, timelineDrawer, timelineOf } from './served-cases.ts'
import { createCalendars } from './store/calendars.ts'
import { createConversationReferences } from './store/conversation-references.ts'
import { createRunCoordinator } from './store/cron-runs.ts'
import { type Database, openDatabase } from './store/database.ts'
import { createInbox } from './store/inbox.ts'
import { createInstallations, type KnownInstallations } from './store/installations.ts'
import { checkKey } from './store/key-check.ts'
import { masterKey, masterKeyFile } from './store/master-key.ts'
import { createOutbox, type Outbox } from './store/outbox.ts'
import { createSecrets, type Secrets } from './store/secrets.ts'
import { sweep } from './store/sweep.ts'
import { vendorChannel, vendorWorkspaces } from './vendor-places.ts'
import { healthRoutes, type Readiness } from './web/health.ts'
import { pictureRoutes } from './web/pictures.ts'
import { startWebServer } from './web/server.ts'
import { createSignedLinks } from './web/signed-links.ts'

export interface Running {
  /** Where it listens: `http://127.0.0.1:3978`. */
  address: string
  /** Does at once what has come due for cases; otherwise done each minute. */
  moveCases(): Promise<void>
  /** Stops intake, finishes what is under way, lets the database go. */
  stop(): Promise<void>
}

export interface Foundations {
  config: Config
  log: Logger
  /** The folder that holds `locales/`. */
  root: string
  /** The clock by which days are judged. */
  now(): Date
  /** More routes on the same server. */
  mount?(app: FastifyInstance): Promise<void>
  /** Runs before anything is answered. */
  prepare?(database: Database, secrets: Secrets): Promise<void>
}

/** Starts the whole bot; rejects with an error that names the cure, and leaves nothing open then. */
export async function compose(foundations: Foundations): Promise<Running> {
  const { config, log, now } = foundations
  const words = loadWords(foundations.root, config.language)
  const key = masterKey(config.encryptionKey, config.database.dataDir)
  const secrets = createSecrets(key)
  const database = await openDatabase({ ...config.database, log })
  const closing: (() => Promise<unknown> | undefined)[] = [() => database.close()]
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) {
      await close()?.catch((error: unknown) => log.error({ err: error }, 'a part could not be stopped cleanly'))
    }
  }
  let listening: { address: string } | undefined
  try {
    const { pool } = database
    await checkKey(pool, secrets, config.encryptionKey ? undefined : masterKeyFile(config.database.dataDir))
    await foundations.prepare?.(database, secrets)
    const outbox = createOutbox(pool)
    const inbox = createInbox(pool, outbox)
    const installations = createInstallations(pool, secrets, outbox)
    const references = createConversationReferences(pool)
    const metrics = createMetrics(() => outbox.stats())

    const workspace = await ownWorkspace(config, installations, log)
    const platforms: Platform[] = []
    const filing = await wireFiles({ place: config.files.place, pool, now, log })
    closing.push(() => filing.close())
    const { books, store } = filing
    const calendars = createCalendars(pool, config.vendorZone)
    // In the playground the bot's own address is the one at which everybody reaches it.
    const links = createSignedLinks({
      secrets: config.linkSecrets.length > 0 ? config.linkSecrets : [key],
      base: () => config.http.publicUrl ?? (config.playground ? listening?.address : undefined),
    })
    const announce = () =>
      joining.announce(now()).catch((error) => log.error({ err: error }, 'who wants to join could not be announced'))
    const soon = createSoon(announce, 300)
    closing.push(async () => soon.stop())
    const { engine, cases, joining, duty, findAsker } = createChat({
      database,
      inbox,
      outbox,
      secrets,
      words,
      now,
      log,
      language: config.language,
      vendorZone: config.vendorZone,
      vendorName: config.vendorName,
      licenseKey: config.licenseKey,
      vendorTo: vendorChannel(config, workspace),
      vendorWorkspaces: vendorWorkspaces(config, workspace),
      fileLimitBytes: config.files.limitBytes,
      shelf: filing.shelf,
      linkMinutes: config.files.linkMinutes,
      slackCommand: config.slackCommand,
      mail: config.mail !== undefined,
      onBroken: metrics.broken,
      onUnknownLicense: () => config.worker && soon.ask(),
      filesErased: () =>
        void forgetErased(books, store).catch((error) =>
          log.warn({ err: error }, 'bytes of a file that was taken back are still kept'),
        ),
      calendars,
      platforms: () => platforms,
      keepsPaidVersions: config.keepsPaidVersions,
      links: {
        isServed: links.isServed,
        file(id, reader) {
          const url = links.file(id, readerName(reader))
          return url === undefined ? undefined : { url, until: new Date(Date.now() + 3600_000) }
        },
        download: (handOut) => links.download(handOut),
        timeline: (number) => links.picture(timelineOf(number)),
      },
    })

    // What is not connected is not loaded: Slack's SDK takes 40 MB, that of Teams 50.
    let slack: SlackAdapter | undefined
    if (config.slack) {
      const { slackAdapter } = await import('../adapters/slack/adapter.ts')
      const { signingSecret, apiUrl, appToken } = config.slack
      slack = slackAdapter({
        bot: engine,
        installations,
        signingSecret,
        command: config.slackCommand,
        reactions: { ticket: 'case.from-message', eyes: 'case.claim-here' },
        ...(apiUrl ? { apiUrl } : {}),
        ...(appToken ? { appToken } : {}),
        log,
      })
      platforms.push(slack.platform)
    }
    let teams: TeamsAdapter | undefined
    if (config.teams) {
      const { teamsAdapter } = await import('../adapters/teams/adapter.ts')
      const { credentials, allowedTenants, openIdMetadataUrl } = config.teams
      teams = teamsAdapter({
        bot: engine,
        references,
        credentials,
        allowedTenants,
        host: config.http.host,
        ...(openIdMetadataUrl ? { openIdMetadataUrl } : {}),
        log,
      })
      platforms.push(teams.platform)
    }
    if (config.mail) {
      const { emailPlatform } = await import('../adapters/email/email.ts')
      platforms.push(emailPlatform({ ...config.mail, log }))
    }

    if (database.engine === 'embedded') await Promise.all([outbox.takeOver(), inbox.takeOver()])
    const move = () => cases.tick(now()).catch((error) => log.error({ err: error }, 'cases could not be moved on'))
    let stopDelivering: (() => Promise<void>) | undefined
    if (config.worker) {
      const files = createFileKeeper({ books, store, platforms, limitBytes: config.files.limitBytes })
      const outboxWorker = startOutboxWorker({
        outbox,
        platforms,
        files,
        localize: (content, language, zone, isPrivate) =>
          words.reply(content, { language, private: isPrivate, ...(zone ? { zone } : {}) }),
        log,
        onOutcome({ platform, verdict, dedupeKey }) {
          metrics.delivered(platform, verdict.status)
          // Told in the case at once; what a crash keeps from being told is found by the next tick.
          if (verdict.status === 'dead' && dedupeKey.startsWith('case:')) {
            metrics.undelivered(platform)
            void move()
          }
        },
      })
      stopDelivering = () => outboxWorker.stop()
      closing.push(stopDelivering)
      const inboxWorker = startInboxWorker({
        inbox,
        handle: (inbound) => engine.handle(inbound),
        apologize: (inbound, reason) => engine.apologize(inbound, reason),
        runLane: (lane) => engine.runLane(lane),
        log,
      })
      closing.push(() => inboxWorker.stop())
      const jobs = [
        { name: 'sweep', cron: '17 * * * *', run: () => sweep(pool, inbox, new Date()) },
        { name: 'cases', cron: '* * * * *', run: () => cases.tick(now()) },
        { name: 'who wants to join', cron: '* * * * *', run: announce },
        { name: 'shared files', cron: '* * * * *', run: () => files.keepWaiting() },
        ...filing.jobs,
      ]
      const schedule = startSchedule(jobs, createRunCoordinator(pool, randomUUID()), log)
      closing.push(() => schedule.stop())
      closing.push(() => filing.hurry())
    }
    closing.push(() => engine.settled())

    const web = await startWebServer({
      host: config.http.host,
      port: config.http.port,
      trustedProxies: config.http.trustedProxies,
      raw: {
        ...(slack ? { '/slack/events': slack.listener } : {}),
        ...(teams ? { '/api/messages': (request, response) => void teams.handle(request, response) } : {}),
      },
      async mount(app) {
        healthRoutes(app, {
          readiness: () => readiness(outbox),
          ...(config.http.metrics ? { metrics: metrics.registry } : {}),
          ...(config.http.metricsToken ? { metricsToken: config.http.metricsToken } : {}),
        })
        filing.mount(app, { links, cases, duty, findAsker })
        pictureRoutes(app, { links, draw: timelineDrawer(cases, calendars, now), log })
        await foundations.mount?.(app)
      },
    })
    listening = web
    // Beside each other: a silent platform may hold each of them for seconds, and a deployment waits for ten.
    closing.push(() => Promise.all([slack?.stop(), teams?.stop(), web.close(), stopDelivering?.()]))
    await slack?.start()
    return { address: web.address, moveCases: move, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The environment's token becomes an installation like any other; Slack says whose it is. */
async function ownWorkspace(
  { slack }: Config,
  installations: KnownInstallations,
  log: Logger,
): Promise<string | undefined> {
  if (!slack?.botToken) return undefined
  const { installationOfToken, SlackUnreachableError } = await import('../adapters/slack/token-owner.ts')
  try {
    const installation = await installationOfToken(slack.botToken, {
      log,
      ...(slack.apiUrl ? { apiUrl: slack.apiUrl } : {}),
    })
    await installations.save(installation)
    return installation.workspace
  } catch (error) {
    // While Slack is away, a restart must not take Teams and mail away too: who the token's owner is was told before.
    const known = error instanceof SlackUnreachableError ? await installations.ofToken(slack.botToken) : undefined
    if (!known) throw error
    log.warn(
      { reason: (error as Error).message, workspace: known.workspace },
      'started with the workspace known before',
    )
    return known.workspace
  }
}

/** Messages that wait longer say that delivery is stuck; ten minutes of a platform's outage are its own affair. */
const lateSeconds = 15 * 60

async function readiness(outbox: Outbox): Promise<Readiness> {
  const stats = await outbox.stats().catch(() => undefined)
  const waited = stats?.oldestSeconds ?? 0
  const late = waited > lateSeconds
  return {
    ready: stats !== undefined && !late,
    checks: {
      database: stats ? 'ok' : 'does not answer',
      outbox: late ? `the oldest message waits for ${Math.round(waited)} s` : 'ok',
    },
  }
}
