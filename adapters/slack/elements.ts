/**
 * The few Block Kit elements in use. A text reaches Slack as `plain_text` or as a rich text's literal text element, never as
 * mrkdwn: a customer's `<!channel>` stays seven letters between two signs.
 */
import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  PlainTextElement,
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
} from '@slack/types'
import type { Action } from '../../src/bot/view.ts'
import { encodeInvocation } from './invocation.ts'
import { cut, limits } from './limits.ts'

/** Slack refuses empty texts wherever one is due. */
export const plain = (text: string, limit: number = limits.text): PlainTextElement => ({
  type: 'plain_text',
  text: cut(text.trim(), limit) || '–',
  // On by default; a customer's `:+1:` would become a picture.
  emoji: false,
})

export const words = (text: string, bold = false): RichTextElement =>
  bold
    ? { type: 'text', text: cut(text, limits.text) || ' ', style: { bold: true } }
    : { type: 'text', text: cut(text, limits.text) || ' ' }

export const richText = (elements: RichTextBlockElement[]): RichTextBlock => ({ type: 'rich_text', elements })
export const paragraph = (elements: RichTextElement[]): RichTextBlock =>
  richText([{ type: 'rich_text_section', elements }])
export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, limits.header) })
export const aside = (text: string): ContextBlock => ({ type: 'context', elements: [plain(text)] })
/** A picture that Slack fetches; one that it could not is said in words. */
export const picture = (url: string, alt: string): ImageBlock | ContextBlock =>
  /^https?:\/\/\S+$/u.test(url) && url.length <= limits.url
    ? { type: 'image', image_url: url, alt_text: cut(alt.trim(), limits.imageAlt) || '–' }
    : aside(alt)
export const divider: DividerBlock = { type: 'divider' }

const confirmation = (confirm: { title: string; text: string; yes: string; no: string }): ConfirmationDialog => ({
  title: plain(confirm.title, limits.confirmTitle),
  text: plain(confirm.text, limits.confirmText),
  confirm: plain(confirm.yes, limits.confirmButton),
  deny: plain(confirm.no, limits.confirmButton),
})

/** A button; `actionId` must be its own within the message. A link that Slack would refuse gives none. */
function button(action: Action<string>, actionId: string): Button | undefined {
  const text = plain(action.label, limits.button)
  if (action.kind === 'link') {
    if (!/^https?:\/\//u.test(action.url) || action.url.length > limits.url) return undefined
    return { type: 'button', text, action_id: actionId, url: action.url }
  }
  return {
    type: 'button',
    text,
    action_id: actionId,
    value: encodeInvocation(action.invoke),
    ...(action.style ? { style: action.style } : {}),
    ...(action.confirm ? { confirm: confirmation(action.confirm) } : {}),
  }
}

/** The buttons in as many blocks as Slack needs; `place` keeps their ids apart from those of other blocks. */
export function buttonRows(actions: Action<string>[], place: string): ActionsBlock[] {
  const buttons: Button[] = []
  for (let i = 0; i < actions.length; i++) {
    const one = button(actions[i]!, `${place}.${i}`)
    if (one) buttons.push(one)
  }
  const rows: ActionsBlock[] = []
  for (let i = 0; i < buttons.length; i += limits.actions) {
    rows.push({ type: 'actions', elements: buttons.slice(i, i + limits.actions) })
  }
  return rows
}
