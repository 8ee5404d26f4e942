/** Puts the parts together: config → store → features → engine → adapters → HTTP. Decides nothing else. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { emailPlatform } from '../adapters/email/email.ts'
import { type SlackAdapter, slackAdapter } from '../adapters/slack/adapter.ts'
import { installationOfToken, SlackUnreachableError } from '../adapters/slack/token-owner.ts'
import { type TeamsAdapter, teamsAdapter } from '../adapters/teams/adapter.ts'
import type { Platform, Recipient } from './bot/platform.ts'
import { createChat } from './chat.ts'
import type { Config } from './config.ts'
import { loadWords } from './i18n.ts'
import { startInboxWorker } from './jobs/inbox-worker.ts'
import { startOutboxWorker } from './jobs/outbox-worker.ts'
import { startSchedule } from './jobs/schedule.ts'
import type { Logger } from './log.ts'
import { createMetrics } from './metrics.ts'
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
import { healthRoutes, type Readiness } from './web/health.ts'
import { startWebServer } from './web/server.ts'

export interface Running {
  /** Where it listens: `http://127.0.0.1:3978`. */
  address: string
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
  const secrets = createSecrets(masterKey(config.encryptionKey, config.database.dataDir))
  const database = await openDatabase({ ...config.database, log })
  const closing: (() => Promise<unknown> | undefined)[] = [() => database.close()]
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) {
      await close()?.catch((error: unknown) => log.error({ err: error }, 'a part could not be stopped cleanly'))
    }
  }
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
    const { engine } = createChat({
      database,
      inbox,
      outbox,
      secrets,
      words,
      now,
      log,
      language: config.language,
      vendorZone: config.vendorZone,
      vendorTo: vendorChannel(config, workspace),
      vendorWorkspaces: vendorWorkspaces(config, workspace),
      fileLimitBytes: config.files.limitBytes,
      slackCommand: config.slackCommand,
      mail: config.mail !== undefined,
      onBroken: metrics.broken,
    })

    const platforms: Platform[] = []
    let slack: SlackAdapter | undefined
    if (config.slack) {
      const { signingSecret, apiUrl, appToken } = config.slack
      slack = slackAdapter({
        bot: engine,
        installations,
        signingSecret,
        command: config.slackCommand,
        ...(apiUrl ? { apiUrl } : {}),
        ...(appToken ? { appToken } : {}),
        log,
      })
      platforms.push(slack.platform)
    }
    let teams: TeamsAdapter | undefined
    if (config.teams) {
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
    if (config.mail) platforms.push(emailPlatform({ ...config.mail, log }))

    if (database.engine === 'embedded') await Promise.all([outbox.takeOver(), inbox.takeOver()])
    let stopDelivering: (() => Promise<void>) | undefined
    if (config.worker) {
      const outboxWorker = startOutboxWorker({
        outbox,
        platforms,
        localize: (content, language, zone, isPrivate) =>
          words.reply(content, { language, private: isPrivate, ...(zone ? { zone } : {}) }),
        log,
        onOutcome: ({ platform, verdict }) => metrics.delivered(platform, verdict.status),
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
      const jobs = [{ name: 'sweep', cron: '17 * * * *', run: () => sweep(pool, inbox, new Date()) }]
      const schedule = startSchedule(jobs, createRunCoordinator(pool, randomUUID()), log)
      closing.push(() => schedule.stop())
    }
    closing.push(() => engine.settled())

    const web = await startWebServer({
      host: config.http.host,
      port: config.http.port,
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
        await foundations.mount?.(app)
      },
    })
    // Beside each other: a silent platform may hold each of them for seconds, and a deployment waits for ten.
    closing.push(() => Promise.all([slack?.stop(), teams?.stop(), web.close(), stopDelivering?.()]))
    await slack?.start()
    return { address: web.address, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The environment's token becomes an installation like any other; Slack says whose it is. */
async function ownWorkspace({ slack }: Config, installations: KnownInstallations, log: Logger) {
  if (!slack?.botToken) return undefined
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

function vendorWorkspaces({ teams }: Config, slack: string | undefined) {
  const [tenant] = teams?.allowedTenants ?? []
  return { ...(slack ? { slack } : {}), ...(tenant ? { teams: tenant } : {}) }
}

/** A channel of Slack's first, else one of Teams'. */
function vendorChannel({ slack, teams }: Config, workspace: string | undefined): Recipient | undefined {
  if (slack?.triageChannel && workspace) {
    return { kind: 'conversation', platform: 'slack', workspace, conversation: slack.triageChannel }
  }
  const [tenant] = teams?.allowedTenants ?? []
  return teams?.triageChannel && tenant
    ? { kind: 'conversation', platform: 'teams', workspace: tenant, conversation: teams.triageChannel }
    : undefined
}
