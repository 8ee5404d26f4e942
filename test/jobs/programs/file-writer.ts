/** Begins to keep a file and says when half of it is there; the other half never comes. */
import fs from 'node:fs'
import { Readable } from 'node:stream'
import { createFileStore } from '../../../src/store/file-store.ts'

const [folder] = process.argv.slice(2) as [string]
const half = new Readable({ read() {} })
half.push(Buffer.alloc(100_000, 1))
void createFileStore(folder).put(half, { limitBytes: 1_000_000 })

const written = () =>
  fs.readdirSync(folder, { recursive: true, withFileTypes: true }).some((each) => {
    return each.isFile() && fs.statSync(`${each.parentPath ?? each.path}/${each.name}`).size === 100_000
  })
const look = setInterval(() => {
  if (!written()) return
  clearInterval(look)
  console.log('half')
  setInterval(() => {}, 1000)
}, 10)
