/** Which buttons open a form: a platform that shows dialogs can open one at once instead of putting inputs into the chat. */
import type { Command } from './command.ts'
import { formWanted } from './form.ts'
import type { Action, Block, Reply } from './view.ts'

/**
 * True when this invocation is answered with the command's form and does nothing before that. A platform may ask for
 * a dialog twice, so what acts already when it is asked is never opened that way.
 */
function opensForm(command: Command | undefined, values: Record<string, string>): boolean {
  if (!command?.form || command.beforeActs) return false
  if (values[formWanted]) return true
  return Object.entries<Command['fields'][string]>(command.fields).some(
    ([name, field]) => !field.optional && !(Object.hasOwn(values, name) && values[name]?.trim()),
  )
}

/** The reply with each such button marked, also in entries and in a form's introduction. */
export function markForms<T>(reply: Reply<T>, commands: ReadonlyMap<string, Command>): Reply<T> {
  const marked = (action: Action<T>): Action<T> =>
    action.kind === 'invoke' && opensForm(commands.get(action.invoke.command), action.invoke.values ?? {})
      ? { ...action, opensForm: true }
      : action
  const inBlock = (block: Block<T>): Block<T> =>
    block.kind === 'entry' && block.actions ? { ...block, actions: block.actions.map(marked) } : block
  if (reply.kind === 'form') {
    const { form } = reply
    return form.intro ? { kind: 'form', form: { ...form, intro: form.intro.map(inBlock) } } : reply
  }
  const { view } = reply
  return {
    kind: 'view',
    view: {
      ...view,
      body: view.body.map(inBlock),
      ...(view.actions ? { actions: view.actions.map(marked) } : {}),
    },
  }
}
