/** The page's own server, in its own origin. */
export async function ask<T>(path: string): Promise<T> {
  return understand<T>(await fetch(path, { headers: { accept: 'application/json' } }))
}

/** Rejects with the server's sentence when it refuses. */
export async function tell<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  return understand<T>(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }))
}

async function understand<T>(response: Response): Promise<T> {
  const text = await response.text()
  const body = text === '' ? undefined : (JSON.parse(text) as unknown)
  if (response.ok) return body as T
  const { error, message } = (body ?? {}) as { error?: string; message?: string }
  throw new Error(message ?? error ?? String(response.status))
}
