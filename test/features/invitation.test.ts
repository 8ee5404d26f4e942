import { expect, test } from 'vitest'
import { onEachChat, type Person } from '../support/conversation.ts'

const sato = 'ken.sato@kitano-seiki.example'

onEachChat('invitation', (chat) => {
  const claim = async (person: Person, code: string) => person.submits(await person.says('invitation'), { code })
  const letter = async (email = sato) => (await chat().invitations())[email]!

  test('the code of the welcome letter makes a person the contact whom the vendor prepared', async () => {
    const code = await letter()
    const person = chat().person('SATO')
    const done = await person.says(`invitation ${code}`)
    expect(done.values('signup.done.title')).toEqual({ name: '佐藤健' })
    expect(done.values('signup.done.imported')).toEqual({ organization: 'Kitano Seiki' })
    expect(done.offers).toEqual(['coverage', 'help'])
    expect((await person.presses(done, 'coverage')).values('coverage.overview.title')).toEqual({
      organization: 'Kitano Seiki',
    })
    expect(await chat().audit()).toMatchObject([{ action: 'invitation-claimed', organizationId: 'KITANO-SEIKI' }])
    expect(JSON.stringify(await chat().audit())).not.toContain(code.replaceAll('-', ''))
    expect(await chat().outbox()).toEqual([])
  })

  test.each([
    ['without hyphens, in lower case', (code: string) => code.replaceAll('-', '').toLowerCase()],
    [
      'in full width',
      (code: string) => code.replace(/[!-~]/g, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0)),
    ],
    ['with spaces for hyphens', (code: string) => ` ${code.replaceAll('-', ' ')} `],
  ])('the code may be copied %s', async (_how, written) => {
    expect((await claim(chat().person('SATO'), written(await letter()))).keys[0]).toBe('signup.done.title')
  })

  test('used, expired and wrong codes are refused with the same words, and change nothing', async () => {
    const used = await letter()
    await claim(chat().person('SATO'), used)
    const expired = await letter('jing.chen@pudong-logistics.example')
    chat().advance({ days: 31 })
    const before = (({ happenings: _, ...rest }) => rest)(await chat().stored())
    const answers = []
    for (const code of [used, expired, 'NEVER-WAS-ONE1']) {
      const refused = await claim(chat().person('OLGA'), code)
      expect(refused).toMatchObject({ refused: true, reply: { form: { fields: [{ value: code }] } } })
      answers.push(refused.shown.kind === 'form' ? refused.shown.form.fields.map(({ error }) => error) : [])
    }
    expect(new Set(answers.flat()).size).toBe(1)
    expect((({ happenings: _, ...rest }) => rest)(await chat().stored())).toEqual(before)
    expect((await chat().person('OLGA').opensHome()).keys[0]).toBe('help.welcome.title')
  })

  test('five wrong codes lock the person for 15 minutes, the vendor is warned once, and others are not locked', async () => {
    const code = await letter()
    const person = chat().person('OLGA')
    const errors: (string | undefined)[] = []
    for (let n = 0; n < 7; n++) errors.push((await claim(person, `WRONG-${n}`)).error('code'))
    expect(errors).toEqual([...Array(5).fill('invitation.refused'), 'invitation.locked', 'invitation.locked'])
    expect((await claim(person, code)).error('code')).toBe('invitation.locked')
    expect(await chat().outbox()).toMatchObject([{ to: { conversation: 'C0TRIAGE' }, language: 'en' }])
    expect((await chat().audit()).map(({ action }) => action)).toEqual(['codes-locked'])
    chat().advance({ minutes: 15 })
    expect((await claim(person, code)).keys[0]).toBe('signup.done.title')
  })

  test('another person is not locked by the failures of the first', async () => {
    for (let n = 0; n < 5; n++) await claim(chat().person('OLGA'), `WRONG-${n}`)
    expect((await claim(chat().person('SATO'), await letter())).keys[0]).toBe('signup.done.title')
  })

  test('two who use one code at once: one becomes the contact', async () => {
    const code = await letter()
    const done = await Promise.all(['A', 'B'].map((name) => claim(chat().person(name), code)))
    expect(done.map((turn) => turn.error('code') ?? turn.keys[0]).sort()).toEqual([
      'invitation.refused',
      'signup.done.title',
    ])
  })

  test('who is known already is told who they are, contact or staff, and keeps the letter unused', async () => {
    const code = await letter()
    const mei = await chat().signedUp('mei.lin@brightport.example', { company: 'Brightport' })
    expect((await mei.says(`invitation ${code}`)).values('signup.already.text')).toMatchObject({
      organization: 'Brightport',
    })
    const erin = await chat().signedUp('erin@vendor.example')
    expect((await erin.says(`invitation ${code}`)).keys[0]).toBe('signup.done.staff')
    expect((await claim(chat().person('SATO'), code)).keys[0]).toBe('signup.done.title')
  })

  test.each(['no', '!!!', 'A'.repeat(41)])(
    'what cannot be a code (%s) is told so and counts as no try',
    async (code) => {
      const person = chat().person('OLGA')
      for (let n = 0; n < 6; n++) expect((await claim(person, code)).error('code')).toBe('errors.code')
      expect((await claim(person, 'NEVER-WAS-ONE1')).error('code')).toBe('invitation.refused')
    },
  )
})
