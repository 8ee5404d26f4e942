/** A customer who does not give up: signs up, registers licenses and agreements, asks again after every failure. */
import { normalizeSerial } from '../../src/domain/serial.ts'
import { type Chat, pause, promised } from './chat.ts'
import type { Asked } from './errand.ts'
import type { Platforms } from './platforms.ts'
import { contractOf, registrationOf, serialOf } from './vendor.ts'

/** Facts that the bot told people: each of them must stand in the database from then on. */
export interface Told {
  /** E-mail addresses. */
  signedUp: Set<string>
  /** Numbers of licenses, as in `serialOf`. */
  licenses: Set<number>
  agreements: Set<number>
  /** How often a step was begun, and how often it had to be begun again. */
  steps: number
  again: number
  /** The test is over, for better or worse: nobody tries again. */
  over: boolean
}

export const nothingTold = (): Told => ({
  signedUp: new Set(),
  licenses: new Set(),
  agreements: new Set(),
  steps: 0,
  again: 0,
  over: false,
})

const signedUpWords = /You are signed up/
const refusals = /we do not know them|We do not know this|is locked until|Something broke|went wrong on our side/

export interface Customer {
  chat: Chat
  platforms: Platforms
  told: Told
  /** The licenses that are this customer's to register. */
  licenses: number[]
}

/** From stranger to covered customer. Throws when the bot says what it must never say to a customer with right numbers. */
export async function becomeCustomer({ chat, platforms, told, licenses }: Customer): Promise<void> {
  await untilTold(told, () => signUp(chat, platforms))
  told.signedUp.add(chat.email)
  for (const n of licenses) {
    const serial = serialOf(n)
    const key = normalizeSerial(serial)!
    const license = new RegExp(
      `Is this your license|${key}.* is (already )?registered| is (already )?registered.*${key}`,
    )
    await untilTold(told, () => register(chat, `register ${serial} ${registrationOf(n)}`, license))
    told.licenses.add(n)
    const agreement = new RegExp(`Is this your agreement|(The agreement for|This agreement is already).*${key}`)
    await untilTold(told, () => register(chat, `agreement ${serial} ${contractOf(n)}`, agreement))
    told.agreements.add(n)
    await untilTold(told, async () => (await chat.ask(`coverage ${serial}`, /overed/)) !== undefined)
  }
}

async function untilTold(told: Told, step: () => Promise<boolean>): Promise<void> {
  told.steps += 1
  while (!(await step())) {
    if (told.over) throw new Error('the test ended before this person got an answer')
    told.again += 1
    await pause(150)
  }
}

async function signUp(chat: Chat, platforms: Platforms): Promise<boolean> {
  const start = await chat.ask('signup', /You are signed up|"name"|"command":"signup"|"command":"signup\.code"/)
  if (!start) return false
  if (signedUpWords.test(start.words)) return true
  const { email } = chat
  const asked = (): Asked => ({ platform: 'email', address: email })
  // Asked for twice, because nobody answered, it may have been done meanwhile.
  const next = /Confirm your e-mail|Please wait a moment|You are signed up/
  const known = codesTo(platforms, email).length
  const name = email.slice(0, email.indexOf('@'))
  let form = await chat.fill(start, { name, email, phone: '+886 2 5555 0100', company: `Company of ${name}` }, next)
  if (!form) return false
  if (signedUpWords.test(form.words)) return true
  if (form.words.includes('Please wait a moment')) {
    form = await chat.press(form, 'signup.code', /Confirm your e-mail/)
    if (!form) return false
  } else {
    // A code that was sent before is void now; the new one is on its way, however long that takes.
    await promised(platforms, `the code for ${email}`, asked, () =>
      codesTo(platforms, email).length > known ? true : undefined,
    )
  }
  const code = await promised(platforms, `a code for ${email}`, asked, () => codesTo(platforms, email).at(-1))
  const done = await chat.fill(form, { code }, /You are signed up|code/)
  return done !== undefined && signedUpWords.test(done.words)
}

const codesTo = ({ mailbox }: Platforms, email: string): string[] =>
  mailbox
    .mails()
    .filter(({ to }) => to.includes(email))
    .map(({ subject }) => /\d{6}/.exec(subject)?.[0] ?? '')

async function register(chat: Chat, words: string, fits: RegExp): Promise<boolean> {
  const any = new RegExp(`${fits.source}|${refusals.source}`)
  const found = await chat.ask(words, any)
  if (!found) return false
  refuse(found.words, words)
  if (!/Is this your/.test(found.words)) return true
  const done = await chat.fill(found, {}, new RegExp(`${withoutQuestion(fits)}|${refusals.source}`))
  if (!done) return false
  refuse(done.words, words)
  return true
}

/** The same without the question itself, which still stands in the dialog while the answer is on its way. */
const withoutQuestion = ({ source }: RegExp) => source.slice(source.indexOf('|') + 1)

function refuse(words: string, asked: string): void {
  if (refusals.test(words)) throw new Error(`"${asked}" was answered with: ${words.slice(0, 600)}`)
}
