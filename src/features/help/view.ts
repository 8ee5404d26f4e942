import { type Action, type Block, invoke, say, type Text, type TextKey, type View } from '../../bot/view.ts'
import type { Ask } from '../kit.ts'

/** Locale keys cannot hold the dots of a command's name. */
const keyOf = (name: string, part: 'name' | 'summary' | 'usage'): TextKey =>
  `commands.${name.replaceAll('.', '-')}.${part}` as TextKey

export const commandName = (name: string): Text => say(keyOf(name, 'name'))

function isFor(audience: string, { contact, staff }: Ask['asker']): boolean {
  if (audience === 'everyone') return true
  return (audience !== 'staff' && contact !== undefined) || (audience !== 'contacts' && staff !== undefined)
}

/** What this person may do, how it is written, and a button for each. */
export function helpView({ services, asker, who }: Ask): View {
  const open = services.listedCommands.filter(
    ({ name, audience }) => name !== 'help' && isFor(audience, asker) && !(asker.contact && name === 'signup'),
  )
  return {
    tone: 'plain',
    title: say('help.title'),
    body: [
      { kind: 'paragraph', text: say('help.intro') },
      ...open
        .filter(({ minor }) => !minor)
        .map(
          ({ name }): Block => ({
            kind: 'entry',
            title: commandName(name),
            text: say(keyOf(name, 'summary')),
            facts: [{ label: say('help.example'), value: say(keyOf(name, 'usage')) }],
            actions: [invoke(commandName(name), name)],
          }),
        ),
      ...minorLines(open),
      ...(who.platform === 'slack'
        ? [
            {
              kind: 'paragraph' as const,
              text: say('help.slack-hint', { command: services.slackCommand }),
              emphasis: 'subtle' as const,
            },
          ]
        : []),
    ],
  }
}

/** What is about one case that is named has one line each: a button would have to ask which. */
function minorLines(open: Ask['services']['listedCommands']): Block[] {
  const items = open
    .filter(({ minor }) => minor)
    .map(({ name }) =>
      say('help.more-line', { usage: say(keyOf(name, 'usage')), summary: say(keyOf(name, 'summary')) }),
    )
  if (items.length === 0) return []
  return [
    { kind: 'paragraph', text: say('help.more'), emphasis: 'strong' },
    { kind: 'bullets', items },
  ]
}

/** Before anyone signed up: what this is, and the three ways in. */
export const welcomeView = (): View => ({
  tone: 'plain',
  title: say('help.welcome.title'),
  body: [
    { kind: 'paragraph', text: say('help.welcome.text') },
    { kind: 'paragraph', text: say('help.welcome.invited'), emphasis: 'subtle' },
  ],
  actions: waysIn,
})

const waysIn: Action[] = [
  invoke(say('commands.signup.name'), 'signup', undefined, 'primary'),
  invoke(say('commands.invitation.name'), 'invitation'),
  invoke(say('commands.language.name'), 'language'),
  invoke(say('common.help'), 'help'),
]

/** Why a stranger gets no answer yet, and the way in. */
export const signUpFirstView = (): View => ({
  tone: 'info',
  title: say('errors.sign-up-first.title'),
  body: [{ kind: 'paragraph', text: say('errors.sign-up-first.text') }],
  actions: waysIn.slice(0, 2),
})

/** The vendor's people have no organization of customers about which this could be asked. */
export const forCustomersView = (): View => ({
  tone: 'info',
  title: say('errors.for-customers.title'),
  body: [{ kind: 'paragraph', text: say('errors.for-customers.text') }],
  actions: [invoke(commandName('queue'), 'queue'), invoke(say('common.help'), 'help')],
})

/** In a channel that is another organization's: the same to everything, whoever asks. */
export const elsewhereView = (): View => ({
  tone: 'info',
  title: say('errors.elsewhere.title'),
  body: [{ kind: 'paragraph', text: say('errors.elsewhere.text') }],
})

export const notAllowedView = (): View => ({ tone: 'warning', title: say('errors.not-allowed.title'), body: [] })

/** The words begin with no command: what was perhaps meant, questions that may answer them, and what there is. */
export function lostView(
  words: string,
  nearest: string | undefined,
  asking: Ask,
  questions: readonly Block[] = [],
): View {
  const help = helpView(asking)
  if (words === '') return help
  const heard = [...words].slice(0, 40).join('')
  return {
    tone: 'plain',
    title: say('errors.unknown-command.title', { words: heard }),
    body: nearest
      ? [
          { kind: 'paragraph', text: say('errors.unknown-command.nearest', { command: commandName(nearest) }) },
          ...questions,
        ]
      : [...questions, { kind: 'paragraph', text: say('errors.unknown-command.text') }, ...help.body.slice(1)],
    ...(nearest
      ? { actions: [invoke(commandName(nearest), nearest, undefined, 'primary'), invoke(say('common.help'), 'help')] }
      : {}),
  }
}

/** Something broke: the reference under which the log has it. */
export const brokenView = (reference: string): View => ({
  tone: 'bad',
  title: say('errors.broken.title'),
  body: [{ kind: 'paragraph', text: say('errors.broken.text', { reference }) }],
})
