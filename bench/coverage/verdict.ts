import type { Question } from './customers.ts'
import type { Answer } from './load.ts'

/** Throws unless the answer is the coverage of just that license: its mark and day in the headline, its serial below. */
export function checkVerdict({ serial, mark, day, user }: Question, { status, body }: Answer): void {
  const wrong = (why: string) => new Error(`${user} asked for ${serial}: ${why} in ${status} ${body.slice(0, 600)}`)
  if (status !== 200) throw wrong('no acknowledgement')
  const message = JSON.parse(body) as {
    response_type?: string
    blocks?: { type: string; text?: { text: string }; elements?: { elements?: { text?: string }[] }[] }[]
  }
  const header = message.blocks?.find(({ type }) => type === 'header')?.text?.text ?? ''
  if (message.response_type !== 'ephemeral') throw wrong('the answer is not private')
  if (!header.startsWith(mark)) throw wrong(`no ${mark} at the head`)
  if (!header.includes(day)) throw wrong(`no ${day} in the headline`)
  const facts = message.blocks?.flatMap(({ elements }) => elements?.flatMap((inner) => inner.elements ?? []) ?? [])
  if (!facts?.some(({ text }) => text?.trim() === serial)) throw wrong('no serial among the facts')
}
