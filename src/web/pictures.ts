/** `GET /pictures/<token>.png`: a picture that messages show, drawn when it is asked for. */
import type { FastifyInstance } from 'fastify'
import type { SignedLinks } from './signed-links.ts'

export interface PictureRoutesOptions {
  links: Pick<SignedLinks, 'openPicture'>
  /** A PNG of what the link names; undefined where there is nothing to see. */
  draw(subject: string): Promise<Buffer | undefined>
  log: { error(fields: object, message: string): void }
}

export function pictureRoutes(app: FastifyInstance, { links, draw, log }: PictureRoutesOptions): void {
  async function pictureOf(name: string): Promise<Buffer | undefined> {
    if (!name.endsWith('.png')) return undefined
    const subject = links.openPicture(name.slice(0, -'.png'.length))
    return subject === undefined ? undefined : draw(subject)
  }

  app.get<{ Params: { '*': string } }>('/pictures/*', async (request, reply) => {
    try {
      const picture = await pictureOf(request.params['*'])
      if (picture) {
        return reply
          .headers({
            'content-type': 'image/png',
            'x-content-type-options': 'nosniff',
            // Platforms fetch it for each reader; what it shows may be a minute old.
            'cache-control': 'public, max-age=60',
          })
          .send(picture)
      }
    } catch (error) {
      log.error({ err: error }, 'a picture could not be drawn')
      return reply.code(503).header('cache-control', 'no-store').send()
    }
    reply.header('cache-control', 'no-store').callNotFound()
    return reply
  })
}
