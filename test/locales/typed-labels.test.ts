import { describe, expect, test } from 'vitest'
import { createVocabulary } from '../../src/bot/vocabulary.ts'
import { commandWords } from '../../src/command-words.ts'
import { contactRoles, purposes } from '../../src/domain/contact.ts'
import { slipsBetween } from '../../src/domain/slips.ts'
import { invitedInWords, purposesField, roleChoices } from '../../src/features/contacts/fields.ts'
import { commands, wordsOf } from '../../src/features/index.ts'
import { languages, loadWords } from '../../src/i18n.ts'
import { projectFolder } from '../../src/store/migrations-folder.ts'

const words = loadWords(projectFolder)
const vocabulary = createVocabulary(commandWords(words), slipsBetween)

describe.each(languages)('in %s', (language) => {
  test.each(commands.filter(({ listed }) => listed).map((command) => [command.name, command] as const))(
    'what the button of %s says can be typed as well, with nothing left over',
    (name, command) => {
      const label = words.phrase(language, `commands.${wordsOf(command)}.name`)
      expect(vocabulary.find(label)).toMatchObject({ command: name, rest: '' })
    },
  )

  test.each(purposes)('the purpose %s can be typed as it is read', (purpose) => {
    expect(purposesField.schema.safeParse(words.phrase(language, `contacts.purpose.${purpose}`)).data).toContain(
      purpose,
    )
  })

  test.each(contactRoles)('the role %s can be typed as it is read', (role) => {
    const label = words.phrase(language, `contacts.role.${role}`).replace(/ contact$/, '')
    const typed = invitedInWords(`Mei mei@acme.example ${label}`).role?.toLowerCase()
    expect(roleChoices.find(({ value, aliases }) => [value, ...aliases].includes(typed ?? ''))?.value).toBe(role)
  })
})
