import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, onTestFinished } from 'vitest'
import { normalizeRegistrationNumber } from '../../src/domain/serial.ts'
import { openDatabase } from '../../src/store/database.ts'
import { masterKey } from '../../src/store/master-key.ts'
import { createSecrets } from '../../src/store/secrets.ts'
import { makeTemplate } from '../../src/store/template.ts'
import { startProcess } from '../support/own-process.ts'
import { folderOf, sound } from './support/importing.ts'

/** The command as an operator runs it, on an embedded database of its own. */
const test = base.extend<{
  dataDir: string
  run: (...args: string[]) => Promise<{ code: number | string; said: string }>
}>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from this pattern
  dataDir: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'anshin-command-'))
    await makeTemplate()
    await use(dataDir)
    rmSync(dataDir, { recursive: true, force: true })
  },
  run: async ({ dataDir }, use) => {
    await use(async (...args) => {
      const started = await startProcess('src/cli/import.ts', args, {
        ...process.env,
        DATABASE_URL: '',
        TOKEN_ENCRYPTION_KEY: '',
        DATA_DIR: dataDir,
      })
      const code = await started.ended
      return { code, said: started.lines.join('\n') }
    })
  },
})

test('prints what it did, and does nothing in a dry run', async ({ run }) => {
  const folder = folderOf(sound)
  const tried = await run(folder, '--dry-run')
  expect(tried).toMatchObject({ code: 0 })
  expect(tried.said).toMatch(/Dry run: nothing was changed[\s\S]*licenses +2 +0 +0/)
  const done = await run(folder)
  expect(done).toMatchObject({ code: 0 })
  expect(done.said).toMatch(/Imported:[\s\S]*licenses +2 +0 +0/)
  expect((await run(folder)).said).toMatch(/licenses +0 +0 +2/)
})

test('names each fault and ends with 1', async ({ run }) => {
  const refused = await run(
    folderOf({ ...sound, 'versions.csv': 'product_id,version,successor\nomflow,1.1,3\nomflow,2.0,\n' }),
  )
  expect(refused.code).toBe(1)
  expect(refused.said).toContain('versions.csv, row 2, successor "3"')
  expect(refused.said).toContain('Nothing was imported: one fault to mend first.')
})

test.for([[], ['a', 'b'], ['a', '--dry']])(
  'called with %j shows how it is called and ends with 1',
  async (args, { run }) => {
    const shown = await run(...args)
    expect(shown).toMatchObject({ code: 1 })
    expect(shown.said).toMatch(/^Usage: npm run import/)
  },
)

test('refuses a database that another process holds, and names the cure without a stack', async ({ dataDir, run }) => {
  const database = await openDatabase({ dataDir })
  onTestFinished(() => database.close())
  const refused = await run(folderOf(sound))
  expect(refused.code).toBe(1)
  expect(refused.said).toMatch(/in use by process \d+.*\n?.*DATABASE_URL/)
  expect(refused.said).not.toMatch(/ at .*:\d+:\d+/)
})

test('invites each unclaimed primary contact once, with a code that the database knows by its hash alone', async ({
  dataDir,
  run,
}) => {
  const folder = folderOf(sound)
  const { said } = await run(folder, '--invite')
  const code = /^([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}) +aoki@acme\.example +Aoki Haruka +Acme, Inc\.$/m.exec(said)?.[1]
  expect(code).toBeDefined()
  expect((await run(folder, '--invite')).said).toContain('No invitations')

  const database = await openDatabase({ dataDir })
  onTestFinished(() => database.close())
  const { rows } = await database.pool.query(
    'SELECT code_hash, used_at, expires_at > now() AS open, email FROM invitations JOIN contacts ON contacts.id = contact_id',
  )
  const secrets = createSecrets(masterKey(undefined, dataDir))
  const hash = secrets.hash('one-time-code', normalizeRegistrationNumber(code!)!)
  expect(rows).toEqual([{ code_hash: hash, used_at: null, open: true, email: 'aoki@acme.example' }])
})
