/** All progress goes to standard error: `npm run export` writes data to standard output. */
const say = (text) => process.stderr.write(text)

/** A fault that a person can cure: printed as its message alone, without a stack. */
export const failure = (message) => Object.assign(new Error(message), { isExpected: true })

/** Runs one step of the set-up and tells how long it took. Rejects as the step does. */
export async function step(doing, work) {
  const began = performance.now()
  say(`  ${doing} … `)
  try {
    const result = await work()
    say(`${((performance.now() - began) / 1000).toFixed(1)} s\n`)
    return result
  } catch (error) {
    say('failed\n')
    throw error
  }
}
