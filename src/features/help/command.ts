import { answer } from '../../bot/view.ts'
import { command } from '../kit.ts'
import { helpView } from './view.ts'

/** `help`: the commands this person may use. */
export const help = command({
  name: 'help',
  listed: true,
  audience: 'everyone',
  fields: {},
  async run(_values, asking) {
    return answer(helpView(asking))
  },
})
