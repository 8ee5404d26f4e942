import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Two cores, and a third worker for while the others wait; each file has a process, and so a database, of its own.
    pool: 'forks',
    maxWorkers: 3,
    // Limits against a hang, not against slowness: real databases, browsers and child processes are started here.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A person's zone must come from their data, never from the machine.
    env: { TZ: 'Pacific/Kiritimati' },
  },
})
