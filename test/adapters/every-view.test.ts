import { beforeAll, describe, expect, test } from 'vitest'
import { mailContent } from '../../adapters/email/mail-content.ts'
import { refuseMessageBlocks } from '../../adapters/playground/slack/blocks.ts'
import { refuseView } from '../../adapters/playground/slack/view-rules.ts'
import { judgeCard } from '../../adapters/playground/teams/cards.ts'
import { limits as slackLimits } from '../../adapters/slack/limits.ts'
import { replyMessage, replyModal } from '../../adapters/slack/render-form.ts'
import { renderView, viewBudget } from '../../adapters/slack/render-view.ts'
import { dialogAnswer, replyCard } from '../../adapters/teams/invoke-answer.ts'
import { sizeOf } from '../../adapters/teams/limits.ts'
import type { Surface } from '../../adapters/teams/render.ts'
import type { Reply } from '../../src/bot/view.ts'
import { languages, loadWords } from '../../src/i18n.ts'
import { root } from '../support/locale-files.ts'
import { collectedViews, everythingShown, exportedViews, otherExports, type Shown } from './every-view/collection.ts'
import { names } from './every-view/people-and-things.ts'
import {
  buttonsOf,
  declinesOf,
  lettersOf,
  missingIn,
  textsOfBlocks,
  textsOfFields,
  textsOfView,
} from './every-view/texts.ts'

const words = loadWords(root)
const phraseIn = (language: string) => (name: string, values?: Record<string, string | number>) =>
  words.phrase(language, `platform.${name}`, values)
const kinds = Object.keys(names) as (keyof typeof names)[]
/** English words are the longest; the gate looks at every name in every language. */
const kindsIn = (language: string) =>
  process.env.CI || language === 'en' ? kinds : kinds.filter((kind) => ['usual', 'longest', 'markup'].includes(kind))
/** Teams' incoming webhooks take no more; everything else takes that. */
const teamsBytes = 28 * 1024

const shown = new Map<string, Shown[]>()
beforeAll(async () => {
  for (const kind of kinds) shown.set(kind, await everythingShown(kind))
})

test('every view that a feature exports is among those looked at', async () => {
  const left = (await exportedViews()).filter((name) => !otherExports.includes(name))
  expect(left).toEqual(collectedViews().filter((name) => !otherExports.includes(name)))
})

interface Read {
  name: string
  reply: Reply<string>
}
const read = new Map<string, Read[]>()

/** Every reply in this language and with these names, privately and before others; put into words once for all tests. */
function everythingRead(kind: keyof typeof names, language: string): Read[] {
  const key = `${kind} ${language}`
  let all = read.get(key)
  if (!all) {
    all = shown.get(kind)!.flatMap(({ name, reply }) =>
      [true, false].map((isPrivate) => ({
        name,
        reply: words.reply(reply, { language, zone: 'Asia/Tokyo', private: isPrivate }),
      })),
    )
    read.set(key, all)
  }
  return all
}

/** What `look` finds wrong with any of them. */
function faultsOf(
  kind: keyof typeof names,
  language: string,
  look: (reply: Reply<string>) => unknown[] | undefined,
): string[] {
  const faults: string[] = []
  for (const { name, reply } of everythingRead(kind, language)) {
    for (const fault of look(reply) ?? []) {
      const said = typeof fault === 'string' ? fault : JSON.stringify(fault)
      faults.push(`${name}: ${[...said].slice(0, 60).join('')} (${lettersOf(said)})`)
    }
  }
  return [...new Set(faults)]
}

describe.each(languages)('in %s', (language) => {
  const phrase = phraseIn(language)
  const surface = (where: Surface['where'], shared = false): Surface => ({
    where,
    shared,
    nonce: 'n'.repeat(36),
    phrase,
  })

  describe.each(kindsIn(language))('with names that are %s', (kind) => {
    test('Slack takes everything as a message, and it says everything', () => {
      const faults = faultsOf(kind, language, (reply) => {
        const message = replyMessage(reply, phrase)
        const refused = refuseMessageBlocks(message.blocks)
        const inBlocks =
          reply.kind === 'view' ? textsOfView(reply) : [reply.form.title, ...textsOfBlocks(reply.form.intro)]
        return [
          ...(refused ? [refused] : []),
          ...(message.text.trim() === '' ? ['no text'] : []),
          ...(lettersOf(message.text) > slackLimits.fallbackText ? ['text is too long'] : []),
          ...missingIn(message.blocks, inBlocks),
        ]
      })
      expect(faults).toEqual([])
    })

    test('Slack takes everything as a modal and as a home page, and they say everything', () => {
      const faults = faultsOf(kind, language, (reply) => {
        const modal = replyModal(reply, phrase, { conversation: 'C1', thread: '1.2' })
        const refused = refuseView(modal, 'modal')
        if (reply.kind === 'form') {
          const { form } = reply
          const texts = [form.title, form.submit, ...textsOfBlocks(form.intro), ...textsOfFields(form)]
          return [...(refused ? [refused] : []), ...missingIn(modal, texts)]
        }
        const home = { type: 'home', blocks: renderView(reply.view, viewBudget, phrase) }
        const homeRefused = refuseView(home, 'home')
        return [
          ...(refused ? [refused] : []),
          ...(homeRefused ? [homeRefused] : []),
          ...missingIn(modal, textsOfView(reply)),
          ...missingIn(home, textsOfView(reply)),
        ]
      })
      expect(faults).toEqual([])
    })

    test('Teams draws everything as a card and in a dialog, also on phones, and it says everything', () => {
      const faults = faultsOf(kind, language, (reply) => {
        const dialog = dialogAnswer({ reply, language }, surface('dialog')).body as any
        const cards = [replyCard(reply, surface('message')), dialog.task.value.card.content]
        const door = replyCard(reply, surface('message', true))
        const declines = declinesOf(reply)
        const texts =
          reply.kind === 'view'
            ? textsOfView(reply).filter((text) => !declines.includes(text))
            : [reply.form.title, reply.form.submit, ...textsOfBlocks(reply.form.intro), ...textsOfFields(reply.form)]
        return [
          ...[...cards, door].flatMap((card) => {
            const { errors, warnings } = judgeCard(card)
            return [...errors, ...warnings, ...(sizeOf(card) > teamsBytes ? ['too large'] : [])]
          }),
          ...missingIn(cards[0], texts),
          // The dialog's own bar has its title.
          ...missingIn(dialog, texts),
        ]
      })
      expect(faults).toEqual([])
    })

    test('a mail says everything but its buttons, under a subject of one line', () => {
      const faults = faultsOf(kind, language, (reply) => {
        if (reply.kind !== 'view') return []
        const { subject, text } = mailContent(reply, language)
        const said = [reply.view.title, ...textsOfBlocks(reply.view.body)].filter(
          (each) =>
            !buttonsOf(reply).some((button) =>
              [button.label, ...(button.kind === 'invoke' ? Object.values(button.confirm ?? {}) : [])].includes(each),
            ),
        )
        return [
          ...(subject.includes('\n') || subject.length > 200 || subject === '' ? [`subject ${subject}`] : []),
          ...missingIn(text, said),
        ]
      })
      expect(faults).toEqual([])
    })
  })

  test('the title of every dialog fits whole into Slack’s 24 letters, and every button stays short', () => {
    const faults = faultsOf('usual', language, (reply) => [
      ...(reply.kind === 'form'
        ? [reply.form.title, reply.form.submit, reply.form.cancel ?? ''].filter(
            (text) => lettersOf(text) > slackLimits.modalTitle,
          )
        : []),
      ...buttonsOf(reply)
        .map(({ label }) => label)
        .filter((label) => lettersOf(label) > 30),
    ])
    expect(faults).toEqual([])
  })

  test('a person with a usual name reads every heading whole', () => {
    expect(
      faultsOf('usual', language, (reply) =>
        reply.kind === 'view' && lettersOf(reply.view.title) > 100 ? [reply.view.title] : [],
      ),
    ).toEqual([])
  })
})
