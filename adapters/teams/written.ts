/** A message as it stands in its conversation: its words with their formatting, its files, and what it quotes. */
import type { RemoteFile, Written } from '../../src/bot/inbound.ts'
import { plainProse, wordsIn } from '../../src/bot/prose.ts'
import type { Activity, Attachment } from './activity.ts'
import { type ReadHtml, readHtml } from './html-prose.ts'
import { plainText, spokenText } from './spoken-text.ts'

export type Mentioned = Pick<Activity, 'mentions' | 'recipient'>

/** Whether a mention by this name is of the bot: clients may shorten the name, in the entity and in the HTML alike. */
export function namesBot({ mentions, recipient }: Mentioned): (name: string) => boolean {
  const ours = mentions.filter(({ id }) => id === recipient?.id).map(({ text }) => plainText(text))
  const names = new Set([...ours, recipient?.name ?? ''])
  return (name) => name !== '' && names.has(name)
}

/**
 * A file with an address, or without one where Teams gives a bot no way to it: those of channels and group chats lie in
 * SharePoint, behind rights that a bot does not have.
 */
export function filesIn(attachments: readonly Attachment[], workspace: string): RemoteFile[] {
  let pictures = 0
  return attachments.flatMap(({ contentType, content, contentUrl, name }): RemoteFile[] => {
    const shared = { platform: 'teams' as const, workspace }
    if (contentType === 'application/vnd.microsoft.teams.file.download.info' && typeof content === 'object') {
      const { downloadUrl, uniqueId } = content
      return [
        {
          ...shared,
          ...(typeof uniqueId === 'string' ? { id: uniqueId } : {}),
          name: name ?? 'file',
          ...(typeof downloadUrl === 'string' ? { url: downloadUrl } : {}),
        },
      ]
    }
    if (contentType.startsWith('image/')) {
      const type = contentType === 'image/*' ? {} : { type: contentType }
      return [{ ...shared, name: name ?? `image-${++pictures}`, ...type, ...(contentUrl ? { url: contentUrl } : {}) }]
    }
    return contentType === 'reference' ? [{ ...shared, name: name ?? 'file' }] : []
  })
}

const htmlIn = (attachments: readonly Attachment[]): string | undefined => {
  const found = attachments.find(
    ({ contentType, content }) => contentType === 'text/html' && typeof content === 'string',
  )
  return found?.content as string | undefined
}

/** The words: from the HTML beside the text, else from the text, which has no formatting then. */
function wordsOf(activity: Activity): ReadHtml {
  const html = htmlIn(activity.attachments) ?? (activity.textFormat === 'xml' ? activity.text : undefined)
  return html === undefined ? { prose: plainProse(spokenText(activity)) } : readHtml(html, namesBot(activity))
}

/** `workspace`: where the bot is installed. Undefined for an activity without an id, which is no message. */
export function writtenIn(activity: Activity, workspace: string): Written | undefined {
  if (!activity.id) return undefined
  const { prose, quotes = activity.quotes } = wordsOf(activity)
  return {
    id: activity.id,
    prose,
    files: filesIn(activity.attachments, workspace),
    ...(quotes ? { quotes } : {}),
  }
}

/** Words for a command: in a quoting message the text holds the quoted words too, so they come from the formatted ones. */
export const saidIn = (activity: Activity, written: Written | undefined): string =>
  written?.quotes ? wordsIn(written.prose).trim() : spokenText(activity)
