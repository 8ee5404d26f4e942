/** What stands before several processes of one bot: each request goes to the next of them, byte by byte as it came. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Bot } from './bot-process.ts'

export interface Spread {
  address: string
  /** How many requests each process got. */
  counts: number[]
  close(): Promise<void>
}

export async function spreadOver(bots: readonly Pick<Bot, 'address'>[]): Promise<Spread> {
  const counts = bots.map(() => 0)
  let next = 0
  const server = createServer((incoming, outgoing) => {
    const index = next++ % bots.length
    counts[index]! += 1
    const { method, headers, url } = incoming
    const onward = request(`${bots[index]!.address}${url}`, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    onward.once('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    counts,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
