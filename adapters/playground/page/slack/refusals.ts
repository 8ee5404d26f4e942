import type { DeedOutcome, SlackDeed } from '../../contract.ts'
import type { Words } from '../words.tsx'

/** Slack tries an event again by itself and tells nobody; only what the person asked at once gets a word. */
const silent = ['dispatch_failed', 'operation_timeout']

/** What Slack tells the person of a deed that failed; undefined when it says nothing. */
export function explain(outcome: DeedOutcome, deed: SlackDeed, t: Words['t']): string | undefined {
  if (outcome.ok) return undefined
  const error = outcome.refused ?? String(outcome.status)
  switch (deed.do) {
    case 'slash':
      return t('slashFailed', { command: deed.command ?? '', error })
    case 'say':
    case 'mention':
    case 'edit':
    case 'delete':
    case 'home':
    case 'react':
      return silent.includes(error) ? undefined : t('slackTrouble', { error })
    default:
      return t('slackTrouble', { error })
  }
}

/** The field that Slack's client itself refuses before the bot hears of it, and why. */
export function refusedField(outcome: DeedOutcome, t: Words['t']): Record<string, string> | undefined {
  const [reason, ...rest] = (outcome.refused ?? '').split(':')
  const block = rest.join(':')
  if (block === '') return undefined
  switch (reason) {
    case 'required':
      return { [block]: t('fieldRequired') }
    case 'not_an_address':
      return { [block]: t('fieldAddress') }
    case 'too_long':
      return { [block]: t('fieldTooLong') }
    case 'too_short':
      return { [block]: t('fieldTooShort') }
    default:
      return undefined
  }
}
