import { anyText, id, link, plainText } from './composition.ts'
import {
  accessories,
  actionElements,
  buttonRule,
  contextActionElements,
  contextElements,
  image,
  inputElements,
} from './elements.ts'
import { richText } from './rich-text.ts'
import {
  anything,
  byType,
  codePoints,
  flag,
  isRecord,
  list,
  object,
  oneOf,
  Report,
  type Rule,
  type Shape,
  type Surface,
  string,
} from './schema.ts'

/** Block Kit's blocks and what holds over a whole message. Limits as of November 2026. */

/** Undocumented: about 9,600 code points of text in all blocks of a message pass, 11,300 do not. */
const messageTextLimit = 9600
const markdownLimit = 12_000
const blockLimit = { message: 50, modal: 100, home: 100 }

const base: Shape = { type: anything }
const block = (required: Shape, optional: Shape = {}, also?: (value: any, at: string, report: Report) => void): Rule =>
  object({ ...base, ...required }, { block_id: id, ...optional }, also)

const onlyIn =
  (surfaces: Surface[], rule: Rule): Rule =>
  (value, at, report) => {
    if (surfaces.includes(report.surface)) rule(value, at, report)
    else report.add(`unsupported type: ${(value as { type: string }).type}`, `${at}/type`)
  }

const markdownText: Rule = (value, at, report) => {
  string({ min: 1 })(value, at, report)
  if (typeof value === 'string') report.markdownLength += codePoints(value)
}

const cell: Rule = (value, at, report) => {
  byType({
    raw_text: object({ ...base, text: string({ min: 1 }) }),
    raw_number: object({ ...base, value: anything }, { text: string() }),
    rich_text: object({ ...base, ...richText }),
  })(value, at, report)
}

const table = block(
  { rows: list(list(cell, { min: 1, max: 20 }), { min: 1, max: 100 }) },
  { column_settings: list(anything, { max: 20 }), caption: string() },
)

const card = block(
  {},
  {
    hero_image: image,
    icon: image,
    title: anyText(150),
    subtitle: anyText(150),
    body: anyText(200),
    actions: list(byType({ button: buttonRule }), { max: 5 }),
  },
  (value, at, report) => {
    if (!value.hero_image && !value.title && !value.actions && !value.body)
      report.add('missing required field: title', at)
  },
)

const blocks: Record<string, Rule> = {
  section: block(
    {},
    {
      text: anyText(3000),
      fields: list(anyText(2000), { min: 1, max: 10 }),
      accessory: byType(accessories),
      expand: flag,
    },
    (value, at, report) => {
      if (!value.text && !value.fields) report.add('missing required field: text', at)
    },
  ),
  header: block({ text: plainText(150) }, { level: anything }),
  divider: block({}),
  image: block(
    { alt_text: string({ min: 1, max: 2000 }) },
    { image_url: link, slack_file: anything, title: plainText(2000) },
    (value, at, report) => {
      if (!value.image_url && !value.slack_file) report.add('missing required field: image_url', at)
    },
  ),
  actions: block({ elements: list(byType(actionElements), { min: 1, max: 25 }) }),
  context: block({ elements: list(byType(contextElements), { min: 1, max: 10 }) }),
  context_actions: onlyIn(['message'], block({ elements: list(byType(contextActionElements), { min: 1, max: 5 }) })),
  input: onlyIn(
    ['modal', 'home'],
    block(
      { label: plainText(2000), element: byType(inputElements) },
      { hint: plainText(2000), optional: flag, dispatch_action: flag },
    ),
  ),
  rich_text: block(richText),
  markdown: onlyIn(['message'], block({ text: markdownText })),
  table: onlyIn(['message'], table),
  card: onlyIn(['message'], card),
  carousel: onlyIn(['message'], block({ elements: list(byType({ card }), { min: 1, max: 10 }) })),
  alert: block({ text: anyText(200) }, { level: oneOf('default', 'info', 'warning', 'error', 'success') }),
  video: block(
    { alt_text: string({ max: 2000 }), title: plainText(200), thumbnail_url: link, video_url: link },
    {
      author_name: string({ max: 50 }),
      description: plainText(200),
      provider_icon_url: link,
      provider_name: string(),
      title_url: link,
    },
  ),
  file: onlyIn(['message'], block({ external_id: string(), source: oneOf('remote') })),
}

function distinct(ids: { id: unknown; at: string }[], name: string, report: Report): void {
  const seen = new Set<unknown>()
  for (const { id: each, at } of ids) {
    if (each === undefined) continue
    if (seen.has(each)) report.add(`duplicate ${name}: ${String(each)}`, at)
    seen.add(each)
  }
}

/** Elements of one block that carry an `action_id`. */
export function elementsOf(each: Record<string, any>): Record<string, any>[] {
  const found = [each.accessory, each.element, ...(each.elements ?? []), ...(each.actions ?? [])]
  if (each.type === 'carousel') for (const inner of each.elements ?? []) found.push(...(inner.actions ?? []))
  return found.filter((element) => isRecord(element) && typeof element.type === 'string')
}

/** Checks all blocks of one message or view. `at` is the JSON pointer of the list, `/blocks` or `/view/blocks`. */
export function checkBlocks(value: unknown, at: string, report: Report): void {
  const limit = blockLimit[report.surface]
  if (!Array.isArray(value) || value.length > limit) {
    report.add(Array.isArray(value) ? `no more than ${limit} items allowed` : 'must be an array', at)
    return
  }
  list(byType(blocks))(value, at, report)
  const records = value.filter(isRecord)
  distinct(
    records.map((each, index) => ({ id: each.block_id, at: `${at}/${index}/block_id` })),
    'block_id',
    report,
  )
  for (const [index, each] of records.entries()) {
    if (!Array.isArray(each.elements) && each.elements !== undefined) continue
    const ids = elementsOf(each).map((element) => ({ id: element.action_id, at: `${at}/${index}` }))
    distinct(ids, 'action_id', report)
  }
  if (records.filter(({ type }) => type === 'table').length > 1) report.add('only one table allowed', at)
}

/** What Slack answers to a message with these blocks: nothing, or the error with its reasons. */
export function refuseMessageBlocks(blocks: unknown): { error: string; messages: string[] } | undefined {
  const report = new Report('message')
  checkBlocks(blocks, '/blocks', report)
  if (report.faults.length > 0) return { error: 'invalid_blocks', messages: report.faults }
  if (report.markdownLength > markdownLimit || report.textLength > messageTextLimit)
    return { error: 'msg_blocks_too_long', messages: [] }
  return undefined
}
