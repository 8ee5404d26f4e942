import { type Form, say, type View } from '../../bot/view.ts'
import type { Agreement } from '../../domain/agreement.ts'
import type { License } from '../../domain/license.ts'
import { licenseButton } from '../license-button.ts'

interface Found {
  license: License
  agreement: Agreement
}

const days = ({ startsOn, endsOn }: Agreement) => ({ from: { day: startsOn }, to: { day: endsOn } })

/** The term that the numbers stand for. */
export const confirmForm = ({ license, agreement }: Found, numbers: { serial: string; number: string }): Form => ({
  command: 'agreement.confirm',
  title: say('agreement.confirm.title'),
  intro: [
    {
      kind: 'facts',
      facts: [
        {
          label: say('agreement.fact.product'),
          value: say('agreement.fact.product-value', {
            product: license.product.name,
            serial: { serial: license.displaySerial },
          }),
        },
        { label: say('agreement.fact.term'), value: say('agreement.fact.term-value', days(agreement)) },
        { label: say('agreement.fact.level'), value: say(`agreement.level.${agreement.level}`) },
      ],
    },
    { kind: 'paragraph', text: say('register.confirm.intro'), emphasis: 'subtle' },
  ],
  fields: [],
  hidden: { serial: numbers.serial, number: numbers.number },
  submit: say('register.submit'),
  // Where others could press it, each looks up for themselves before anything is confirmed.
  reopen: { command: 'agreement', values: { serial: numbers.serial, number: numbers.number } },
})

export const alreadyView = ({ license, agreement }: Found): View => ({
  tone: 'info',
  title: say('agreement.already.title'),
  body: [{ kind: 'paragraph', text: say('agreement.already.text', days(agreement)) }],
  actions: [checkCoverage(license)],
})

export const registeredView = ({ license, agreement }: Found): View => ({
  tone: 'good',
  title: say('agreement.done.title', { product: license.product.name }),
  body: [{ kind: 'paragraph', text: say('agreement.done.text', days(agreement)) }],
  actions: [checkCoverage(license)],
})

export const licenseFirstView = (serial: string): View => ({
  tone: 'warning',
  title: say('agreement.license-first.title'),
  body: [{ kind: 'paragraph', text: say('agreement.license-first.text', { serial: { serial } }) }],
  actions: [licenseButton(say('coverage.action.register'), 'register', serial, { style: 'primary' })],
})

const checkCoverage = ({ serial }: License) =>
  licenseButton(say('commands.coverage.name'), 'coverage', serial, { style: 'primary' })
