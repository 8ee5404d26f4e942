import { choiceField } from '../../bot/field.ts'
import { answer, invoke, say } from '../../bot/view.ts'
import { command } from '../kit.ts'
import { languageChoices } from '../language-choices.ts'

/** `language ja`: everything from now on is in that language, on both platforms. */
export const chooseLanguage = command({
  name: 'language',
  listed: true,
  audience: 'everyone',
  fields: { to: choiceField({ label: 'language.field', choices: languageChoices }) },
  form: { title: 'language.title', submit: 'language.submit', intro: 'language.intro' },
  async run({ to }, asking) {
    await asking.services.accounts.chooseLanguage(asking.who, to)
    // The answer is already in the new language: `language.done` says so in each.
    asking.language = to
    return answer({
      tone: 'good',
      title: say('language.done'),
      body: [],
      actions: [invoke(say('common.help'), 'help')],
    })
  },
})
