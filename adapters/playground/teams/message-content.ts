import type { TeamsMessage } from '../contract.ts'
import { judgeCard } from './cards.ts'

const cardType = 'application/vnd.microsoft.card.adaptive'
const attachmentTypes = [
  'application/vnd.microsoft.card.hero',
  'application/vnd.microsoft.card.thumbnail',
  'application/vnd.microsoft.card.signin',
  'application/vnd.microsoft.card.oauth',
  'application/vnd.microsoft.teams.card.list',
  'application/vnd.microsoft.teams.card.o365connector',
  'application/vnd.microsoft.teams.card.file.consent',
  'application/vnd.microsoft.teams.card.file.info',
]

/** Why Teams refuses what the bot sends, if it does, and what it takes but phones do not show. */
export function judgeMessage(activity: any): { fault?: string; warnings: string[] } {
  const bad = (fault: string) => ({ fault, warnings: [] })
  if (activity?.type !== 'message') return bad(`Teams has no use for an activity of type ${activity?.type}`)
  const { text, attachments = [] } = activity
  if (text !== undefined && text !== null && typeof text !== 'string') return bad('text is not a string')
  if (!Array.isArray(attachments)) return bad('attachments is not a list')
  if (!text && attachments.length === 0) return bad('Activity must contain text or attachments')
  const warnings: string[] = []
  for (const attachment of attachments) {
    if (attachment?.contentType === cardType) {
      const verdict = judgeCard(attachment.content)
      if (verdict.errors.length > 0) return bad(verdict.errors.join('; '))
      warnings.push(...verdict.warnings)
    } else if (!/^image\//.test(attachment?.contentType) && !attachmentTypes.includes(attachment?.contentType))
      return bad(`Unknown attachment type ${attachment?.contentType}`)
  }
  return { warnings }
}

/** The part of an activity that people see. */
export const messageContent = (activity: any): Pick<TeamsMessage, 'text' | 'attachments'> => ({
  ...(activity.text ? { text: activity.text } : {}),
  ...(activity.attachments?.length ? { attachments: structuredClone(activity.attachments) } : {}),
})
