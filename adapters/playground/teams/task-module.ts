import { judgeCard } from './cards.ts'

export type TaskAnswer =
  /** Nothing: the dialog closes. */
  | { kind: 'close' }
  | { kind: 'continue'; task: Record<string, any>; warnings: string[] }
  | { kind: 'message'; text: string }
  | { kind: 'refused'; reason: string }

const cardType = 'application/vnd.microsoft.card.adaptive'
const sizes = ['small', 'medium', 'large']
const known = ['title', 'height', 'width', 'card', 'url', 'fallbackUrl', 'completionBotId']

const refused = (reason: string): TaskAnswer => ({ kind: 'refused', reason })

function isSize(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && value > 0) || sizes.includes(value as string)
}

function continued(value: Record<string, any>): TaskAnswer {
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown) return refused(`task.value.${unknown} is unknown`)
  if (value.title !== undefined && typeof value.title !== 'string') return refused('task.value.title is not a string')
  if (!isSize(value.height) || !isSize(value.width))
    return refused('task.value.height and width are pixels, small, medium or large')
  if ((value.card === undefined) === (value.url === undefined))
    return refused('task.value has a card or a url, one of them')
  if (value.url !== undefined) {
    if (typeof value.url !== 'string' || !URL.canParse(value.url) || new URL(value.url).protocol !== 'https:')
      return refused('task.value.url is not an https address')
    return { kind: 'continue', task: value, warnings: [] }
  }
  if (value.card?.contentType !== cardType) return refused('task.value.card is not an Adaptive Card attachment')
  const verdict = judgeCard(value.card.content)
  if (verdict.errors.length > 0) return refused(verdict.errors.join('; '))
  return { kind: 'continue', task: value, warnings: verdict.warnings }
}

/** Reads what a bot answered to task/fetch, task/submit and their message-action twins. */
export function readTaskAnswer(body: unknown): TaskAnswer {
  if (body === undefined || body === null || body === '') return { kind: 'close' }
  if (typeof body !== 'object') return refused('the answer is not an object')
  const { task, composeExtension } = body as Record<string, any>
  if (task === undefined || task === null) {
    if (composeExtension !== undefined || Object.keys(body).every((key) => key === 'cacheInfo'))
      return { kind: 'close' }
    return refused('the answer has no task')
  }
  if (task.type === 'message')
    return typeof task.value === 'string'
      ? { kind: 'message', text: task.value }
      : refused('task.value of a message is not a string')
  if (task.type !== 'continue') return refused(`task.type is ${JSON.stringify(task.type)}, not continue or message`)
  if (typeof task.value !== 'object' || task.value === null) return refused('task.value is missing')
  return continued(task.value)
}
