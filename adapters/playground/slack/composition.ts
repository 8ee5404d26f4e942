import {
  byType,
  codePoints,
  flag,
  isRecord,
  lengthFault,
  list,
  object,
  oneOf,
  type Report,
  type Rule,
  storedPlain,
  string,
} from './schema.ts'

/** Block Kit's small parts: texts, options, confirmations. Limits as of November 2026. */

function measured(kind: 'plain_text' | 'mrkdwn', max: number, min: number): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string') return report.add('must be a string', at)
    const length = codePoints(kind === 'plain_text' ? storedPlain(value) : value)
    report.textLength += length
    const fault = lengthFault(length, min, max)
    if (fault) report.add(fault, at)
  }
}

const plain = (max: number, min: number): Rule =>
  object({ type: oneOf('plain_text'), text: measured('plain_text', max, min) }, { emoji: flag })
const mrkdwn = (max: number, min: number): Rule =>
  object({ type: oneOf('mrkdwn'), text: measured('mrkdwn', max, min) }, { verbatim: flag })

export function plainText(max: number, min = 1): Rule {
  return byType({ plain_text: plain(max, min) })
}

export function anyText(max: number, min = 1): Rule {
  return byType({ plain_text: plain(max, min), mrkdwn: mrkdwn(max, min) })
}

/** Slack refuses addresses that a person cannot open. */
export const link: Rule = (value, at, report) => {
  string({ min: 1, max: 3000 })(value, at, report)
  if (typeof value === 'string' && !/^(?:[a-z][a-z0-9+.-]*):[^\s]+$/i.test(value)) report.add('must be a valid URL', at)
}

export const id = string({ min: 1, max: 255 })

export const confirmation = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: oneOf('primary', 'danger') },
)

const option = (text: (max: number) => Rule): Rule =>
  object({ text: text(75), value: string({ min: 1, max: 150 }) }, { description: text(75), url: link })

export const plainOption = option(plainText)
export const richOption = option(anyText)

export const optionGroups = list(object({ label: plainText(75), options: list(plainOption, { min: 1, max: 100 }) }), {
  min: 1,
  max: 100,
})

interface Choosable {
  options?: unknown
  option_groups?: unknown
  initial_option?: unknown
  initial_options?: unknown
}

/** Every option of an element, also those in groups. */
export function optionsOf(element: Choosable): Record<string, any>[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : []
  const lists = [element.options, ...groups.map((group) => (isRecord(group) ? group.options : undefined))]
  return lists.flatMap((each) => (Array.isArray(each) ? each.filter(isRecord) : []))
}

/** Values are unique, and what is chosen beforehand is one of them, text and all: Slack compares the whole option. */
export function coherentOptions(element: Choosable, at: string, report: Report): void {
  const options = optionsOf(element)
  const values = options.map((each) => each.value)
  if (new Set(values).size !== values.length) report.add('option values must be unique', at)
  const known = new Set(options.map(fingerprint))
  if (isRecord(element.initial_option) && !known.has(fingerprint(element.initial_option)))
    report.add('initial_option must be among options', `${at}/initial_option`)
  if (Array.isArray(element.initial_options)) {
    for (const [index, initial] of element.initial_options.entries()) {
      if (!known.has(fingerprint(initial)))
        report.add('initial_option must be among options', `${at}/initial_options/${index}`)
    }
  }
}

const fingerprint = (choice: any): string =>
  JSON.stringify([choice?.value, choice?.text?.type, choice?.text?.text, choice?.description?.text])
