import { checkBlocks } from './blocks.ts'
import { plainText } from './composition.ts'
import { anything, flag, isRecord, object, Report, type Shape, string } from './schema.ts'

/** Not documented; Slack answers `view_too_large` to a view beyond this many bytes of JSON. */
const viewBytes = 250_000

const shared: Shape = {
  private_metadata: string({ max: 3000 }),
  callback_id: string({ max: 255 }),
  external_id: string({ max: 255 }),
}
const checkedApart: Shape = { type: anything, blocks: anything }

const modal = object(
  { ...checkedApart, title: plainText(24) },
  {
    ...shared,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
  (view, at, report) => {
    const asks =
      Array.isArray(view.blocks) && view.blocks.some((each: unknown) => isRecord(each) && each.type === 'input')
    if (asks && !view.submit) report.add('missing required field: submit', at)
  },
)
const home = object(checkedApart, shared)

/** What Slack answers to a view of this kind: nothing, or the error with its reasons. */
export function refuseView(view: unknown, kind: 'modal' | 'home'): { error: string; messages: string[] } | undefined {
  const at = '/view'
  if (!isRecord(view))
    return { error: 'invalid_arguments', messages: [`[ERROR] must be an object [json-pointer:${at}]`] }
  const report = new Report(kind)
  if (view.type !== kind) report.add(`must be a ${kind} view`, `${at}/type`)
  const rule = kind === 'modal' ? modal : home
  rule(view, at, report)
  if (view.blocks !== undefined) checkBlocks(view.blocks, `${at}/blocks`, report)
  if (report.faults.length > 0) return { error: 'invalid_arguments', messages: report.faults }
  if (Buffer.byteLength(JSON.stringify(view)) > viewBytes) return { error: 'view_too_large', messages: [] }
  return undefined
}
