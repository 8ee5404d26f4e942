import { describe, expect, test } from 'vitest'
import { createVocabulary } from '../../src/bot/vocabulary.ts'
import { commandWords } from '../../src/command-words.ts'
import { commands, wordsOf } from '../../src/features/index.ts'
import { languages, loadWords } from '../../src/i18n.ts'
import { projectFolder } from '../../src/store/migrations-folder.ts'

const words = loadWords(projectFolder)
const vocabulary = createVocabulary(commandWords(words))

describe.each(languages)('in %s', (language) => {
  test.each(commands.filter(({ listed }) => listed).map((command) => [command.name, command] as const))(
    'what the button of %s says can be typed as well, with nothing left over',
    (name, command) => {
      const label = words.phrase(language, `commands.${wordsOf(command)}.name`)
      expect(vocabulary.find(label)).toMatchObject({ command: name, rest: '' })
    },
  )
})
