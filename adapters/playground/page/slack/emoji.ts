/** What the page can draw of Slack's emoji names; the others show by name. */
const signs: Record<string, string> = {
  eyes: '👀',
  ticket: '🎫',
  white_check_mark: '✅',
  hourglass_flowing_sand: '⏳',
  warning: '⚠️',
  lock: '🔒',
  outbox_tray: '📤',
}

/** The reactions that a person is offered. */
export const offeredReactions = ['eyes', 'ticket', 'white_check_mark']

export const emoji = (name: string): string => signs[name] ?? `:${name}:`
