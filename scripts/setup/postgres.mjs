import { connect } from 'node:net'

/** Whether the tests will find a PostgreSQL server: TEST_DATABASE_URL, else one on 127.0.0.1:5432. */
export async function findPostgres() {
  if (process.env.TEST_DATABASE_URL) return 'TEST_DATABASE_URL'
  return (await answers('127.0.0.1', 5432)) ? '127.0.0.1:5432' : undefined
}

const answers = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 })
    const end = (found) => {
      socket.destroy()
      resolve(found)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
