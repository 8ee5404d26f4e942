/** A case from a message: the menu of a message, `:ticket:` on it, or a button below words that are no command. */
import { answer, ask } from '../../bot/view.ts'
import { hereOf } from '../case-writing.ts'
import { command } from '../kit.ts'
import { hiddenText, messageFields } from './fields.ts'
import { isAmongVendor, messageAt, wordsAt } from './message-at.ts'
import { beforeOpening, openForm } from './open-command.ts'
import { alreadyView, othersThreadView } from './open-view.ts'
import { caseOfOwn } from './own-case.ts'

/** The message becomes the description; a thread that has a case already shows it. */
export const openFromMessage = command({
  name: 'case.from-message',
  listed: false,
  shortcuts: ['message'],
  audience: 'contacts',
  fields: { ...messageFields, text: hiddenText(40_000) },
  async run({ text, ...message }, asking) {
    const isTheirs = await isAmongVendor(asking)
    const at = isTheirs ? undefined : messageAt(message, asking)
    if (at?.thread) {
      const thread = await asking.services.cases.threadAt({ ...hereOf(asking), thread: at.thread })
      if (thread) {
        const sheet = await caseOfOwn(asking, thread.caseNumber)
        return answer(sheet ? alreadyView(sheet.case, 'here') : othersThreadView())
      }
    }
    const instead = await beforeOpening(asking)
    if (instead) return instead
    const words = isTheirs ? undefined : (text ?? (at && (await wordsAt(asking, at))))
    return ask(
      await openForm(
        {
          ...(at ? { conversation: asking.place.conversation, ...at } : {}),
          ...(words ? { text: words } : {}),
        },
        asking,
      ),
    )
  },
})
