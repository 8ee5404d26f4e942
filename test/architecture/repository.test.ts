import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/locale-files.ts'

const folders = ['src', 'assets', 'adapters', 'manifest', 'prisma', 'locales', 'test', 'bench', 'scripts', 'docs']
const ignored = spawnSync('git', ['ls-files', '--others', '--ignored', '--exclude-standard', ...folders], {
  cwd: root,
  encoding: 'utf8',
})

// A pattern without a leading slash once left a whole ability out of the repository: it was named as test reports are.
test.skipIf(ignored.status !== 0)('git overlooks nothing that was written by hand', () => {
  const made = /^(src\/store\/generated|bench\/results)\//
  expect(ignored.stdout.split('\n').filter((file) => file !== '' && !made.test(file))).toEqual([])
})

test.each(['README.md', 'docs/importing.md', 'docs/license-files.md', 'docs/operations.md', 'docs/performance.md'])(
  '%s points to files that are there',
  (page) => {
    const text = readFileSync(join(root, page), 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => join(root, dirname(page), link!))
    expect(links.filter((link) => !existsSync(link))).toEqual([])
  },
)
