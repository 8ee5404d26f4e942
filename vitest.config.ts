import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** These start processes, kill them or wait for platforms: each file has a process of its own, and they begin first. */
const apart = ['survival', 'browser', 'jobs', 'store', 'cli', 'hostile', 'architecture', 'bench']

/** Looks at what a whole process has in common: who was there before in the same one would spoil it. */
const alone = ['test/adapters/slack/clients.test.ts']

/** Minutes of kills and restarts under traffic: SURVIVAL_LIVES=50 runs them. */
const longHaul = ['test/survival/kill.test.ts', 'test/survival/restart.test.ts']

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = apart.findIndex((folder) => moduleId.includes(`/test/${folder}/`))
      return found < 0 ? apart.length : found
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    // Two cores, and a third worker for while the others wait.
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongOnesFirst },
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
          exclude: process.env.SURVIVAL_LIVES ? [] : longHaul,
        },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...apart.map((folder) => `test/${folder}/**`), ...alone],
          setupFiles: ['test/support/properties.ts'],
          // Loading the program anew for each of many small files took a third of the whole run.
          isolate: false,
        },
      },
    ],
  },
})
