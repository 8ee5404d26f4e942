/** A bounded cache: the least recently used entry leaves first, and an entry older than its time to live counts as absent. */
export class LruCache<Value> {
  readonly #entries = new Map<string, { value: Value; until: number }>()

  constructor(
    readonly capacity: number,
    readonly ttlMs: number,
    readonly now: () => number,
  ) {}

  get size(): number {
    return this.#entries.size
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    if (entry.until <= this.now()) return undefined
    this.#entries.set(key, entry)
    return entry.value
  }

  /** `ttlMs` overrides the cache's own, for answers that are worth less (an absence, a failure). */
  set(key: string, value: Value, ttlMs = this.ttlMs): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, until: this.now() + ttlMs })
    if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value!)
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }
}
