/** A newcomer's first minutes, in a real browser, with the bot as `npm start` runs it. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newcomer } from '../../prisma/demo/newcomer.ts'
import { addDays, dayIn, daysBetween, type LocalDate } from '../../src/domain/local-date.ts'
import { loadWords } from '../../src/i18n.ts'
import { projectFolder } from '../../src/store/migrations-folder.ts'
import { chromiumPath, startChromium } from '../support/chromium.ts'
import { type StartedBot, startBot } from './support/started-bot.ts'
import { type Visitor, visit } from './support/visitor.ts'

const words = loadWords(projectFolder)
const en = (key: string, values?: Record<string, string | number>) => words.phrase('en', key, values)
const ja = (key: string, values?: Record<string, string | number>) => words.phrase('ja', key, values)
/** Written out here, and not by the bot's own formatter. */
const months = 'January February March April May June July August September October November December'.split(' ')
const parts = (day: LocalDate) => day.split('-').map(Number) as [number, number, number]
const inEnglish = (day: LocalDate) => {
  const [year, month, date] = parts(day)
  return `${months[month - 1]} ${date}, ${year}`
}
const inJapanese = (day: LocalDate) => {
  const [year, month, date] = parts(day)
  return `${year}年${month}月${date}日`
}
/** Stands for a value that is not at issue. */
const any = '\u0000'
/** A Japanese sentence with these values in it. */
const inAnyWords = (key: string, values: Record<string, string | number>) =>
  new RegExp(
    ja(key, values)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll(any, '.+'),
  )
const { serial, registrationNumber, contractNumber } = newcomer.license
const today = () => dayIn(new Date(), 'Asia/Taipei')
/** The demo's agreement ends 120 days after the day of the first start. */
const agreementDays = 120

if (!chromiumPath) {
  console.warn(
    'Skipped: no Chromium in /usr/bin (Debian: apt-get install chromium fonts-noto-cjk). CI=true fails then.',
  )
}

describe.skipIf(!chromiumPath)('a newcomer in the browser', { timeout: 300_000 }, () => {
  let bot: StartedBot
  let browser: Browser
  let visitor: Visitor
  /** Today, or one of two days where midnight fell into the start. */
  let started: LocalDate[]

  beforeAll(async () => {
    const before = today()
    bot = await startBot()
    started = [...new Set([before, today()])]
    browser = await startChromium()
    visitor = await visit(browser, bot.address)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await bot?.stop()
  }, 60_000)

  afterEach(({ task }) => (task.result?.state === 'fail' ? visitor.report('newcomer', bot.printed()) : undefined))

  test('signs up and registers in Slack, links Teams, and there reads in Japanese what is covered, and later what lapsed', async () => {
    const { page, pane, write, dialog, said, photograph } = visitor
    const close = async () => {
      await pane('slack')
        .getByRole('dialog')
        .locator('footer')
        .getByRole('button', { name: en('platform.close') })
        .click()
      await pane('slack').getByRole('dialog').waitFor({ state: 'detached' })
    }

    // The first screen: an English reader meets an English bot, with things to try.
    await pane('slack')
      .getByRole('button', { name: en('commands.signup.name'), exact: true })
      .waitFor()
    expect(await pane('slack').locator('.hints button').allInnerTexts()).toEqual([
      '✕',
      en('commands.signup.name'),
      `${en('commands.register.name')} · ${serial}`,
      `${en('commands.agreement.name')} · ${contractNumber}`,
      en('commands.coverage.name'),
    ])
    await photograph('first-screen')

    // Signing up, with the code from the mailbox.
    await pane('slack')
      .getByRole('button', { name: en('commands.signup.name'), exact: true })
      .click()
    const signUp = await dialog(en('signup.intro'))
    await signUp.getByLabel(en('signup.field.name')).fill('Alex Morgan')
    await signUp.getByLabel(en('signup.field.email')).fill('alex.morgan@brightport.example')
    await signUp.getByLabel(en('signup.field.phone')).fill('+44 20 7946 0000')
    await signUp.getByLabel(en('signup.field.company')).fill('Brightport')
    await photograph('slack-sign-up')
    await signUp.getByRole('button', { name: en('signup.submit') }).click()
    // Invitations of others may lie in the mailbox, too.
    const mail = pane('mail').getByRole('article').filter({ hasText: 'alex.morgan@brightport.example' })
    const code = await mail.getByTestId('mail-code').innerText()
    expect(code).toMatch(/^\d{6}$/)
    const confirm = await dialog(en('signup.code.title'))
    await confirm.getByLabel(en('signup.code.field')).fill(code)
    await confirm.getByRole('button', { name: en('signup.code.submit') }).click()
    await dialog(en('signup.done.title', { name: 'Alex Morgan' }))
    await close()

    // The license: look up, compare, submit. Its numbers are typed as people type them.
    await write('slack', '/support register')
    const license = await dialog(en('register.intro'))
    await license.getByLabel(en('register.field.serial')).fill(serial.toLowerCase().replaceAll('-', ' '))
    await license.getByLabel(en('register.field.number')).fill(registrationNumber)
    await license.getByRole('button', { name: en('register.look-up') }).click()
    const thisLicense = await dialog(en('register.confirm.title'))
    const facts = await thisLicense.innerText()
    expect(facts).toContain('OMFLOW V2.2')
    expect(facts).toContain(serial)
    await thisLicense.getByRole('button', { name: en('register.submit'), exact: true }).click()
    const registered = await dialog(en('register.done.title', { product: 'OMFLOW' }))
    expect(await registered.innerText()).toContain(en('register.done.not-covered'))
    await close()

    // Its agreement, in the same two steps.
    await write('slack', '/support agreement')
    const agreement = await dialog(en('agreement.intro'))
    await agreement.getByLabel(en('register.field.serial')).fill(serial)
    await agreement.getByLabel(en('agreement.field.number')).fill(contractNumber)
    await agreement.getByRole('button', { name: en('register.look-up') }).click()
    const thisAgreement = await dialog(en('agreement.confirm.title'))
    const term = await thisAgreement.innerText()
    const endsOn = started.map((day) => addDays(day, agreementDays)).find((day) => term.includes(inEnglish(day)))
    if (!endsOn) throw new Error(`no last day ${agreementDays} days after ${started.join(' or ')} in: ${term}`)
    await thisAgreement.getByRole('button', { name: en('register.submit'), exact: true }).click()
    await dialog(en('agreement.done.title', { product: 'OMFLOW' }))
    await close()

    // The Teams account becomes the same person's, by the code that Slack shows.
    await write('slack', 'link')
    const linkCode = /\b[2-9A-Z]{8}\b/.exec(await said('slack', en('link.code.title', { code: '' }).trim()))?.[0]
    await write('teams', `link ${linkCode}`)
    await said('teams', en('link.done', { name: 'Alex Morgan' }))

    // In Teams this person reads Japanese.
    await pane('teams')
      .getByLabel(en('playground.languageIn', { pane: en('playground.paneTeams') }))
      .selectOption('ja')
    await write('teams', `保守 ${serial}`)
    const covered = await said(
      'teams',
      ja('coverage.headline.covered', { product: 'OMFLOW V2.2', day: inJapanese(endsOn) }),
    )
    expect(covered).toContain(serial)
    expect(covered).toMatch(inAnyWords('coverage.term.agreement', { from: any, to: inJapanese(endsOn) }))
    expect(covered).toContain(ja('coverage.change.coverage-ends', { day: inJapanese(addDays(endsOn, 1)) }))
    expect(judgedOn(covered)).toBeOneOf([...started, today()])
    await photograph('teams-coverage-ja')

    // Past the end, by the page's clock.
    for (const ahead of [90, 180]) {
      await page.getByRole('button', { name: en('playground.jumpDays', { days: 90 }) }).click()
      await page.getByText(en('playground.aheadDays', { days: ahead })).waitFor()
    }
    await write('teams', `保守 ${serial}`)
    const lapsed = await said(
      'teams',
      ja('coverage.headline.lapsed', { product: 'OMFLOW V2.2', day: inJapanese(endsOn) }),
    )
    const day = judgedOn(lapsed)
    expect(day).toBeOneOf([...started, today()].map((each) => addDays(each, 180)))
    const gap = { day: inJapanese(endsOn), count: daysBetween(endsOn, day), months: any }
    expect(lapsed).toMatch(inAnyWords('coverage.why.lapsed', gap))
    expect(lapsed).toContain(ja('coverage.change.reinstate'))
    await photograph('after-the-jump')
  })

  test('on a phone the same person reads the same verdict, without scrolling sideways', async () => {
    const { page, pane, photograph } = visitor
    await page.setViewportSize({ width: 390, height: 844 })
    await page.locator('[data-tab=teams]').click()
    await pane('teams').getByRole('article').filter({ hasText: serial }).last().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(await pane('slack').isVisible()).toBe(false)
    await photograph('phone')
  })

  test('the browser had nothing to complain of', () => {
    expect(visitor.complaints).toEqual([])
  })
})

/** The day that a Japanese verdict says it was judged for. */
function judgedOn(card: string): LocalDate {
  const [, year, month, date] = new RegExp(`${ja('coverage.fact.day')}\\s*(\\d+)年(\\d+)月(\\d+)日`).exec(card) ?? []
  if (!date) throw new Error(`no day in: ${card}`)
  return `${year}-${month!.padStart(2, '0')}-${date.padStart(2, '0')}` as LocalDate
}
