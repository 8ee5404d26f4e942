import type { DeedOutcome, SlackDeed } from '../contract.ts'
import type { Sent } from './bot-line.ts'
import { home, leave, messageShortcut, shortcut, slash } from './deeds-in-chat.ts'
import { close, pressInMessage, pressInView, submit } from './deeds-in-views.ts'
import { comeOrGo, edit, react, say, takeBack } from './deeds-on-messages.ts'
import { DeedRefusal } from './fields.ts'
import { bodyOf, type Scene } from './scene.ts'

/** Does in the workspace what a person does, tells the bot as Slack tells it, and acts on the bot's answer. */
export async function act(scene: Scene, deed: SlackDeed): Promise<DeedOutcome> {
  const began = performance.now()
  const outcome = (rest: Omit<DeedOutcome, 'ms'>): DeedOutcome => ({ ...rest, ms: performance.now() - began })
  try {
    const sent = await run(scene, deed)
    return outcome({ ok: true, status: sent?.status ?? 0, ...(sent?.answer ? { body: bodyOf(sent) } : {}) })
  } catch (fault) {
    if (!(fault instanceof DeedRefusal)) throw fault
    const body = fault.body === undefined ? {} : { body: fault.body }
    return outcome({ ok: false, status: fault.status, refused: fault.reason, ...body })
  }
}

function run(scene: Scene, deed: SlackDeed): Promise<Sent | undefined> {
  switch (deed.do) {
    case 'slash':
      return slash(scene, deed)
    case 'say':
    case 'mention':
      return say(scene, deed)
    case 'edit':
      return edit(scene, deed)
    case 'delete':
      return takeBack(scene, deed)
    case 'join':
    case 'leave':
      return comeOrGo(scene, deed)
    case 'press':
      return deed.view ? pressInView(scene, deed, deed.view) : pressInMessage(scene, deed)
    case 'submit':
      return submit(scene, deed)
    case 'close':
      return close(scene, deed)
    case 'home':
      return home(scene, deed)
    case 'shortcut':
      return shortcut(scene, deed)
    case 'message-shortcut':
      return messageShortcut(scene, deed)
    case 'react':
      return react(scene, deed)
    case 'uninstall':
    case 'revoke':
      return leave(scene, deed.do === 'uninstall')
  }
}
