/** From a fresh clone to something that runs; each step is skipped while what it was made from is unchanged. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { failure, step } from './progress.mjs'
import { projectRoot } from './project-root.mjs'
import { binOf, npmCommand, runQuiet } from './run-tool.mjs'
import { hashOf, unlessStamped } from './stamp.mjs'

const at = (name) => join(projectRoot, name)
const sources = ['src', 'adapters', 'manifest', 'prisma', 'bench', 'locales/en']

/** Installs, generates, compiles, bundles and prepares whatever is missing or stale. Rejects with a cure. */
export async function setUp() {
  await installPackages()
  await generateClient()
  await compile()
  await bundlePage()
  await prepareTemplate()
}

const registryCure = `The packages could not be installed; npm's own words follow.
  - no network or a proxy: \`npm ping\` must answer; set it with \`npm config set proxy http://…\`
  - another registry: \`npm config set registry https://…\`
Then repeat the same command.`

async function installPackages() {
  await unlessStamped('node_modules/.anshin-packages', hashOf('package-lock.json'), async () => {
    if (isInstalled()) return
    await step('installing packages (once; about a minute)', async () => {
      // No package here needs its install script, and Prisma's would ask a host that many networks do not reach.
      const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
      try {
        await runQuiet([...npmCommand(), 'ci', ...quietly])
      } catch (error) {
        // npm refuses a lock made where some other system's binaries were not on offer; the versions are locked all the same.
        if (!error.message.includes('EUSAGE')) throw failure(`${registryCure}\n\n${error.message}`)
        await runQuiet([...npmCommand(), 'install', '--no-save', ...quietly], { cure: registryCure })
      }
    })
  })
}

/** Whether node_modules holds exactly the locked versions, however they came there; optional ones are for other systems. */
function isInstalled() {
  const book = at('node_modules/.package-lock.json')
  if (!existsSync(book)) return false
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
  const found = JSON.parse(readFileSync(book, 'utf8')).packages
  return Object.entries(wanted).every(
    ([place, { version, optional }]) => place === '' || optional || found[place]?.version === version,
  )
}

async function generateClient() {
  await unlessStamped('src/store/generated/.stamp', hashOf('prisma/schema.prisma', 'package-lock.json'), () =>
    step('generating the database client', () =>
      runQuiet([process.execPath, binOf('prisma'), 'generate'], {
        // `generate` wants to download an engine that it never starts; any existing file satisfies it.
        env: {
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
      }),
    ),
  )
}

async function compile() {
  await unlessStamped(
    'dist/.stamp',
    hashOf(...sources, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'),
    () =>
      step('compiling', async () => {
        await runQuiet([process.execPath, binOf('typescript', 'tsc'), '-p', 'tsconfig.build.json'])
        removeLeftOvers('')
      }),
  )
}

/** A module whose source is gone would go on being importable. */
function removeLeftOvers(folder) {
  for (const entry of readdirSync(at(`dist/${folder}`), { withFileTypes: true })) {
    const name = `${folder}${entry.name}`
    if (entry.isDirectory()) removeLeftOvers(`${name}/`)
    else if (
      name.endsWith('.js') &&
      !name.startsWith(`${pageFolder}/`) &&
      !existsSync(at(name.replace(/\.js$/, '.ts')))
    ) {
      rmSync(at(`dist/${name}`))
      rmSync(at(`dist/${name}.map`), { force: true })
    }
  }
}

const pageFolder = 'adapters/playground/page'

async function bundlePage() {
  const script = 'adapters/playground/build-page.mjs'
  if (!existsSync(at(script))) return
  const hash = hashOf(pageFolder, script, 'package-lock.json')
  await unlessStamped(`dist/${pageFolder}/.stamp`, hash, () =>
    step('bundling the playground’s page', async () => {
      const { buildPage } = await import(pathToFileURL(at(script)).href)
      await buildPage(at(`dist/${pageFolder}`))
    }),
  )
}

/** Only an acceleration of the first start: see src/store/template.ts. */
async function prepareTemplate() {
  const hasTemplate = existsSync(at('.cache')) && readdirSync(at('.cache')).some((name) => name.startsWith('database-'))
  if (!hasTemplate) rmSync(at('.cache/template.stamp'), { force: true })
  await unlessStamped('.cache/template.stamp', hashOf('prisma/migrations', 'package-lock.json'), () =>
    step('preparing the embedded database', async () => {
      const { makeTemplate } = await import(pathToFileURL(at('dist/src/store/template.js')).href)
      await makeTemplate()
    }),
  )
}
