/** `node scripts/try-node.mjs 22 [vitest arguments]`: runs `npm test` under another major version of Node, from npm. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './setup/project-root.mjs'
import { npmCommand } from './setup/run-tool.mjs'

const [major, ...args] = process.argv.slice(2)
if (!/^\d+$/.test(major ?? '')) {
  console.error('Usage: node scripts/try-node.mjs MAJOR [vitest arguments], for example 22')
  process.exit(1)
}
const folder = join(projectRoot, '.cache', `node-${major}`)
const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
const node = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

if (!existsSync(node)) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const [npm, ...first] = npmCommand()
  const install = [
    ...first,
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `${name}@${major}`,
  ]
  const { status } = spawnSync(npm, install, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
const { status } = spawnSync(node, [join(projectRoot, 'scripts/run.mjs'), 'test', ...args], { stdio: 'inherit' })
process.exit(status ?? 1)
