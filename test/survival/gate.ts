/** A gate before a database server that can be shut: connections are cut and new ones refused, as when the server is gone. */
import net from 'node:net'

export interface Gate {
  /** The database's address through the gate. */
  url: string
  shut(): Promise<void>
  open(): Promise<void>
  close(): Promise<void>
}

export async function openGate(databaseUrl: string): Promise<Gate> {
  const target = new URL(databaseUrl)
  const sockets = new Set<net.Socket>()
  const server = net.createServer((inside) => {
    const outside = net.connect(Number(target.port || 5432), target.hostname)
    for (const socket of [inside, outside]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      socket.on('error', () => {})
    }
    inside.pipe(outside).pipe(inside)
  })
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  await listen(0)
  const { port } = server.address() as net.AddressInfo
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  const shut = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      for (const socket of sockets) socket.destroy()
    })
  return {
    url: url.href,
    shut,
    open: () => listen(port),
    close: () => (server.listening ? shut() : Promise.resolve()),
  }
}
