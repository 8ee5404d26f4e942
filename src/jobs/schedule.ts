/** What happens by the clock. A tick only asks "what is due?": a missed one loses nothing, a second replica doubles nothing. */
import { type RunCoordinator, schedule } from 'node-cron'
import type { JobLog } from './job-log.ts'

export interface Job {
  name: string
  /** Five fields, in UTC: zones with summer time skip and repeat hours. */
  cron: string
  run(): Promise<void>
}

export interface Schedule {
  stop(): Promise<void>
}

/** Runs each job once at the start, and then at its ticks, in the one process that `coordinator` elects. */
export function startSchedule(jobs: readonly Job[], coordinator: RunCoordinator, log: JobLog): Schedule {
  const underWay = new Set<Promise<void>>()
  const carryOut = (job: Job) => {
    const work = job.run().catch((error) => log.error({ err: error, job: job.name }, 'a scheduled job failed'))
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
    return work
  }
  const tasks = jobs.map((job) =>
    schedule(job.cron, () => carryOut(job), {
      name: job.name,
      timezone: 'UTC',
      noOverlap: true,
      distributed: true,
      runCoordinator: coordinator,
    }),
  )
  for (const job of jobs) void carryOut(job)
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()))
      await Promise.all(underWay)
    },
  }
}
