import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const require = createRequire(import.meta.url)
const rules: { forbidden: { name: string }[] } = require('../../.dependency-cruiser.cjs')
const folders = ['src', 'adapters', 'manifest', 'prisma', 'bench', 'test']

interface Outcome {
  modules: { source: string }[]
  summary: { violations: { from: string; to: string; rule: { name: string } }[] }
}
function cruise(cwd: string, where: string[]): Outcome {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [command, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', ...where]
  return JSON.parse(execFileSync(process.execPath, args, { cwd, maxBuffer: 64 << 20, encoding: 'utf8' }))
}

/** For each rule, one import that breaks it. Every file that is imported is planted too. */
const broken: Record<string, [from: string, to: string]> = {
  'domain-is-alone': ['src/domain/a.ts', '../bot/view.ts'],
  'domain-packages': ['src/domain/b.ts', 'node:fs'],
  'bot-knows-no-business': ['src/bot/a.ts', '../domain/plain.ts'],
  'bot-packages': ['src/bot/b.ts', 'fastify'],
  'feature-needs': ['src/features/x/a.ts', '../../store/plain.ts'],
  'features-are-strangers': ['src/features/x/b.ts', '../y/plain.ts'],
  'store-implements-domain': ['src/store/a.ts', '../bot/router.ts'],
  'jobs-need': ['src/jobs/a.ts', '../store/plain.ts'],
  'import-needs': ['src/import/a.ts', '../store/plain.ts'],
  'papers-need': ['src/papers/a.ts', '../store/plain.ts'],
  'license-files-need': ['src/license-files/a.ts', '../bot/view.ts'],
  'words-through-i18n': ['src/features/x/c.ts', '../../../locales/en/common.json'],
  'i18n-needs': ['src/i18n.ts', './domain/plain.ts'],
  'manifest-needs': ['manifest/a.ts', '../src/store/plain.ts'],
  'main-is-last': ['adapters/slack/a.ts', '../../src/main.ts'],
  'commands-are-last': ['src/features/x/d.ts', '../../cli/plain.ts'],
  'prisma-only-in-store': ['src/jobs/b.ts', '@prisma/client'],
  'adapters-see-bot-only': ['adapters/slack/b.ts', '../../src/domain/plain.ts'],
  'adapters-are-strangers': ['adapters/slack/c.ts', '../teams/plain.ts'],
  'slack-sdk-in-slack': ['adapters/teams/a.ts', '@slack/web-api'],
  'teams-sdk-at-the-door': ['adapters/teams/b.ts', 'botbuilder'],
  'only-main-wires': ['src/features/x/e.ts', '../../../adapters/teams/plain.ts'],
  'nobody-imports-test': ['src/store/b.ts', '../../test/plain.ts'],
  'no-cycles': ['src/domain/cycle.ts', './cycle.ts'],
  'no-orphans': ['src/domain/orphan.ts', ''],
  'no-unresolvable': ['src/domain/c.ts', './nowhere.ts'],
}

const planted = mkdtempSync(join(tmpdir(), 'anshin-rules-'))
beforeAll(() => {
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(planted, name)), { recursive: true })
    writeFileSync(join(planted, name), text)
  }
  symlinkSync(join(root, 'node_modules'), join(planted, 'node_modules'))
  // Package kinds (npm, npm-dev) are read from the manifest.
  write('package.json', JSON.stringify(require('../../package.json')))
  const plain = [
    'src/bot/view',
    'src/bot/router',
    'src/domain/plain',
    'src/store/plain',
    'src/features/y/plain',
    'src/main',
  ]
  for (const name of [...plain, 'src/cli/plain', 'adapters/teams/plain', 'test/plain'])
    write(`${name}.ts`, 'export const x = 1\n')
  write('locales/en/common.json', '{}')
  for (const [from, to] of Object.values(broken))
    write(from, to ? `import '${to}'\nexport const y = 1\n` : 'export const y = 1\n')
})
afterAll(() => rmSync(planted, { recursive: true, force: true }))

test('every import rule fires on an import that breaks it', () => {
  const { violations } = cruise(
    planted,
    folders.filter((name) => !['prisma', 'bench'].includes(name)),
  ).summary
  const fired = new Set(violations.map(({ rule, from }) => `${rule.name} ${from}`))
  const expected = rules.forbidden.map(({ name }) => `${name} ${broken[name]?.[0]}`)
  expect(expected.filter((wanted) => !fired.has(wanted))).toEqual([])
})

test('the import rules hold in the whole project, and the whole project was looked at', () => {
  const { modules, summary } = cruise(root, folders)
  const own = modules.filter(({ source }) => folders.some((folder) => source.startsWith(`${folder}/`)))
  // A parser that cannot read TypeScript finds no modules and no faults.
  expect(own.length).toBeGreaterThan(100)
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
})
