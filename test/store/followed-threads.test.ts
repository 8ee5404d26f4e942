import { expect, test } from 'vitest'
import type { CaseThread } from '../../src/domain/case.ts'
import { createFollowedThreads } from '../../src/store/followed-threads.ts'

const place = { platform: 'slack', workspace: 'T1', conversation: 'C1', thread: '1.1' } as const

/** Threads that become known, and a clock; every look is counted. */
function threads() {
  const known = { now: 0, looks: 0, found: undefined as CaseThread | undefined, hold: Promise.resolve(), toCome: false }
  const book = createFollowedThreads(
    {
      async threadAt() {
        known.looks++
        const { found } = known
        await known.hold
        return found
      },
      isThreadToCome: async () => known.toCome,
    },
    () => known.now,
  )
  return { known, ...book }
}
const thread = { id: '1', caseNumber: 1, side: 'customer' } as CaseThread

test('a place without a thread is not looked for', async () => {
  const { known, follows } = threads()
  const { thread: _, ...channel } = place
  expect([await follows(channel), known.looks]).toEqual([false, 0])
})

test('what is not followed is looked for again after two seconds, what is followed never', async () => {
  const { known, follows } = threads()
  expect([await follows(place), await follows(place), known.looks]).toEqual([false, false, 1])
  known.found = thread
  known.now = 1999
  expect(await follows(place)).toBe(false)
  known.now = 2000
  expect([await follows(place), await follows(place), known.looks]).toEqual([true, true, 2])
})

test('a thread that was just opened is followed at once, also when it was looked for in vain meanwhile', async () => {
  const { known, follows, forget } = threads()
  let release = () => {}
  known.hold = new Promise((done) => {
    release = done
  })
  const early = follows(place)
  known.found = thread
  forget()
  release()
  expect(await early).toBe(false)
  expect(await follows(place)).toBe(true)
})

test('while it may still turn out to be a case’s, what is written in it is taken, and it is looked at each time', async () => {
  const { known, follows } = threads()
  known.toCome = true
  expect([await follows(place), await follows(place), known.looks]).toEqual([true, true, 2])
  known.toCome = false
  expect(await follows(place)).toBe(false)
})
