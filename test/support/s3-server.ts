/** A server that speaks S3 on loopback, with one bucket; s3rver, and before it what s3rver lacks: unfinished uploads. */
import fs from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import S3rver from 's3rver'
import type { FilesPlace } from '../../src/store/file-stores.ts'

export interface S3Server {
  place: Extract<FilesPlace, { kind: 's3' }>
  /** Keys of uploads that were begun, and neither completed nor aborted. */
  unfinished(): string[]
  close(): Promise<void>
}

const bucket = 'anshin'

export async function startS3(): Promise<S3Server> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'anshin-s3-'))
  const behind = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory },
    configureBuckets: [{ name: bucket, configs: [] }],
  })
  const { port: portBehind } = await behind.run()
  const uploads = new Map<string, string>()

  function answer(asked: IncomingMessage, response: ServerResponse) {
    const url = new URL(asked.url!, 'http://s3')
    const key = decodeURIComponent(url.pathname).slice(bucket.length + 2)
    const uploadId = url.searchParams.get('uploadId')
    if (asked.method === 'GET' && url.searchParams.has('uploads')) {
      const listed = [...uploads].map(
        ([id, of]) =>
          `<Upload><Key>${of}</Key><UploadId>${id}</UploadId><Initiated>2026-11-24T00:00:00.000Z</Initiated></Upload>`,
      )
      response.setHeader('content-type', 'application/xml')
      return response.end(
        `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${listed.join('')}</ListMultipartUploadsResult>`,
      )
    }
    if (asked.method === 'DELETE' && uploadId !== null) {
      uploads.delete(uploadId)
      return response.writeHead(204).end()
    }
    const { method, headers } = asked
    const onward = request({ host: '127.0.0.1', port: portBehind, method, headers, path: asked.url }, (answered) => {
      response.writeHead(answered.statusCode!, answered.headers)
      if (method === 'POST' && url.searchParams.has('uploads')) {
        answered.once('data', (xml: Buffer) => uploads.set(/<UploadId>(.*?)</.exec(xml.toString())![1]!, key))
      }
      if (method === 'POST' && uploadId !== null) uploads.delete(uploadId)
      answered.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    return asked.pipe(onward)
  }

  const server = createServer(answer)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    place: {
      ...{ kind: 's3', bucket, prefix: 'shared/files/', region: 'us-east-1' },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      // The only ones that it knows.
      ...{ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    },
    unfinished: () => [...uploads.values()],
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await behind.close()
      fs.rmSync(directory, { recursive: true, force: true })
    },
  }
}
