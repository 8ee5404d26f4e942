/** Every view and form that the features can show, and what of them could not be collected. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../../../src/bot/command.ts'
import { formOf, formWanted } from '../../../src/bot/form.ts'
import { type Reply, say, type Text, type View } from '../../../src/bot/view.ts'
import { coverageOn } from '../../../src/domain/coverage.ts'
import type { DomainEvent } from '../../../src/domain/events.ts'
import type { ChatIdentity } from '../../../src/domain/identity.ts'
import * as coverage from '../../../src/features/coverage/view.ts'
import * as help from '../../../src/features/help/view.ts'
import { commands, listeners } from '../../../src/features/index.ts'
import { invitationLetter } from '../../../src/features/invitation/letter.ts'
import * as invitation from '../../../src/features/invitation/view.ts'
import type { Ask } from '../../../src/features/kit.ts'
import * as kit from '../../../src/features/kit-views.ts'
import * as link from '../../../src/features/link/view.ts'
import * as papers from '../../../src/features/papers/view.ts'
import * as agreement from '../../../src/features/register-agreement/view.ts'
import * as license from '../../../src/features/register-license/view.ts'
import * as signUp from '../../../src/features/sign-up/view.ts'
import { root } from '../../support/locale-files.ts'
import { caseForms, caseHome, caseMakers, caseOf, caseParts, messageOf } from './cases.ts'
import { contactEventsOf, contactMakers, contactParts } from './contacts.ts'
import { downloadMakers } from './downloads.ts'
import { caseEventsOf, dossierOf, engineerMakers, engineerParts } from './engineers.ts'
import { guideBlocks, guideMakers, guideParts, salesEventsOf } from './guide.ts'
import { type Cast, castNamed, everyState, instant, manyDossiers, names, today } from './people-and-things.ts'

export interface Shown {
  name: string
  reply: Reply
}

const slack: ChatIdentity = { platform: 'slack', workspace: 'T1', user: 'U1' }

/** What a person asking would be, without anything that a view may not use. */
const askingOf = (cast: Cast, who: 'stranger' | 'contact' | 'staff', platform: 'slack' | 'teams') =>
  ({
    who: { ...slack, platform },
    asker: {
      who: slack,
      ...(who === 'contact' ? { contact: cast.contact, organization: cast.organization } : {}),
      ...(who === 'staff' ? { staff: { email: 'a@b.example', name: cast.contact.name, role: 'engineer' } } : {}),
    },
    services: { listedCommands: commands.filter(({ listed }) => listed), slackCommand: '/support' },
  }) as unknown as Ask

/** By module and export: a list of what that function can answer. */
type Makers = Record<string, (cast: Cast) => (View | Reply)[]>

const judged = (cast: Cast) =>
  everyState(cast).map(([, dossier]) => ({ dossier, coverage: coverageOn(today, dossier) }))
const overview = (cast: Cast, count: number, page = 1) => ({
  organization: cast.organization,
  day: today,
  dossiers: manyDossiers(cast, count),
  page,
  asked: today,
})
const numbers = { serial: 'S'.repeat(64), number: 'N'.repeat(64) }
const asForm = (form: object) => ({ kind: 'form', form }) as Reply

const makers: Makers = {
  ...caseMakers,
  ...engineerMakers,
  ...downloadMakers,
  ...contactMakers,
  ...guideMakers,
  'coverage/view.coverageCard': (cast) =>
    judged(cast).map(({ dossier, coverage: verdict }) =>
      coverage.coverageCard(dossier, verdict, cast.organization.timeZone),
    ),
  'coverage/view.coverageOverview': (cast) => [
    ...[0, 1, 8, 9, 300].map((count) => coverage.coverageOverview(overview(cast, count))),
    coverage.coverageOverview(overview(cast, 300, 38)),
  ],
  'coverage/view.manyFound': (cast) => [
    coverage.manyFound(cast.dossier.product.name, overview(cast, 4)),
    coverage.manyFound('寬'.repeat(200), overview(cast, 300)),
  ],
  'coverage/view.noneFound': (cast) => [
    coverage.noneFound(cast.dossier.product.name, cast.organization, manyDossiers(cast, 3)),
    coverage.noneFound('𠮷'.repeat(100), cast.organization),
  ],
  'coverage/view.noneInMessage': (cast) => [coverage.noneInMessage(cast.organization)],
  'help/view.helpView': (cast) =>
    (['stranger', 'contact', 'staff'] as const).flatMap((who) =>
      (['slack', 'teams'] as const).map((platform) => help.helpView(askingOf(cast, who, platform))),
    ),
  'help/view.welcomeView': () => [help.welcomeView()],
  'help/view.signUpFirstView': () => [help.signUpFirstView()],
  'help/view.forCustomersView': () => [help.forCustomersView()],
  'help/view.elsewhereView': () => [help.elsewhereView()],
  'help/view.notAllowedView': () => [help.notAllowedView()],
  'help/view.lostView': (cast) => [
    help.lostView('', undefined, askingOf(cast, 'contact', 'slack')),
    help.lostView(cast.contact.name, undefined, askingOf(cast, 'contact', 'teams')),
    help.lostView('ｗ'.repeat(4_000), 'coverage', askingOf(cast, 'stranger', 'slack')),
  ],
  'help/view.brokenView': () => [help.brokenView('7F3K2A')],
  'invitation/view.claimedView': ({ contact, organization }) => [invitation.claimedView(contact, organization)],
  'kit-views.registeringLockedView': () => [kit.registeringLockedView(instant)],
  'kit-views.alreadyView': ({ contact, organization }) => [
    kit.alreadyView({ kind: 'contact', contact, organization }),
    kit.alreadyView({ kind: 'staff', staff: { email: 'a@b.example', name: contact.name, role: 'engineer' } }),
  ],
  'kit-views.staffView': () => [kit.staffView()],
  'link/view.codeView': () => [link.codeView('12345678', instant)],
  'link/view.linkedView': ({ contact, organization }) => [link.linkedView(contact, organization)],
  'papers/view.papersView': (cast) =>
    [[], manyDossiers(cast, 300)].flatMap((licenses) => {
      const holdings = { licenses, contacts: [cast.contact], centers: [] }
      const of = { organization: cast.organization, holdings, now: instant }
      return [papers.papersView(['proof', 'statement'], of), papers.papersView(['statement'], of)]
    }),
  'papers/view.notYoursView': (cast) =>
    [0, 1, 8, 300].flatMap((count) =>
      (['proof', 'statement'] as const).map((paper) => {
        const holders = Array.from({ length: count }, () => cast.contact)
        return papers.notYoursView(paper, { organization: cast.organization, holders, allowed: ['statement'] })
      }),
    ),
  'register-agreement/view.confirmForm': (cast) => [
    asForm(agreement.confirmForm({ license: cast.dossier, agreement: cast.agreement }, numbers)),
  ],
  'register-agreement/view.alreadyView': (cast) => [
    agreement.alreadyView({ license: cast.dossier, agreement: cast.agreement }),
  ],
  'register-agreement/view.registeredView': (cast) => [
    agreement.registeredView({ license: cast.dossier, agreement: cast.agreement }),
  ],
  'register-agreement/view.licenseFirstView': () => [agreement.licenseFirstView(numbers.serial)],
  'register-license/view.confirmForm': (cast) => [
    asForm(license.confirmForm(cast.dossier, numbers)),
    asForm(license.confirmForm({ ...cast.dossier, initialMonths: 0 }, numbers)),
  ],
  'register-license/view.alreadyView': (cast) => [license.alreadyView(cast.dossier)],
  'register-license/view.registeredView': (cast) => [
    license.registeredView(cast.dossier, undefined),
    ...judged(cast).map((each) => license.registeredView(each.dossier, each.coverage)),
  ],
  'sign-up/view.codeForm': ({ contact }) => [
    asForm(signUp.codeForm('signup.code.intro', contact.email, 15)),
    asForm(signUp.codeForm('signup.code.resent', contact.email, 1)),
  ],
  'sign-up/view.tooSoonView': () => [signUp.tooSoonView(instant)],
  'sign-up/view.noMailView': () => [signUp.noMailView()],
  'sign-up/view.linkInsteadView': () => [signUp.linkInsteadView()],
  'sign-up/view.signedUpView': ({ contact, organization }) => [
    ...(['new', 'imported'] as const).map((how) => signUp.signedUpView({ how, contact, organization })),
    signUp.signedUpView({ how: 'new', contact, organization, asked: true }),
  ],
}

/** `help/view.helpView` for every function that a view module exports. */
export async function exportedViews(): Promise<string[]> {
  const folder = join(root, 'src/features')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(^|\/|-)views?\.ts$/.test(file))
  const found: string[] = []
  for (const file of files) {
    const module: Record<string, unknown> = await import(join(folder, file))
    for (const [name, value] of Object.entries(module)) {
      if (typeof value === 'function') found.push(`${file.replace(/\.ts$/, '')}.${name}`)
    }
  }
  return found.sort()
}

/** Exported beside the views, but no views themselves. */
export const otherExports = [
  ...caseParts,
  ...engineerParts,
  ...contactParts,
  ...guideParts,
  'help/view.commandName',
  'kit-views.knownAs',
  'sign-up/view.staffView',
]

export const collectedViews = (): string[] => Object.keys(makers).sort()

const isReply = (shown: View | Reply): shown is Reply => 'kind' in shown

function formsOf(command: Command, typed: string): Shown[] {
  if (!command.form) return []
  const fields = Object.keys(command.fields)
  const known = Object.fromEntries(fields.map((name) => [name, typed]))
  const errors = Object.fromEntries(
    fields.map((name): [string, Text] => [name, say('errors.too-long', { max: 4_000 })]),
  )
  // What is offered to somebody is offered at all; what exactly, is shown with the views of the ability.
  const offered = Object.fromEntries(
    Object.entries<Command['fields'][string]>(command.fields)
      .filter(([, { choices, hidden }]) => choices?.length === 0 && !hidden)
      .map(([name]) => [name, [{ value: 'x', label: say('common.anshin') }]]),
  )
  const variants = [
    ['empty', formOf(command, {}, {}, offered)],
    ['filled in', formOf(command, { ...known, [formWanted]: '1' }, {}, offered)],
    ['refused', formOf(command, known, errors, offered)],
  ] as const
  return variants.map(([how, form]) => ({ name: `${command.name}, ${how}`, reply: asForm(form!) }))
}

/** What is said unasked: every listener hears every event. */
async function told(cast: Cast): Promise<Shown[]> {
  const of = { who: slack, contactId: cast.contact.id, organizationId: cast.organization.id }
  const events: DomainEvent[] = [
    {
      kind: 'sign-up-code-issued',
      who: slack,
      name: cast.contact.name,
      email: 'a@b.example',
      code: '123456',
      expiresAt: instant,
    },
    { kind: 'signed-up', how: 'new', ...of },
    { kind: 'identity-linked', ...of },
    { kind: 'identity-linked', ...of, who: { ...slack, platform: 'teams' } },
    { kind: 'staff-recognised', who: slack, email: 'a@b.example' },
    { kind: 'invitation-claimed', ...of },
    { kind: 'license-registered', serial: cast.dossier.serial, ...of },
    { kind: 'agreement-registered', serial: cast.dossier.serial, agreementId: 'agreement-1', ...of },
    { kind: 'registration-locked', until: instant, ...of },
    { kind: 'codes-locked', until: instant, who: slack },
    { kind: 'language-chosen', language: 'ja', who: slack },
    ...caseEventsOf(cast),
    ...contactEventsOf(cast),
    ...salesEventsOf(cast),
  ]
  const colleague = { ...cast.contact, id: 'contact-2' as typeof cast.contact.id }
  const identities = [{ ...slack }, { ...slack, user: 'U2' }]
  const surroundings = {
    eventId: 'event',
    now: instant,
    vendor: { to: { kind: 'email', address: 'x@y.example' } as const, language: 'en', zone: 'UTC' },
    languageFor: () => 'en',
    channelCalled: () => undefined,
    directory: {
      localeOf: async () => 'en',
      organization: async () => cast.organization,
      contactsOf: async () => [
        { contact: cast.contact, identities },
        { contact: colleague, identities },
      ],
      contactOnFile: async (id: string) => ({ contact: { ...colleague, id: id as typeof colleague.id }, identities }),
      license: async () => cast.dossier,
      agreement: async () => cast.agreement,
      caseDossier: async () => dossierOf(cast, caseOf(cast)),
      caseMessage: async () => messageOf(cast, 0),
    },
  }
  const said = await Promise.all(
    listeners.flatMap((listener) =>
      events.map(async (event) =>
        (await listener(event, surroundings)).flatMap(({ content }) =>
          content.kind === 'view' || content.kind === 'form' ? [{ name: `told of ${event.kind}`, reply: content }] : [],
        ),
      ),
    ),
  )
  const letter = invitationLetter(
    {
      email: 'a@b.example',
      name: cast.contact.name,
      organizationName: cast.organization.name,
      code: 'ABCD-EFGH-JKLM',
      codeHash: 'hash',
      by: 'lin@acme.example',
      expiresAt: instant,
    } as Parameters<typeof invitationLetter>[0],
    'en',
  )
  return [...said.flat(), { name: 'invitation letter', reply: letter.content as Reply }]
}

/** Answers that a command puts together by itself. */
async function ran(cast: Cast): Promise<Shown[]> {
  const dossiers = manyDossiers(cast, 13).slice(-3)
  const asking = {
    ...askingOf(cast, 'contact', 'slack'),
    now: instant,
    services: { coverage: { dossiers: async () => dossiers }, accounts: { chooseLanguage: async () => {} } },
  } as unknown as Ask
  const of = (name: string) => commands.find((command) => command.name === name) as Command
  const text = dossiers.map(({ displaySerial }) => displaySerial).join(', ')
  return [
    { name: 'three coverage cards', reply: await of('coverage').run({ what: cast.dossier.product.name }, asking) },
    { name: 'coverage of a message', reply: await of('coverage.in-message').run({ text }, asking) },
    { name: 'language', reply: await of('language').run({ to: 'ja' }, asking) },
  ]
}

/** Everything, with names of one kind. */
export async function everythingShown(kind: keyof typeof names): Promise<Shown[]> {
  const cast = castNamed(names[kind])
  const views = Object.entries(makers).flatMap(([name, make]) =>
    make(cast).map(
      (shown, i): Shown => ({
        name: `${name} ${i}`,
        reply: isReply(shown) ? shown : { kind: 'view', view: shown },
      }),
    ),
  )
  return [
    ...views,
    ...(await ran(cast)),
    ...caseForms(cast),
    ...guideBlocks(cast).map((view): Shown => ({ name: 'blocks', reply: { kind: 'view', view } })),
    ...caseHome(cast, coverage.coverageOverview(overview(cast, 300))).map(
      (view): Shown => ({ name: 'home', reply: { kind: 'view', view } }),
    ),
    ...commands.flatMap((command) => formsOf(command as Command, names[kind])),
    ...(await told(cast)),
  ]
}
