/**
 * A small checker in the manner of Slack's own: it names each fault with a JSON pointer,
 * and refuses what it does not know, because Slack does.
 */

export type Surface = 'message' | 'modal' | 'home'

/** What checking found; also counts what has a limit over the whole of a message. */
export class Report {
  readonly faults: string[] = []
  /** Code points of all texts, for the undocumented limit of a message's blocks. */
  textLength = 0
  markdownLength = 0

  constructor(readonly surface: Surface) {}

  add(fault: string, at: string): void {
    this.faults.push(`[ERROR] ${fault} [json-pointer:${at}]`)
  }
}

export type Rule = (value: unknown, at: string, report: Report) => void
export type Shape = Record<string, Rule>

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Code points, not UTF-16 units: an emoji outside the basic plane counts one. */
export const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Slack stores `& < >` of a plain text as entities and measures what it stores; entities already there stay as they are. */
export const storedPlain = (text: string): string =>
  text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')

export function lengthFault(length: number, min: number, max: number): string | undefined {
  if (length < min) return min === 1 ? 'must be more than 0 characters' : `must be more than ${min - 1} characters`
  if (length > max) return `must be less than ${max + 1} characters`
  return undefined
}

export function string(limits: { min?: number; max?: number; pattern?: RegExp; expected?: string } = {}): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string') return report.add('must be a string', at)
    const fault = lengthFault(codePoints(value), limits.min ?? 0, limits.max ?? Number.POSITIVE_INFINITY)
    if (fault) report.add(fault, at)
    if (limits.pattern && !limits.pattern.test(value)) report.add(`must be ${limits.expected ?? 'well-formed'}`, at)
  }
}

export const flag: Rule = (value, at, report) => {
  if (typeof value !== 'boolean') report.add('must be a boolean', at)
}

export function wholeNumber(min = 0, max = Number.MAX_SAFE_INTEGER): Rule {
  return (value, at, report) => {
    if (!Number.isInteger(value)) return report.add('must be an integer', at)
    if ((value as number) < min) report.add(`must be greater than ${min - 1}`, at)
    if ((value as number) > max) report.add(`must be less than ${max + 1}`, at)
  }
}

export function oneOf(...allowed: string[]): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string' || !allowed.includes(value)) report.add(`must be one of: ${allowed.join(', ')}`, at)
  }
}

export const anything: Rule = () => {}

export function list(item: Rule, { min = 0, max = Number.POSITIVE_INFINITY } = {}): Rule {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report.add('must be an array', at)
    if (value.length < min) report.add(`no less than ${min} items allowed`, at)
    if (value.length > max) report.add(`no more than ${max} items allowed`, at)
    for (const [index, entry] of value.slice(0, 1000).entries()) item(entry, `${at}/${index}`, report)
  }
}

export function object(
  required: Shape,
  optional: Shape = {},
  also?: (value: any, at: string, report: Report) => void,
): Rule {
  return (value, at, report) => {
    if (!isRecord(value)) return report.add('must be an object', at)
    for (const field of Object.keys(required)) {
      if (value[field] === undefined || value[field] === null) report.add(`missing required field: ${field}`, at)
    }
    for (const [field, content] of Object.entries(value)) {
      if (content === undefined || content === null) continue
      const rule = Object.hasOwn(required, field)
        ? required[field]
        : Object.hasOwn(optional, field)
          ? optional[field]
          : undefined
      if (rule) rule(content, `${at}/${field}`, report)
      else report.add(`invalid additional property: ${field}`, at)
    }
    also?.(value, at, report)
  }
}

/** Chooses the rule by the object's `type`. */
export function byType(rules: Record<string, Rule>): Rule {
  return (value, at, report) => {
    if (!isRecord(value)) return report.add('must be an object', at)
    const type = value.type
    if (typeof type !== 'string') return report.add('missing required field: type', at)
    const rule = Object.hasOwn(rules, type) ? rules[type] : undefined
    if (!rule) return report.add(`unsupported type: ${type}`, `${at}/type`)
    rule(value, at, report)
  }
}

export const only =
  (...allowed: string[]) =>
  (rules: Record<string, Rule>): Record<string, Rule> =>
    Object.fromEntries(Object.entries(rules).filter(([type]) => allowed.includes(type)))
