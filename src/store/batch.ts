/**
 * Turns many calls into few statements: whatever arrives while a statement is under way goes out together with the next.
 * A lone call is not held up.
 */
export function batched<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  limits: { parallel: number; largest: number },
): (item: Item) => Promise<Result> {
  interface Waiting {
    item: Item
    done(result: Result): void
    failed(fault: unknown): void
  }
  let waiting: Waiting[] = []
  let running = 0
  let scheduled = false

  function start() {
    scheduled = false
    while (waiting.length > 0 && running < limits.parallel) {
      const batch = waiting.slice(0, limits.largest)
      waiting = waiting.slice(limits.largest)
      running++
      run(batch.map(({ item }) => item))
        .then(
          (results) => {
            batch.forEach(({ done }, index) => {
              done(results[index] as Result)
            })
          },
          (fault) => {
            for (const { failed } of batch) failed(fault)
          },
        )
        .finally(() => {
          running--
          start()
        })
    }
  }

  return (item) =>
    new Promise<Result>((done, failed) => {
      waiting.push({ item, done, failed })
      if (scheduled || running >= limits.parallel) return
      // After the reads of this turn of the event loop: requests that came in together share a statement.
      scheduled = true
      setImmediate(start)
    })
}
