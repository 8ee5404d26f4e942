import { type Activity, clientInfo, escapeHtml, frame, type Surroundings } from './activities.ts'
import type { Said } from './said.ts'
import type { KeptFile } from './shared-files.ts'

interface Attachment {
  contentType: string
  content?: unknown
  contentUrl?: string
  name?: string
}

export const isPicture = ({ type }: Pick<KeptFile, 'type'>): boolean => type?.startsWith('image/') === true

/** Teams keeps pictures that were pasted into a message itself; the bot fetches them with its own token. */
const pictureUrl = ({ serviceUrl }: Surroundings, { id }: KeptFile): string =>
  `${serviceUrl}v3/attachments/${id}/views/original`

const sharePointUrl = ({ person }: Surroundings, { name }: KeptFile): string =>
  `https://tenant.sharepoint.example/personal/${person.id}/Documents/${encodeURIComponent(name)}`

function fileAttachment(at: Surroundings, file: KeptFile): Attachment {
  if (isPicture(file)) return { contentType: 'image/*', contentUrl: pictureUrl(at, file) }
  const contentUrl = sharePointUrl(at, file)
  // In channels and group chats the file lies in a SharePoint that the bot has no key to.
  if (at.conversation.kind !== 'personal') return { contentType: 'reference', contentUrl, name: file.name }
  const downloadUrl = `${new URL(at.serviceUrl).origin}/files/${file.id}?${at.tenant.files.ticket()}`
  return {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    content: { downloadUrl, uniqueId: file.id, fileType: file.name.split('.').at(-1) ?? '' },
    contentUrl,
    name: file.name,
  }
}

function quoted({ quote }: Said): string {
  if (!quote) return ''
  const { id, from, preview } = quote
  return (
    `<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="${id}">\r\n` +
    `<strong itemprop="mri" itemid="${from.id}">${escapeHtml(from.name)}</strong><span itemprop="time" itemid="${id}"></span>\r\n` +
    `<p itemprop="preview">${escapeHtml(preview)}</p>\r\n</blockquote>\r\n`
  )
}

function htmlOf(at: Surroundings, said: Said): string {
  const { bot } = at.tenant
  const mention = said.mention
    ? `<span itemtype="http://schema.skype.com/Mention" itemscope itemid="0">${escapeHtml(bot.name)}</span>`
    : ''
  const words = escapeHtml(said.text).replaceAll('\n', '<br>')
  const body = said.html ?? (said.text === '' ? '' : `<p>${mention ? `${mention} ` : ''}${words}</p>`)
  const pictures = (said.files ?? [])
    .filter(isPicture)
    .map(
      (file) =>
        `<p><img src="${pictureUrl(at, file)}" itemscope="png" itemtype="http://schema.skype.com/AMSImage"></p>`,
    )
  return `${quoted(said)}${said.html !== undefined && mention ? `<p>${mention}&nbsp;</p>` : ''}${body}${pictures.join('')}`
}

/** Words of a person. Where the bot is mentioned, the mention stands in the text, and as HTML in the last attachment. */
export function saidActivity(at: Surroundings, said: Said): Activity {
  const { bot } = at.tenant
  const mention = `<at>${escapeHtml(bot.name)}</at>`
  const words = said.mention ? `${mention} ${said.text}` : said.text
  const html = htmlOf(at, said)
  return {
    type: 'message',
    id: said.id,
    ...frame(at),
    text: said.quote ? `${said.quote.preview}\r\n${words}` : words,
    textFormat: 'plain',
    attachments: [
      ...(said.files ?? []).map((file) => fileAttachment(at, file)),
      ...(html === '' ? [] : [{ contentType: 'text/html', content: html }]),
    ],
    entities: [
      ...(said.mention ? [{ type: 'mention', mentioned: { id: bot.id, name: bot.name }, text: mention }] : []),
      clientInfo(at),
    ],
  }
}

/** The same message as Graph tells it, which is what a message's own menu hands over: everything shared is a reference. */
export function payloadHtml(at: Surroundings, said: Said): string {
  const { bot } = at.tenant
  const mention = said.mention ? `<at id="0">${escapeHtml(bot.name)}</at>&nbsp;` : ''
  const words = said.html ?? escapeHtml(said.text).replaceAll('\n', '<br>')
  const references = payloadAttachments(at, said).map(({ id }) => `<attachment id="${id}"></attachment>`)
  return `<div>${mention}${words}${references.join('')}</div>`
}

export const payloadAttachments = (at: Surroundings, { files = [], quote }: Said): (Attachment & { id: string })[] => [
  ...(quote
    ? [{ id: quote.id, contentType: 'messageReference', content: JSON.stringify({ messageId: quote.id }) }]
    : []),
  ...files.map((file) => ({
    id: file.id,
    contentType: 'reference',
    contentUrl: sharePointUrl(at, file),
    name: file.name,
  })),
]

const withEvent = (activity: Activity, type: string, eventType: string): Activity => ({
  ...activity,
  type,
  channelData: { ...activity.channelData, eventType },
})

/** The message as it stands after the person changed it, under its own id. */
export const editedActivity = (at: Surroundings, said: Said): Activity =>
  withEvent(saidActivity(at, said), 'messageUpdate', 'editMessage')

/** A message that was taken back: what it said is not told again. */
export const deletedActivity = (at: Surroundings, id: string): Activity =>
  withEvent({ type: 'messageDelete', id, ...frame(at) }, 'messageDelete', 'softDeleteMessage')
