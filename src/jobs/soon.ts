/** What is to be done a moment later, once for however many ask for it meanwhile. */
export interface Soon {
  ask(): void
  stop(): void
}

export function createSoon(run: () => Promise<unknown>, ms: number): Soon {
  let waiting: NodeJS.Timeout | undefined
  let isOver = false
  return {
    ask() {
      if (isOver) return
      waiting ??= setTimeout(() => {
        waiting = undefined
        void run()
      }, ms)
    },
    stop() {
      isOver = true
      clearTimeout(waiting)
    },
  }
}
