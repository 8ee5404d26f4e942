/** Serves the playground's page and the HTTP paths of `contract.ts` over the simulators, on loopback alone. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { changeFeed } from './change-feed.ts'
import type { DeedOutcome, Fault, Mail, Playground, SlackDeed, SlackState, TeamsDeed, TeamsState } from './contract.ts'
import { playgroundPaths } from './contract.ts'
import { clockBody, faultsBody, languageQuery, personBody, slackDeedBody, teamsDeedBody } from './page-bodies.ts'
import type { CommandGuide, Hint } from './page-contract.ts'
import { pagePaths } from './page-contract.ts'
import { guard, pageHeaders } from './page-guard.ts'

interface SimulatedPlatform<State, Deed> {
  state(): State
  act(deed: Deed): Promise<DeedOutcome>
  setFaults(faults: Fault[]): void
  setPerson(id: string, change: { locale: string }): void | Promise<void>
}

/** What somebody shared; served back to the page alone. */
export interface SharedBytes {
  name: string
  type?: string
  bytes: Buffer
}

interface Shelf {
  file?(id: string): SharedBytes | undefined
}

export interface PlaygroundOptions {
  slack: SimulatedPlatform<SlackState, SlackDeed> & Shelf
  teams: SimulatedPlatform<TeamsState, TeamsDeed> & Shelf
  mailbox: { mails(): Mail[]; setFaults(faults: Fault[]): void }
  clock: { now(): Date; aheadDays(): number; jump(days: number): void | Promise<void>; reset(): void | Promise<void> }
  /** Calls `listener` after every change of a simulator, the mailbox or the clock; returns how to stop. */
  onChange(listener: () => void): () => void
  hints(locale: string): Hint[]
  /** The page's own words, flat: `{{name}}` marks a value. */
  words(locale: string): Record<string, string>
  guide(locale: string): CommandGuide
  /** Where `build-page.mjs` wrote the page; beside this file in `dist` unless said otherwise. */
  bundle?: string
}

const files = [
  { path: '/', name: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/playground/page/page.js', name: 'page.js', type: 'text/javascript; charset=utf-8' },
  { path: '/playground/page/page.css', name: 'page.css', type: 'text/css; charset=utf-8' },
] as const

/** Pictures that the page may draw; whatever else a person shared is only ever saved. */
const drawable = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

function sendFile(reply: FastifyReply, file: SharedBytes | undefined): FastifyReply {
  if (!file) return reply.code(404).send({ error: 'There is no such file.' })
  const shown = file.type !== undefined && drawable.has(file.type)
  return reply
    .type(shown ? file.type! : 'application/octet-stream')
    .header(
      'content-disposition',
      `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(Buffer.from(file.name).toString())}`,
    )
    .send(file.bytes)
}

/** A Fastify plugin; rejects at start when the page was not built. Deeds beyond 28 MiB, and all else beyond 64 KiB, are refused with 413. */
export async function playgroundRoutes(app: FastifyInstance, options: PlaygroundOptions): Promise<void> {
  const { slack, teams, mailbox, clock } = options
  const folder = options.bundle ?? fileURLToPath(new URL('./page/', import.meta.url))
  // A form of another page can post text/plain without asking first; JSON it cannot.
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', guard)

  for (const { path, name, type } of files) {
    const content = await readFile(`${folder}/${name}`)
    app.get(path, (_request, reply) => reply.type(type).send(content))
  }

  const feed = changeFeed(options.onChange)
  app.addHook('preClose', async () => feed.close())
  const sharedClock = (): Playground['clock'] => ({ now: clock.now().toISOString(), aheadDays: clock.aheadDays() })

  app.get(playgroundPaths.state, (): Playground => {
    // The revision is read first: a change while the state is gathered shows as a newer one and is fetched again.
    const revision = feed.revision()
    return { slack: slack.state(), teams: teams.state(), mail: mailbox.mails(), clock: sharedClock(), revision }
  })
  app.get(playgroundPaths.changes, (request, reply) => {
    reply.hijack()
    feed.attach(request.raw, reply.raw, pageHeaders)
  })

  app.get<{ Querystring: { lang: string } }>(pagePaths.words, { schema: languageQuery }, (request) =>
    options.words(request.query.lang),
  )
  app.get<{ Querystring: { lang: string } }>(pagePaths.hints, { schema: languageQuery }, (request) =>
    options.hints(request.query.lang),
  )
  app.get<{ Querystring: { lang: string } }>(pagePaths.guide, { schema: languageQuery }, (request) =>
    options.guide(request.query.lang),
  )

  const limits = { bodyLimit: 64 * 1024 }
  // Deeds that carry files: 20 MB of them, in base64.
  const fileLimits = { bodyLimit: 28 * 1024 * 1024 }
  app.post<{ Body: SlackDeed }>(playgroundPaths.slack, { ...fileLimits, schema: slackDeedBody }, (request) =>
    slack.act(request.body),
  )
  app.post<{ Body: TeamsDeed }>(playgroundPaths.teams, { ...fileLimits, schema: teamsDeedBody }, (request) =>
    teams.act(request.body),
  )
  app.get<{ Params: { id: string } }>('/playground/files/slack/:id', (request, reply) =>
    sendFile(reply, slack.file?.(request.params.id)),
  )
  app.get<{ Params: { id: string } }>('/playground/files/teams/:id', (request, reply) =>
    sendFile(reply, teams.file?.(request.params.id)),
  )
  app.post<{ Body: { days?: number; reset?: true } }>(
    playgroundPaths.clock,
    { ...limits, schema: clockBody },
    async (request) => {
      if (request.body.days === undefined) await clock.reset()
      else await clock.jump(request.body.days)
      feed.changed()
      return sharedClock()
    },
  )
  app.post<{ Body: { platform: 'slack' | 'teams' | 'mail'; faults: Fault[] } }>(
    playgroundPaths.faults,
    { ...limits, schema: faultsBody },
    (request, reply) => {
      const { platform, faults } = request.body
      const target = { slack, teams, mail: mailbox }[platform]
      target.setFaults(faults)
      return reply.code(204).send()
    },
  )
  app.post<{ Body: { platform: 'slack' | 'teams'; id: string; locale: string } }>(
    playgroundPaths.person,
    { ...limits, schema: personBody },
    async (request, reply) => {
      const { platform, id, locale } = request.body
      const target = { slack, teams }[platform]
      if (!target.state().people.some((person) => person.id === id))
        return reply.code(404).send({ error: 'There is no such person.' })
      await target.setPerson(id, { locale })
      feed.changed()
      return reply.code(204).send()
    },
  )
}
