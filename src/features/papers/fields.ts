import { choiceField, hiddenFields } from '../../bot/field.ts'
import { say } from '../../bot/view.ts'

/** Which paper, and how: carried by buttons. */
export const paperFields = hiddenFields({
  paper: choiceField({
    label: 'paper.get.paper',
    choices: [
      { value: 'proof', label: say('paper.proof.title') },
      { value: 'statement', label: say('paper.statement.title') },
    ],
  }),
  format: choiceField({
    label: 'paper.get.format',
    choices: [
      { value: 'pdf', label: say('paper.format.pdf') },
      { value: 'csv', label: say('paper.format.csv') },
    ],
  }),
})
