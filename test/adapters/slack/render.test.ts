import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refuseMessageBlocks } from '../../../adapters/playground/slack/blocks.ts'
import { refuseView } from '../../../adapters/playground/slack/view-rules.ts'
import { cut, escapeText, limits, weigh } from '../../../adapters/slack/limits.ts'
import { formModal, replyMessage, viewModal } from '../../../adapters/slack/render-form.ts'
import { messageBudget, renderView, viewBudget } from '../../../adapters/slack/render-view.ts'
import type { Action, Block } from '../../../src/bot/view.ts'
import { anyForm, anyText, anyView, hostile } from './support/any-view.ts'
import { wordsIn } from './support/press.ts'
import { ScriptedBot, shows, view } from './support/scripted-bot.ts'

const bot = new ScriptedBot()
const phraseIn = (language: string) => (name: string, values?: Record<string, string | number>) =>
  bot.phrase(language, name, values)
const phrase = phraseIn('en')

const runs = { numRuns: 150 }

describe('whatever a view or form holds, Slack takes it', () => {
  test('as a message', () => {
    fc.assert(
      fc.property(anyView, (shown) => {
        const { blocks, text } = replyMessage({ kind: 'view', view: shown }, phrase)
        expect(refuseMessageBlocks(blocks)).toBeUndefined()
        expect(text).not.toBe('')
        expect([...text].length).toBeLessThanOrEqual(limits.fallbackText)
      }),
      runs,
    )
  })

  test('as a modal and as a home page', () => {
    fc.assert(
      fc.property(anyView, (shown) => {
        expect(refuseView(viewModal(shown, phrase), 'modal')).toBeUndefined()
        expect(refuseView({ type: 'home', blocks: renderView(shown, viewBudget, phrase) }, 'home')).toBeUndefined()
      }),
      runs,
    )
  })

  test('as a form, opened or sent as a message', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        expect(refuseView(formModal(form, phrase, { conversation: 'C1', thread: '1.2' }), 'modal')).toBeUndefined()
        expect(refuseMessageBlocks(replyMessage({ kind: 'form', form }, phrase).blocks)).toBeUndefined()
      }),
      runs,
    )
  })
})

test('a form whose heading is long leaves that much less room for what stands below it', () => {
  const long = '漢'.repeat(3_000)
  const form = {
    command: 'case.open',
    title: long,
    submit: 'Go',
    fields: [],
    intro: Array.from({ length: 20 }, () => ({ kind: 'paragraph' as const, text: '漢'.repeat(500) })),
  }
  expect(refuseMessageBlocks(replyMessage({ kind: 'form', form }, phrase).blocks)).toBeUndefined()
})

describe('nothing that a person wrote becomes markup', () => {
  const kinds = (node: unknown): string[] => {
    if (Array.isArray(node)) return node.flatMap(kinds)
    if (typeof node !== 'object' || node === null) return []
    const { type } = node as { type?: unknown }
    return [...(typeof type === 'string' ? [type] : []), ...Object.values(node).flatMap(kinds)]
  }

  test('there is no mrkdwn, no user, link or emoji element anywhere, and no emoji is made of letters', () => {
    fc.assert(
      fc.property(anyView, anyForm, (shown, form) => {
        const made = [
          renderView(shown, messageBudget, phrase),
          formModal(form, phrase),
          replyMessage({ kind: 'form', form }, phrase).blocks,
        ]
        const used = new Set(kinds(made))
        for (const kind of ['mrkdwn', 'markdown', 'link', 'user', 'usergroup', 'channel', 'broadcast', 'emoji'])
          expect(used).not.toContain(kind)
        expect(JSON.stringify(made)).not.toContain('"emoji":true')
      }),
      { numRuns: 50 },
    )
  })

  test.each(hostile.slice(0, 9))('%j is shown letter by letter, and harmless in the fallback', (text) => {
    const { blocks, text: fallback } = replyMessage(
      shows(text, { body: [{ kind: 'facts', facts: [{ label: 'Name', value: text }] }] }),
      phrase,
    )
    expect(wordsIn(blocks)).toContain(text.trim())
    expect(fallback).not.toMatch(/<[!@#h]/)
  })
})

describe('cutting', () => {
  test('weighs the code points of what Slack has escaped, whole or broken', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
        expect(weigh(text)).toBe([...escapeText(text)].length)
        const broken = `${text}\ud83d${text}`
        expect(weigh(broken)).toBe([...escapeText(broken)].length)
      }),
    )
  })

  test('keeps within the limit, counts an ampersand as five, never splits what a person sees as one', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 300 }), (text, limit) => {
        const short = cut(text, limit)
        expect(weigh(short)).toBeLessThanOrEqual(limit)
        expect(short).not.toMatch(/[\ud800-\udfff]/u)
        if (weigh(text) <= limit) expect(short).toBe(text)
      }),
    )
    const family = '👩‍👩‍👧‍👦'
    expect(cut(family.repeat(5), 20)).toBe(`${family.repeat(2)}…`)
    expect(cut('&'.repeat(30), 24)).toBe(`${'&'.repeat(4)}…`)
    expect(escapeText('a & <b>')).toBe('a &amp; &lt;b&gt;')
  })
})

describe('what does not fit', () => {
  const entries = (n: number): Block<string>[] =>
    Array.from({ length: n }, (_, i) => ({ kind: 'entry', title: `License ${i}`, text: 'x'.repeat(100) }))

  test.each([
    ['en', /(\d+) more items are not shown here/],
    ['zh-TW', /還有 (\d+) 項未在此顯示/],
    ['zh-CN', /还有 (\d+) 项未在此显示/],
    ['ja', /ほかに (\d+) 件あります/],
  ])('is counted in the reader’s language (%s), and the buttons stay', (language, words) => {
    const go: Action<string> = { kind: 'invoke', label: 'Go', invoke: { command: 'x' } }
    const blocks = renderView(
      view('Licenses', { body: entries(300), actions: [go] }),
      messageBudget,
      phraseIn(language),
    )
    const shownTitles = wordsIn(blocks).match(/License \d+/g)!.length
    const left = Number(wordsIn(blocks).match(words)![1])
    expect(shownTitles + left).toBe(300)
    expect(blocks.at(-1)?.type).toBe('actions')
    expect(blocks.length).toBeLessThanOrEqual(limits.messageBlocks)
  })

  test('thirty buttons stand in two rows, each button once', () => {
    const actions = Array.from({ length: 30 }, (_, i) => ({
      kind: 'invoke' as const,
      label: `Go ${i}`,
      invoke: { command: 'x' },
    }))
    const rows = renderView(view('Many', { actions }), messageBudget, phrase).filter(({ type }) => type === 'actions')
    expect(rows.map((row: any) => row.elements.length)).toEqual([25, 5])
    expect(new Set(rows.flatMap((row: any) => row.elements.map((one: any) => one.action_id))).size).toBe(30)
  })

  test('of one long list its beginning is shown all the same', () => {
    const facts = Array.from({ length: 30 }, (_, i) => ({ label: `Label ${i}`, value: 'x'.repeat(2_000) }))
    const blocks = renderView(view('Long', { body: [{ kind: 'facts', facts }] }), messageBudget, phrase)
    expect(wordsIn(blocks)).toContain('Label 1')
    expect(wordsIn(blocks)).toContain('not shown here')
  })

  test('a message of long texts ends before Slack refuses it', () => {
    const body: Block<string>[] = Array.from({ length: 20 }, () => ({ kind: 'paragraph', text: '&'.repeat(900) }))
    const blocks = renderView(view('Long', { body }), messageBudget, phrase)
    expect(weigh(wordsIn(blocks))).toBeLessThanOrEqual(limits.messageText)
    expect(wordsIn(blocks)).toContain('not shown here')
  })
})
