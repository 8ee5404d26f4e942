/** The control where no nginx is installed: a bare Node server that pipes one file, whoever asks for it. */
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const [file = ''] = process.argv.slice(2)
const { size } = statSync(file)
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-length': size, 'content-type': 'application/octet-stream' })
  createReadStream(file).pipe(response)
})
server.listen(0, '127.0.0.1', () => {
  console.log(`bare files on http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
process.on('SIGTERM', () => process.exit(0))
