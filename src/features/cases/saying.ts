/** A customer's words on their way into a case, and what they read of it. */
import { answer, type Reply } from '../../bot/view.ts'
import type { NewMessage } from '../../domain/cases.ts'
import type { Ask } from '../kit.ts'
import { unknownReply, viewerReply } from './about-case.ts'
import { isClosedView, wroteBeforeView, wroteView } from './deeds-view.ts'
import { actorOf } from './own-case.ts'

/** `undo`: offers to take the message back, because the person did not say which case was meant. */
export async function sayInCase(asking: Ask, number: number, message: NewMessage, undo = false): Promise<Reply> {
  const wrote = await asking.services.cases.say(actorOf(asking), number, message, asking.now)
  switch (wrote.status) {
    case 'written':
      return answer(wroteView(wrote.case, { refused: wrote.refused, undo: undo ? message.origin?.message : undefined }))
    case 'already':
      return answer(wroteBeforeView(wrote.case))
    case 'closed':
      return answer(isClosedView(wrote.case, wrote.canReopen))
    case 'not-allowed':
      return viewerReply(asking)
    case 'unknown':
      return unknownReply(asking)
  }
}
