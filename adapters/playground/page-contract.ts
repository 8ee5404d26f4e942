/** What the page asks its server beside `contract.ts`: words, hints and the commands that the registry declares. */

/** One thing to try, as a chip on a person's first screen: `text` is what the chip says to the bot. */
export interface Hint {
  label: string
  platform: 'slack' | 'teams'
  text: string
  /** On whose screens: the vendor's people do other things than customers. */
  side: 'customer' | 'engineer'
  /** Offered once one of these was tried: commands, as the first word of their text. */
  after?: string[]
}

/** What the composer offers after `/`, and the shortcuts of a message; from the command registry. */
export interface CommandGuide {
  /** With the slash: `/support`. */
  command: string
  bot: string
  /** `usage` without the slash command: `coverage [SERIAL] [DATE]`. */
  commands: { usage: string; summary: string }[]
  shortcuts?: { callbackId: string; label: string; on: 'message' | 'global' }[]
}

/** With `?lang=` en, zh-TW, zh-CN or ja. */
export const pagePaths = {
  words: '/playground/words',
  hints: '/playground/hints',
  guide: '/playground/guide',
} as const
