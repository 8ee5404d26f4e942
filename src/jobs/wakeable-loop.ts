/** A loop that sleeps as long as each turn tells it to, and that can be woken. */
export interface WakeableLoop {
  /** Another turn now, or right after the one under way. */
  wake(): void
  /** No further turn; resolves when the one under way is over. */
  stop(): Promise<void>
}

/** `turn` returns the ms until the next one; a failing one is reported and tried again after `afterFaultMs`. */
export function startLoop(
  turn: () => Promise<number>,
  afterFaultMs: number,
  report: (fault: unknown) => void,
): WakeableLoop {
  let stopped = false
  let woken = false
  let endSleep = () => {}

  const sleep = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      endSleep = () => {
        clearTimeout(timer)
        done()
      }
    })

  const run = async () => {
    while (!stopped) {
      woken = false
      let pause: number
      try {
        pause = await turn()
      } catch (fault) {
        report(fault)
        pause = afterFaultMs
        woken = false // A database that is down must not be asked without rest by what wakes us.
      }
      if (!woken && !stopped && pause > 0) await sleep(pause)
    }
  }
  const running = run()

  return {
    wake() {
      woken = true
      endSleep()
    },
    async stop() {
      stopped = true
      endSleep()
      await running
    },
  }
}
