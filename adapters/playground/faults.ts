import type { Fault } from './contract.ts'
import { seededRandom } from './seeded-random.ts'

/** The rules by which a simulated platform fails. The same seed and the same calls give the same failures. */
export class Faults {
  private rules: { fault: Fault; left: number }[] = []
  private random: () => number

  constructor(private readonly seed = 1) {
    this.random = seededRandom(seed)
  }

  /** Replaces all rules and starts chance again from the seed; an empty list heals the platform. */
  set(faults: Fault[]): void {
    this.rules = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }))
    this.random = seededRandom(this.seed)
  }

  /** The first rule that strikes this call. `times` counts the strikes, not the calls that `share` spared. */
  draw(method: string): Fault | undefined {
    for (const rule of this.rules) {
      if (rule.fault.method !== '*' && rule.fault.method !== method) continue
      if (rule.left <= 0) continue
      if (rule.fault.share !== undefined && this.random() >= rule.fault.share) continue
      rule.left--
      return rule.fault
    }
    return undefined
  }
}
