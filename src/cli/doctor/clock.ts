/** Whether this machine's clock agrees with others: by it signatures are judged and days begin. */
import { type Finding, fault, ok } from './finding.ts'

/** Slack's and our own window for signatures is five minutes; a machine that keeps its clock is within a second. */
const mostSkewMs = 60_000

/** `theirs` was read somewhere between `before` and `after`, all in ms since 1970. */
export function clockFinding(whose: string, theirs: number, before: number, after: number): Finding {
  const skew = theirs < before ? theirs - before : theirs > after ? theirs - after : 0
  const seconds = Math.round(Math.abs(skew) / 1000)
  if (Math.abs(skew) <= mostSkewMs)
    return ok('clock', `agrees with ${whose}${seconds > 0 ? ` within ${seconds} s` : ''}`)
  const direction = skew > 0 ? 'behind' : 'ahead of'
  return fault(
    'clock',
    `this machine is ${seconds} s ${direction} ${whose} clock: let NTP set it (timedatectl set-ntp true)`,
  )
}
