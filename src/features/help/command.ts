import { z } from 'zod'
import { optionalField } from '../../bot/field.ts'
import { answer } from '../../bot/view.ts'
import { command } from '../kit.ts'
import { helpView } from './view.ts'

/** `help`: the commands this person may use. */
export const help = command({
  name: 'help',
  listed: true,
  audience: 'everyone',
  fields: { topic: optionalField({ label: 'help.field', schema: z.string(), maxLength: 60 }) },
  async run(_values, asking) {
    return answer(helpView(asking))
  },
})
