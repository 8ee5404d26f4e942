/** Tells open pages that something changed: a revision that only grows, over server-sent events. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

export interface ChangeFeed {
  revision(): number
  /** Reports a change that no simulator reports by itself. */
  changed(): void
  /** Streams the current revision at once, then each new one, until the reader leaves or the feed closes. */
  attach(request: IncomingMessage, response: ServerResponse, headers: OutgoingHttpHeaders): void
  /** Ends all streams: an open one would keep the server from closing. */
  close(): void
}

export function changeFeed(onChange: (listener: () => void) => () => void): ChangeFeed {
  let revision = 1
  const readers = new Set<ServerResponse>()
  const changed = () => {
    revision += 1
    for (const reader of readers) {
      // A reader that does not keep up gets nothing more until it has drained: the next revision says it all.
      if (!reader.writableNeedDrain) reader.write(`data: ${revision}\n\n`)
    }
  }
  const stop = onChange(changed)
  return {
    revision: () => revision,
    changed,
    attach(request, response, headers) {
      // An ended stream shall not stay as an idle connection, for which a closing server may wait.
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8', connection: 'close' })
      response.write(`retry: 1000\ndata: ${revision}\n\n`)
      readers.add(response)
      request.on('close', () => readers.delete(response))
      response.on('close', () => readers.delete(response))
      response.on('error', () => readers.delete(response))
      response.on('drain', () => response.write(`data: ${revision}\n\n`))
    },
    close() {
      stop()
      for (const reader of readers) reader.end()
      readers.clear()
    },
  }
}
