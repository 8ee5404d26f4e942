import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hostileTexts, slackTexts, squeezed, teamsTexts, unprintableTexts } from './literal.ts'
import { type Answer, type RunningBot, startRunningBot, triageChannel } from './running-bot.ts'

let bot: RunningBot
beforeAll(async () => {
  bot = await startRunningBot()
})
afterAll(() => bot?.stop())
afterEach(async () => {
  expect(bot.faults.filter((line) => line.includes('something broke'))).toEqual([])
  expect((await bot.slash('U0OLGA', 'help')).json.blocks.length).toBeGreaterThan(3)
})

const shown = (answer: Answer) => squeezed(slackTexts(answer.json).join('\n'))
/** A name is written on cards and in letters to others: none holds an address that they could follow. */
const isAddressed = (text: string) => text.includes('://')
let people = 0

/** Signs up a person of this name and company; returns what each step showed. */
async function signUp(name: string, company: string) {
  bot.advance(2)
  const user = `U0NEW${++people}`
  const email = `new${people}@brightport.example`
  const asked = await bot.submit(user, 'signup', {}, { name, company, email, phone: '+886 2 5550 0199' })
  const errors: Record<string, string> | undefined = asked.json.errors
  if (errors) return { user, email, asked, errors }
  const mail = await bot.mailbox.waitFor(({ to }) => to.includes(email))
  const code = /\d{6}/.exec(mail.subject)![0]
  return { user, email, asked, mail, done: await bot.submit(user, 'signup.code', {}, { code }) }
}

describe('a name and a company', () => {
  test.each(hostileTexts.filter((text) => !isAddressed(text)))(
    '%j stays what it is in chat, in the mail and in the vendor’s channel',
    async (text) => {
      const { user, email, mail, done } = await signUp(text, `${text} Ltd`)
      expect(shown(done!)).toContain(squeezed(text))
      expect(shown(done!)).toContain(squeezed(`${text} Ltd`))
      // The mail goes to the one address, and the name in it is a name.
      expect(mail!.to).toEqual([email])
      expect(mail!.headers).not.toHaveProperty('bcc')
      expect(mail!.headers).not.toHaveProperty('cc')
      expect(mail!.html).not.toMatch(/<(script|img|a|at)\b/i)
      const again = await bot.slash(user, 'signup')
      expect(shown(again)).toContain(squeezed(`You are ${text} of ${text} Ltd.`))
      expect(shown(await bot.slash(user, 'coverage'))).toContain(squeezed(`${text} Ltd`))
      const { rows } = await bot.db.pool.query('SELECT name FROM contacts WHERE email = $1', [email])
      expect(rows).toEqual([{ name: text }])

      const told = bot.slack.state().messages.length
      for (let n = 0; n < 5; n++) await bot.slash(user, `register SN-1 WRONG-${n}`)
      const warning = await settled(() =>
        bot.slack
          .state()
          .messages.slice(told)
          .find(({ channel }) => channel === triageChannel),
      )
      expect(squeezed(slackTexts(warning).join('\n'))).toContain(squeezed(`${text} Ltd`))
    },
  )

  test.each([...unprintableTexts, ...hostileTexts.filter(isAddressed)])(
    '%j is refused under its field, and nothing is stored or mailed',
    async (text) => {
      const before = await bot.counts()
      const mails = bot.mailbox.mails().length
      const { errors } = await signUp(`A ${text} B`, `C ${text} D`)
      expect(Object.keys(errors ?? {})).toEqual(['signup/name', 'signup/company'])
      expect(await bot.counts()).toEqual(before)
      expect(bot.mailbox.mails()).toHaveLength(mails)
    },
  )
})

/** What the bot says after its answer comes a moment later. */
async function settled<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((later) => setTimeout(later, 20))
  }
}

const everything = [...hostileTexts, ...unprintableTexts.filter((text) => !text.includes('\ud800'))]

describe('words', () => {
  test.each(everything)('%j typed to the bot in Slack comes back as typed, or not at all', async (text) => {
    const answer = await bot.slash('U0OLGA', text)
    expect(answer.status).toBe(200)
    const heard = squeezed([...text.trim()].slice(0, 40).join(''))
    if (hostileTexts.includes(text)) expect(shown(answer)).toContain(heard)
  })

  test.each(everything)('%j typed to the bot in Teams comes back as typed, or not at all', async (text) => {
    const [person] = bot.teams.state().people
    const conversation = bot.teams.state().conversations.find(({ user }) => user === person!.id)!
    const known = bot.teams.state().messages.length
    // Teams encodes what was typed.
    const encoded = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    expect((await bot.teams.post(bot.teams.compose(person!.id, conversation.id, encoded))).status).toBe(200)
    const message = await settled(() =>
      bot.teams
        .state()
        .messages.slice(known)
        .find((one) => one.bot),
    )
    const texts = squeezed(teamsTexts(message.attachments?.map(({ content }) => content)).join('\n'))
    expect(message.text ?? '').toBe('')
    if (hostileTexts.includes(text) && text.length <= 40)
      expect(texts.replaceAll(' ', '')).toContain(squeezed(text).replaceAll(' ', ''))
  })

  test.each(everything)('%j as a search comes back as typed, and finds nothing', async (text) => {
    const { rows } = await bot.db.pool.query(
      `SELECT 1 FROM chat_identities WHERE user_id = 'U0WANG' AND contact_id IS NOT NULL`,
    )
    if (rows.length === 0) {
      bot.advance(2)
      await bot.submit(
        'U0WANG',
        'signup',
        {},
        { name: 'W', email: 'jianguo.wang@formosa-bank.example', phone: '+886 2 5550 0111' },
      )
      const mail = await bot.mailbox.waitFor(({ to }) => to.includes('jianguo.wang@formosa-bank.example'))
      await bot.submit('U0WANG', 'signup.code', {}, { code: /\d{6}/.exec(mail.subject)![0] })
    }
    const answer = await bot.slash('U0WANG', `coverage zz ${text}`)
    expect(answer.status).toBe(200)
    slackTexts(answer.json)
    const inForm = await bot.submit('U0WANG', 'coverage', {}, { what: `zz ${text}` })
    const found = squeezed([...`zz ${text}`].slice(0, 50).join(''))
    if (hostileTexts.includes(text)) expect(shown(inForm)).toContain(found)
  })

  test.each(everything)('%j as a serial number is refused under its field', async (text) => {
    const refused = await bot.submit('U0WANG', 'register', {}, { serial: `S ${text} {`, number: 'X-1' })
    expect(Object.keys(refused.json.errors)).toEqual(['register/serial'])
    expect(refused.json.errors['register/serial']).not.toContain(text)
  })
})

describe('10,000 characters', () => {
  const long = '長'.repeat(10_000)
  test.each([
    ['signup', 'name'],
    ['signup', 'company'],
    ['signup', 'email'],
    ['signup', 'phone'],
    ['signup', 'language'],
    ['signup.code', 'code'],
    ['invitation', 'code'],
    ['link', 'code'],
    ['language', 'to'],
  ])('in %s, field %s, are refused under the field by a stranger’s form', async (command, field) => {
    const before = await bot.counts()
    const rest = { name: 'N', email: 'n@brightport.example', phone: '12345' }
    const values = { ...(command === 'signup' ? rest : {}), [field]: long }
    const refused = await bot.submit('U0OLGA', command, {}, values)
    expect(refused.json.errors).toHaveProperty([`${command}/${field}`])
    expect(await bot.counts()).toEqual(before)
  })

  test.each([
    ['register', 'serial'],
    ['register', 'number'],
    ['agreement', 'serial'],
    ['agreement', 'number'],
    ['coverage', 'what'],
    ['coverage', 'on'],
  ])('in %s, field %s, are refused under the field by a contact’s form', async (command, field) => {
    const before = await bot.counts()
    const values = { ...(command === 'coverage' ? {} : { serial: 'SN-1', number: 'N-1' }), [field]: long }
    const refused = await bot.submit('U0WANG', command, {}, values)
    expect(refused.json.errors).toHaveProperty([`${command}/${field}`])
    expect(await bot.counts()).toEqual(before)
  })

  test.each(['', 'coverage ', 'register ', 'signup ', 'language ', 'invitation ', 'help '])(
    'after "%s" in a message are answered with one sentence',
    async (command) => {
      const answer = await bot.slash('U0WANG', command + long)
      expect(answer.status).toBe(200)
      expect(slackTexts(answer.json).join('').length).toBeLessThan(500)
    },
  )
})
