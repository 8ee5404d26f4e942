/** How the commands are called in the four languages, for those who type and those who read a list. */
import { commands, wordsOf } from './features/index.ts'
import { languages, type Words } from './i18n.ts'

/** A command's words in one language: what the locale lists, and its name, which is understood everywhere. */
export const aliasesOf = (words: Words, language: string, command: { name: string }): string[] =>
  words
    .phrase(language, `commands.${wordsOf(command)}.aliases`)
    .split(/[,，、]/u)
    .map((word) => word.trim())
    .filter(Boolean)

/** Every word of every listed command with what it means. */
export function* commandWords(words: Words): Generator<readonly [word: string, command: string]> {
  for (const command of commands) {
    if (!command.listed) continue
    yield [command.name.replaceAll('.', ' '), command.name]
    for (const language of languages) {
      for (const word of aliasesOf(words, language, command)) yield [word, command.name]
    }
  }
}
