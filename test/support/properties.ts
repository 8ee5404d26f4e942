/** A property that fails is made small for as long as that is worth waiting for: vitest cannot stop what never lets go. */
import fc from 'fast-check'

fc.configureGlobal({ interruptAfterTimeLimit: 45_000 })
