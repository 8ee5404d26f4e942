/** The card of a file that was handed over: why, what proves it, until when, and what can be done with its link. */
import { type Action, type Block, type Fact, type Invocation, invoke, say, type Text, type View } from '../bot/view.ts'
import type { HandOut } from '../domain/hand-out.ts'
import { sizeText } from './file-size.ts'
import { licenseButton } from './license-button.ts'
import { shortText } from './short-text.ts'
import { verifyCommands } from './verify-commands.ts'

export interface ToldFile {
  /** The ground in a sentence that names its days. */
  why: Text
  /** Asks for the same again: a new link. */
  again: Invocation
  /** The license to which it belongs: a case can be opened about it. */
  serial?: string
  facts?: Fact[]
}

const minute = 60_000

/** The link stands above all that is only looked up: on a phone the rest is a screen of its own. */
export function downloadCard(handOut: HandOut, url: string, told: ToldFile, now: Date): View {
  const { fileName, sizeBytes, sha256, until, id } = handOut
  const { why, again, serial, facts = [] } = told
  return {
    tone: 'good',
    title: say('downloads.card.title', { name: shortText(fileName, 120) }),
    body: [
      {
        kind: 'entry',
        title: say('downloads.card.until-value', {
          count: Math.max(1, Math.round((until.getTime() - now.getTime()) / minute)),
          until: { instant: until.toISOString() },
        }),
        text: say('downloads.card.yours'),
        actions: [
          { kind: 'link', label: say('downloads.action.fetch'), url },
          { kind: 'invoke', label: say('downloads.action.again'), invoke: again },
          invoke(say('downloads.action.revoke'), 'downloads.revoke', { id }),
        ],
      },
      {
        kind: 'facts',
        facts: [
          { label: say('downloads.card.why'), value: why },
          ...facts,
          { label: say('downloads.card.size'), value: sizeText(sizeBytes) },
          {
            label: say('downloads.card.sha256'),
            value: sha256 ? say('common.verbatim', { text: sha256 }) : say('downloads.card.sha256-later'),
          },
        ],
      },
      ...(sha256 ? verifyBlocks(fileName, sha256) : []),
    ],
    ...(serial ? { actions: [aboutFile(serial, fileName)] } : {}),
  }
}

const aboutFile = (serial: string, fileName: string): Action =>
  licenseButton(say('downloads.action.case'), 'case.open', serial, { more: { text: shortText(fileName, 100) } })

const verifyBlocks = (fileName: string, sha256: string): Block[] => [
  { kind: 'paragraph', text: say('downloads.verify.title'), emphasis: 'strong' },
  ...verifyCommands(fileName, sha256).flatMap(({ system, line }): Block[] => [
    { kind: 'paragraph', text: say(`downloads.verify.${system}`), emphasis: 'subtle' },
    { kind: 'prose', prose: [{ kind: 'code', text: line }] },
  ]),
]

/** The operator has not told at which address the bot is reached. */
export const noAddressView = (): View => ({
  tone: 'warning',
  title: say('downloads.no-address.title'),
  body: [{ kind: 'paragraph', text: say('downloads.no-address.text') }],
})
