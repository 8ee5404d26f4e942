import type { IncomingMessage } from 'node:http'
import { limits } from './limits.ts'

export type Body = { ok: true; value: object } | { ok: false; status: 400 | 413 | 415 }

const isJson = (type: string | undefined): boolean => /^application\/json\s*(;|$)/i.test(type ?? '')

/** Reads a JSON object of at most 1 MB; the rest of a larger one is not read. Rejects when the connection breaks. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  // A web page can post text to loopback without being asked, JSON it cannot.
  if (!isJson(request.headers['content-type'])) return { ok: false, status: 415 }
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) return { ok: false, status: 413 }
  const chunks: Buffer[] = []
  let size = 0
  // The answer still has to go out over the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length
    if (size > limits.bodyBytes) return { ok: false, status: 413 }
    chunks.push(chunk as Buffer)
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ok: true, value }
      : { ok: false, status: 400 }
  } catch {
    return { ok: false, status: 400 }
  }
}
