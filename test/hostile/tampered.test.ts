import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newcomer } from '../../prisma/demo/newcomer.ts'
import { commands } from '../../src/features/index.ts'
import { slackTexts } from './literal.ts'
import { base, type RunningBot, startRunningBot } from './running-bot.ts'

let bot: RunningBot
const { serial, registrationNumber: number } = newcomer.license

beforeAll(async () => {
  bot = await startRunningBot()
  for (const [user, email, company] of [
    ['U0MEI', 'mei.lin@brightport.example', 'Brightport'],
    ['U0WANG', 'jianguo.wang@formosa-bank.example', ''],
    ['U0ERIN', 'erin@vendor.example', ''],
  ] as const) {
    await bot.submit(user, 'signup', {}, { name: 'N', email, phone: '12345', company })
    const mail = await bot.mailbox.waitFor(({ to }) => to.includes(email))
    await bot.submit(user, 'signup.code', {}, { code: /\d{6}/.exec(mail.subject)![0] })
  }
})
afterAll(() => bot?.stop())
afterEach(async () => {
  expect(bot.faults.filter((line) => line.includes('something broke'))).toEqual([])
  expect((await bot.slash('U0OLGA', 'help')).json.blocks.length).toBeGreaterThan(3)
})

const owner = async () =>
  (
    await bot.db.prisma.license.findUnique({
      where: { serial: serial.replaceAll('-', '') },
      include: { organization: true },
    })
  )?.organization?.name

const teamsPress = async (user: string, data: object) => {
  const conversation = bot.teams.state().conversations.find((one) => one.user === user)!
  const activity: any = bot.teams.compose(user, conversation.id, '')
  return bot.teams.post({ ...activity, text: undefined, value: data })
}
const names = [
  '',
  'no.such',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'register.confirm.x',
  'REGISTER',
  '../help',
  'a'.repeat(10_000),
]

test.each(names)(
  'a button with the command %j, which nobody declared, does nothing in Slack and in Teams',
  async (command) => {
    const before = await bot.counts()
    expect((await bot.press('U0MEI', JSON.stringify({ command, values: { serial, number } }))).status).toBe(200)
    expect((await bot.submit('U0MEI', command, { serial, number }, { code: 'x' })).status).toBe(200)
    const [person] = bot.teams.state().people
    expect((await teamsPress(person!.id, { anshin: { command, values: { serial, number }, nonce: 'n' } })).status).toBe(
      200,
    )
    expect(await bot.counts()).toEqual(before)
  },
)

test.each(['', 'null', '[]', '7', '"help"', '{"command":7}', '{"command":{"a":1}}', '{"values":{}}', '{'])(
  'a button whose value is %j does nothing',
  async (value) => {
    const before = await bot.counts()
    expect((await bot.press('U0MEI', value)).status).toBe(200)
    expect(await bot.counts()).toEqual(before)
  },
)

test.each(commands.map(({ name, audience }) => [name, audience]))(
  '%s (for %s) with values that poison prototypes answers and leaves every object as it was',
  async (name) => {
    const before = await bot.counts()
    const poison = `{"command":${JSON.stringify(name)},"values":{"__proto__":"x","constructor":"x","prototype":"x","toString":"x","hasOwnProperty":"x","_form":"1"}}`
    for (const user of ['U0OLGA', 'U0ERIN']) expect((await bot.press(user, poison)).status).toBe(200)
    const note = {
      id: 'V1',
      type: 'modal',
      private_metadata: poison,
      state: JSON.parse('{"values":{"__proto__":{"__proto__":{"value":"x"}},"a":{"constructor":{"value":"x"}}}}'),
    }
    expect((await bot.interact({ type: 'view_submission', ...base('U0OLGA'), view: note })).status).toBe(200)
    const [person] = bot.teams.state().people
    const data = JSON.parse(`{"anshin":${poison.replace('{', '{"nonce":"n",')},"__proto__":{"polluted":"x"}}`)
    expect((await teamsPress(person!.id, data)).status).toBe(200)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(await bot.counts()).toEqual(before)
  },
)

test.each(commands.filter(({ audience }) => audience !== 'everyone').map(({ name, audience }) => [name, audience]))(
  '%s, which is for %s, is refused to others by button, form and shortcut, and changes nothing',
  async (name, audience) => {
    const before = await bot.counts()
    const outsiders = audience === 'staff' ? ['U0OLGA', 'U0MEI'] : ['U0OLGA', 'U0ERIN']
    for (const user of outsiders) {
      const refused = await bot.submit(user, name, { serial, number }, {})
      expect(slackTexts(refused.json).join('\n')).not.toContain('OMFLOW')
      await bot.press(user, JSON.stringify({ command: name, values: { serial, number } }))
      await bot.interact({ type: 'shortcut', ...base(user), callback_id: name })
    }
    expect(await bot.counts()).toEqual(before)
    expect(await owner()).toBeUndefined()
  },
)

test('hidden values win over fields of the same name: a form cannot be made to confirm something else', async () => {
  const before = await bot.counts()
  const answer = await bot.submit('U0MEI', 'register.confirm', { serial: 'SN-1', number: 'N-1' }, { serial, number })
  expect(answer.status).toBe(200)
  expect(await owner()).toBeUndefined()
  expect({ ...(await bot.counts()), happenings: 0 }).toEqual({ ...before, happenings: 0 })
})

test('a confirmation that another person presses acts for the presser alone', async () => {
  const value = JSON.stringify({ command: 'register.confirm', values: { serial, number } })
  await bot.press('U0OLGA', value)
  expect(await owner()).toBeUndefined()
  await bot.press('U0MEI', value)
  expect(await owner()).toBe('Brightport')
  await bot.press('U0WANG', value)
  expect(await owner()).toBe('Brightport')
  const { rows } = await bot.db.pool.query(
    `SELECT actor, organization_id FROM audit_entries WHERE action = 'license-registered'`,
  )
  expect(rows).toMatchObject([{ actor: expect.stringContaining('U0MEI') }])
})

test('a replayed confirmation does nothing the second time', async () => {
  const body = new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      ...base('U0MEI'),
      container: { type: 'message', message_ts: '1.1', channel_id: 'C0GENERAL' },
      channel: { id: 'C0GENERAL' },
      actions: [
        {
          type: 'button',
          action_id: 'a',
          value: JSON.stringify({ command: 'language', values: { to: 'ja' } }),
          action_ts: '9.9',
        },
      ],
    }),
  }).toString()
  const count = async () =>
    (await bot.db.pool.query(`SELECT count(*)::int AS n FROM audit_entries WHERE action = 'language-chosen'`)).rows[0].n
  const before = await count()
  for (let n = 0; n < 5; n++) expect((await bot.signed(body)).status).toBe(200)
  expect(await count()).toBe(before + 1)
})

test('the serial of another organization answers as one that does not exist, in Slack’s own words', async () => {
  const ask = async (what: string) => {
    const { text } = await bot.slash('U0MEI', `coverage ${what}`)
    return text.replaceAll(what, '…').replaceAll(what.replaceAll('-', ''), '…')
  }
  expect(await ask('WAS-7001-4821')).toBe(await ask('WAS-7001-0000'))
})

test('any values of any command, from anyone, get an answer and register nothing', async () => {
  const before = await bot.counts()
  const known = ['serial', 'number', 'what', 'on', 'page', '_form', 'text']
  const asked = ['coverage', 'coverage.in-message', 'help', 'register.confirm', 'agreement.confirm']
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...asked),
      fc.dictionary(
        fc.oneof(fc.constantFrom(...known), fc.string({ maxLength: 20 })),
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.date({ noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
        ),
      ),
      fc.constantFrom('U0MEI', 'U0OLGA', 'U0ERIN'),
      async (command, values, user) => {
        const answer = await bot.submit(user, command, values, {})
        expect(answer.status).toBe(200)
        slackTexts(answer.json)
      },
    ),
    { numRuns: 60 },
  )
  const { happenings: _a, audit: _b, ...after } = await bot.counts()
  const { happenings: _c, audit: _d, ...rest } = before
  expect(after).toEqual(rest)
})
