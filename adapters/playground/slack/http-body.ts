import type { IncomingMessage, ServerResponse } from 'node:http'
import { isRecord } from './schema.ts'

const bodyLimit = 2_000_000

/** The whole body; undefined when it is larger than the platform takes. */
export async function readBytes(request: IncomingMessage, limit = bodyLimit): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > limit) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

/** The same as text. */
export const readBody = async (request: IncomingMessage): Promise<string | undefined> =>
  (await readBytes(request))?.toString('utf8')

/** The arguments of a Web API call, from a form, a JSON body or the query; undefined when the body cannot be read. */
export function readArguments(
  contentType: string,
  body: string,
  query: URLSearchParams,
): Record<string, unknown> | undefined {
  const args: Record<string, unknown> = Object.fromEntries(query)
  if (contentType.includes('application/json')) {
    if (body === '') return args
    try {
      const parsed: unknown = JSON.parse(body)
      return isRecord(parsed) ? Object.assign(args, parsed) : undefined
    } catch {
      return undefined
    }
  }
  return Object.assign(args, Object.fromEntries(new URLSearchParams(body)))
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed || response.writableEnded) return
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}
