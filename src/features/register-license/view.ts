import { type Fact, type Form, say, type View } from '../../bot/view.ts'
import type { Coverage } from '../../domain/coverage.ts'
import type { License } from '../../domain/license.ts'
import { lastDayOfTerm } from '../../domain/local-date.ts'
import { licenseButton } from '../license-button.ts'

const numberShown = ({ displaySerial }: License) => ({ serial: displaySerial })

function factsOf(license: License): Fact[] {
  const { product, version, quantity, purchasedOn, initialMonths } = license
  return [
    {
      label: say('register.fact.product'),
      value: say('register.fact.product-value', { product: product.name, version }),
    },
    { label: say('register.fact.serial'), value: say('register.fact.serial-value', { serial: numberShown(license) }) },
    { label: say('register.fact.quantity'), value: say('register.fact.quantity-value', { quantity }) },
    { label: say('register.fact.purchased'), value: say('register.fact.day', { day: { day: purchasedOn } }) },
    ...(initialMonths > 0
      ? [
          {
            label: say('register.fact.included'),
            value: say('register.fact.day', { day: { day: lastDayOfTerm(purchasedOn, initialMonths) } }),
          },
        ]
      : []),
  ]
}

/** What the two numbers stand for: the person compares, then submits. */
export const confirmForm = (license: License, numbers: { serial: string; number: string }): Form => ({
  command: 'register.confirm',
  title: say('register.confirm.title'),
  intro: [
    { kind: 'facts', facts: factsOf(license) },
    { kind: 'paragraph', text: say('register.confirm.intro'), emphasis: 'subtle' },
  ],
  fields: [],
  hidden: { serial: numbers.serial, number: numbers.number },
  submit: say('register.submit'),
  // Where others could press it, each looks up for themselves before anything is confirmed.
  reopen: { command: 'register', values: { serial: numbers.serial, number: numbers.number } },
})

export const alreadyView = (license: License): View => ({
  tone: 'info',
  title: say('register.already.title', { product: license.product.name }),
  body: [{ kind: 'paragraph', text: say('register.already.text', { serial: numberShown(license) }) }],
  actions: waysOn(license),
})

/** Registered: what that brought, and what usually comes next. */
export function registeredView(license: License, coverage: Coverage | undefined): View {
  const until = coverage && 'level' in coverage ? coverage.coveredUntil : undefined
  return {
    tone: 'good',
    title: say('register.done.title', { product: license.product.name }),
    body: [
      { kind: 'facts', facts: factsOf(license).slice(0, 2) },
      ...(until
        ? [
            { kind: 'paragraph' as const, text: say('register.done.covered', { day: { day: until } }) },
            { kind: 'paragraph' as const, text: say('register.done.next') },
          ]
        : [{ kind: 'paragraph' as const, text: say('register.done.not-covered') }]),
    ],
    actions: waysOn(license),
  }
}

const waysOn = ({ serial }: License) => [
  licenseButton(say('coverage.action.agreement'), 'agreement', serial, { style: 'primary' }),
  licenseButton(say('commands.coverage.name'), 'coverage', serial),
  licenseButton(say('commands.downloads.name'), 'downloads', serial),
]
