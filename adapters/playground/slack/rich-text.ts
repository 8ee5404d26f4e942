import { link } from './composition.ts'
import {
  anything,
  byType,
  codePoints,
  flag,
  list,
  object,
  oneOf,
  type Rule,
  type Shape,
  string,
  wholeNumber,
} from './schema.ts'

/** The structure of a `rich_text` block: sections, lists, quotes and preformatted parts of leaf elements. */

const type: Shape = { type: anything }
const style = object(
  {},
  {
    bold: flag,
    italic: flag,
    strike: flag,
    code: flag,
    underline: flag,
    highlight: flag,
    client_highlight: flag,
    unlink: flag,
  },
)

const words: Rule = (value, at, report) => {
  string({ min: 1 })(value, at, report)
  if (typeof value === 'string') report.textLength += codePoints(value)
}

const leaves = byType({
  text: object({ ...type, text: words }, { style }),
  link: object({ ...type, url: link }, { text: words, style, unsafe: flag }),
  emoji: object(
    { ...type, name: string({ min: 1 }) },
    { unicode: string(), style, skin_tone: wholeNumber(1, 6), url: string() },
  ),
  user: object({ ...type, user_id: string({ min: 1 }) }, { style }),
  usergroup: object({ ...type, usergroup_id: string({ min: 1 }) }, { style }),
  channel: object({ ...type, channel_id: string({ min: 1 }) }, { style }),
  team: object({ ...type, team_id: string({ min: 1 }) }, { style }),
  broadcast: object({ ...type, range: oneOf('here', 'channel', 'everyone') }, { style }),
  color: object(
    { ...type, value: string({ pattern: /^#[0-9a-f]{6}$/i, expected: 'a hexadecimal colour' }) },
    { style },
  ),
  date: object(
    { ...type, timestamp: wholeNumber(), format: string({ min: 1 }) },
    { url: link, fallback: string(), style },
  ),
})

const section = object({ ...type, elements: list(leaves) })

export const richText: Shape = {
  elements: list(
    byType({
      rich_text_section: section,
      rich_text_list: object(
        {
          ...type,
          elements: list(byType({ rich_text_section: section }), { min: 1 }),
          style: oneOf('bullet', 'ordered'),
        },
        { indent: wholeNumber(0, 8), offset: wholeNumber(), border: wholeNumber(0, 1) },
      ),
      rich_text_preformatted: object(
        { ...type, elements: list(leaves) },
        { border: wholeNumber(0, 1), language: string() },
      ),
      rich_text_quote: object({ ...type, elements: list(leaves) }, { border: wholeNumber(0, 1) }),
    }),
    { min: 1 },
  ),
}
