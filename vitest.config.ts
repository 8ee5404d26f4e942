import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** These start processes, kill them or wait for platforms: each file has a process of its own, and they begin first. */
const apart = ['browser', 'survival', 'jobs', 'cli', 'architecture', 'bench']

/** Of the others, those that take longest: nobody should wait for them alone at the end. */
const first = ['test/hostile/', 'test/adapters/every-view', 'test/store/', 'test/features/']

/** Looks at what a whole process has in common: who was there before in the same one would spoil it. */
const alone = ['test/adapters/slack/clients.test.ts']

/** Stories in a browser, commands as processes, processes under kills, faults and restarts: `CI=true npm test` and the gate run these too. */
const longHaul = [
  'test/browser/case.test.ts',
  'test/browser/download.test.ts',
  'test/cli/doctor.test.ts',
  'test/cli/export.test.ts',
  'test/import/command.test.ts',
  'test/jobs/outbox-crash.test.ts',
  'test/playground/page-in-browser.test.ts',
  'test/store/processes.test.ts',
  'test/survival/claims.test.ts',
  'test/survival/conversation.test.ts',
  'test/survival/downloads.test.ts',
  'test/survival/faults.test.ts',
  'test/survival/kill.test.ts',
  'test/survival/restart.test.ts',
  'test/survival/start-up.test.ts',
]
const isWhole = Boolean(process.env.CI || process.env.SURVIVAL_LIVES)
const left = isWhole ? [] : longHaul

const order = [...apart.map((folder) => `test/${folder}/`), ...alone, ...first]

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = order.findIndex((part) => moduleId.includes(`/${part}`))
      return found < 0 ? order.length : found
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    // Two cores, and two workers more for while the others wait for platforms and databases.
    pool: 'forks',
    maxWorkers: 4,
    sequence: { sequencer: LongOnesFirst },
    globalSetup: ['test/support/run.ts'],
    // Limits against a hang, not against slowness: real databases, browsers and child processes are started here.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A person's zone must come from their data, never from the machine.
    env: { TZ: 'Pacific/Kiritimati' },
    projects: [
      {
        extends: true,
        test: {
          name: 'apart',
          include: [...apart.map((folder) => `test/${folder}/**/*.test.ts`), ...alone],
          exclude: left,
        },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...apart.map((folder) => `test/${folder}/**`), ...alone, ...left],
          setupFiles: ['test/support/properties.ts'],
          // Loading the program anew for each of many small files took a third of the whole run.
          isolate: false,
        },
      },
    ],
  },
})
