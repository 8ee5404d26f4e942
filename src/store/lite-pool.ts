/**
 * A `pg.Pool` over PGlite: node-postgres' own client and wire protocol, with a socket that hands each batch to PGlite.
 * PGlite's own node-postgres wrapper (0.5.16) sends Parse, Bind, Execute and Sync one by one: after an error its answers
 * get out of step and later queries receive each other's rows.
 */
import { Duplex } from 'node:stream'
import pg from 'pg'
import { columnTypes } from './column-types.ts'

/** The part of PGlite that speaks the wire protocol. */
export interface WireDatabase {
  waitReady: Promise<void>
  execProtocolRaw(message: Uint8Array): Promise<Uint8Array>
}

const Tag = { terminate: 0x58, sync: 0x53, flush: 0x48, query: 0x51, copyDone: 0x63, copyFail: 0x66 }

/** A simple query as the protocol writes it. */
const simpleQuery = (sql: string): Buffer => {
  const message = Buffer.alloc(sql.length + 6)
  message[0] = Tag.query
  message.writeInt32BE(sql.length + 5, 1)
  message.write(sql, 5, 'latin1')
  return message
}

/** A pool of one connection: PGlite has one session, so a second would only wait for the first. */
export function litePool(database: WireDatabase): pg.Pool {
  const config = {
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    max: 1,
    idleTimeoutMillis: 0,
    types: columnTypes,
    stream: () => new LiteSocket(database),
  }
  return new pg.Pool(config as unknown as pg.PoolConfig)
}

class LiteSocket extends Duplex {
  #database: WireDatabase
  #held: Buffer[] = []

  constructor(database: WireDatabase) {
    super({ allowHalfOpen: false })
    this.#database = database
  }

  // What node-postgres expects of a TCP socket.
  setNoDelay() {
    return this
  }
  setKeepAlive() {
    return this
  }
  ref() {
    return this
  }
  unref() {
    return this
  }
  /** PGlite keeps one session for ever: what a lost connection left open or prepared must not meet the next one. */
  connect() {
    this.#fresh().then(
      () => this.emit('connect'),
      (fault) => this.destroy(fault),
    )
    return this
  }

  async #fresh() {
    await this.#database.waitReady
    await this.#database.execProtocolRaw(simpleQuery('ROLLBACK'))
    await this.#database.execProtocolRaw(simpleQuery('DISCARD ALL'))
  }

  override _read() {}

  override _write(chunk: Buffer, _encoding: string, done: (fault?: Error | null) => void) {
    this.#send(chunk).then(() => done(), done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (fault?: Error | null) => void) {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done)
  }

  override _final(done: (fault?: Error | null) => void) {
    this.push(null)
    done()
  }

  async #send(bytes: Buffer) {
    if (bytes[0] === Tag.terminate) {
      this.end()
      return
    }
    this.#held.push(bytes)
    const batch = Buffer.concat(this.#held)
    if (batch[0] !== 0 && !endsWithBarrier(batch)) return
    this.#held = []
    const answer = Buffer.from(await this.#database.execProtocolRaw(batch))
    if (answer.length) this.push(answer)
  }
}

/** Parse, Bind and Execute wait for the message that asks for an answer. */
function endsWithBarrier(batch: Buffer): boolean {
  let at = 0
  let last = 0
  while (at + 5 <= batch.length) {
    last = batch[at] ?? 0
    at += 1 + batch.readInt32BE(at + 1)
  }
  const whole = at === batch.length
  return whole && [Tag.sync, Tag.flush, Tag.query, Tag.copyDone, Tag.copyFail].includes(last)
}
