import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
// The commands run before TypeScript is installed: plain JavaScript without types.
// @ts-expect-error
import { hashOf as untypedHash, unlessStamped as untypedStamp } from '../../scripts/setup/stamp.mjs'

const hashOf: (...names: string[]) => string = untypedHash
const unlessStamped: (stamp: string, hash: string, work: () => Promise<void>) => Promise<void> = untypedStamp

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'anshin-commands-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
/** As the set-up names files: from the project's root. */
const named = (name: string) => relative(root, join(folder, name))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

describe('npm start and its like', () => {
  const run = (args: string[], before: string[] = []) =>
    spawnSync(process.execPath, [...before, join(root, 'scripts/run.mjs'), ...args], {
      cwd: tmpdir(),
      encoding: 'utf8',
    })

  test.each(['18.20.8', '20.18.3'])('under Node %s say which Node is needed and where to get it', (version) => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
    const { status, stderr } = run(['start'], ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`])
    expect(status).toBe(1)
    expect(stderr).toContain('needs Node 20.19 or newer')
    expect(stderr).toContain('nodejs.org')
  })

  test('of an unknown name list the known ones, from any folder', () => {
    const { status, stderr } = run(['stat'])
    expect(status).toBe(1)
    expect(stderr).toMatch(/^There is no command stat: use test, check, build, start, /)
    expect(stderr).not.toContain('    at ')
  })
})

describe('a step of the set-up', () => {
  test('is done again when what it was made from changed, and only then', async () => {
    let done = 0
    const step = () =>
      unlessStamped(named('made/.stamp'), hashOf(named('input.txt'), named('absent')), async () => void done++)
    write('input.txt', 'one')
    await step()
    await step()
    expect(done).toBe(1)
    write('input.txt', 'two')
    await step()
    expect(done).toBe(2)
    rmSync(join(folder, 'made'), { recursive: true })
    await step()
    expect(done).toBe(3)
  })

  test('that failed is not taken for done', async () => {
    const failing = unlessStamped(named('failed/.stamp'), 'same', () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    let done = 0
    await unlessStamped(named('failed/.stamp'), 'same', async () => void done++)
    expect(done).toBe(1)
  })
})

describe('the closing line of a run', () => {
  const suite = (status: string, ...statuses: string[]) => ({
    status,
    assertionResults: statuses.map((each, n) => ({ status: each, fullName: `${each} ${n}` })),
  })
  test.each([
    [
      'counts what passed and was skipped',
      [suite('passed', 'passed', 'passed', 'skipped', 'todo')],
      '2 passed, 0 failed, 2 skipped',
      0,
    ],
    [
      'counts what failed',
      [suite('passed', 'passed'), suite('failed', 'failed', 'passed')],
      '2 passed, 1 failed, 0 skipped',
      1,
    ],
    [
      'counts a file that could not be loaded',
      [suite('passed', 'passed'), suite('failed')],
      '1 passed, 1 failed, 0 skipped',
      1,
    ],
    ['is no success where nothing ran', [], '0 passed, 0 failed, 0 skipped', 1],
  ])('%s', (_, testResults, line, code) => {
    write('report.json', JSON.stringify({ testResults }))
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(root, 'scripts/test-report.mjs'), join(folder, 'report.json')],
      { encoding: 'utf8' },
    )
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(line)
    expect(status).toBe(code)
  })
})
