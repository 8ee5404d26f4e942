/** Slack's one-time addresses for late answers. */
import type { MessageBody } from './render-form.ts'

const timeoutMs = 2_500

/** Common to every message we post: Slack is to interpret nothing in it. */
export const literal = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const

/** Posts an answer that only its asker sees. Rejects on anything but 2xx, on redirects, and after 2.5 s. */
export async function respond(url: string, message: MessageBody & { thread_ts?: string }): Promise<void> {
  const answered = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...literal, ...message }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  const words = await answered.text()
  // Slack's own way of refusing is 200 with {"ok":false,…}.
  if (!answered.ok || words.includes('"ok":false'))
    throw new Error(`response_url answered ${answered.status} ${words.slice(0, 80)}`)
}
