/** How a place that is tied to an organization is named, and carried by buttons. */
import { z } from 'zod'
import { optionalField, requiredField } from '../bot/field.ts'
import { say, type Text } from '../bot/view.ts'
import type { TiePlace } from '../domain/tie.ts'
import { shortText } from './short-text.ts'

export const tiePlaceText = ({ platform, workspace, conversation }: TiePlace): Text =>
  conversation === undefined
    ? say(`ties.place.${platform}-all`, { id: workspace })
    : // What follows the sign is the same for all of Teams' channels.
      say(`ties.place.${platform}-channel`, { id: shortText(conversation.replace(/@thread\..*$/, ''), 40) })

export const tieValues = ({ platform, workspace, conversation }: TiePlace): Record<string, string> => ({
  platform,
  workspace,
  ...(conversation === undefined ? {} : { conversation }),
})

const carried = { label: 'ties.field.place', schema: z.string(), maxLength: 300, hidden: true } as const

export const tieCarried = {
  platform: requiredField({ ...carried, schema: z.enum(['slack', 'teams']) }),
  workspace: requiredField(carried),
  conversation: optionalField(carried),
}
