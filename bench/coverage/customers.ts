/** A vendor's data of a realistic size: 1,000 organizations with five licenses each, of which 200 have someone in the chat. */
import { users } from '../workspace.ts'

const organizations = 1000
const licensesEach = 5

/** What the answer to a question must hold, worked out here and not by the code that is measured. */
export interface Question {
  user: string
  serial: string
  mark: string
  /** The day that decides, as the person's language writes it. */
  day: string
}

interface State {
  mark: string
  /** Days from today to the agreement's first and last day. */
  from: number
  to: number
  /** Which of them the verdict names. */
  names: 'from' | 'to'
}

/** Each of an organization's licenses is in another state of coverage. */
const states: readonly State[] = [
  { mark: '✅', from: -400, to: 200, names: 'to' },
  { mark: '⚠️', from: -330, to: 34, names: 'to' },
  { mark: '⛔', from: -800, to: -70, names: 'to' },
  { mark: 'ℹ️', from: 20, to: 384, names: 'from' },
  { mark: '✅', from: -30, to: 334, names: 'to' },
]
const zone = 'Asia/Taipei'

const serialOf = (organization: number, license: number) =>
  `BEN-${String(organization).padStart(4, '0')}-${String(license).padStart(4, '0')}`

/** The import file (JSON), as of `today`. */
export function customerData(today: Date): Record<string, object[]> {
  const day = (days: number) => isoDay(today, days)
  const all = Array.from({ length: organizations }, (_, n) => n)
  const licenses = all.flatMap((n) => states.slice(0, licensesEach).map((state, k) => ({ n, k, state })))
  return {
    products: [{ product_id: 'omflow', family: 'OMFLOW', name: 'OMFLOW', description: 'Runs workflows' }],
    versions: ['V1.2', 'V2.1', 'V2.2'].map((version, i, list) => ({
      product_id: 'omflow',
      version,
      generally_available_on: day(-3000 + i * 900),
      ...(i === 0 ? { end_of_service_on: day(-100) } : {}),
      ...(list[i + 1] ? { successor: list[i + 1] } : {}),
    })),
    organizations: all.map((n) => ({
      organization_id: `ORG-${n}`,
      name: `Organization ${n}`,
      time_zone: zone,
      anniversary: '01-01',
    })),
    contacts: all.map((n) => ({
      organization_id: `ORG-${n}`,
      name: `Contact ${n}`,
      email: `contact-${n}@bench.example`,
      role: 'primary',
    })),
    licenses: licenses.map(({ n, k }) => ({
      serial: serialOf(n, k),
      registration_number: `REG-${n}-${k}`,
      product_id: 'omflow',
      version: 'V2.2',
      organization_id: `ORG-${n}`,
      quantity: 1,
      purchased_on: day(-1200),
      initial_months: 0,
    })),
    agreements: licenses.map(({ n, k, state }) => ({
      contract_registration_number: `MA-${n}-${k}`,
      serial: serialOf(n, k),
      starts_on: day(state.from),
      ends_on: day(state.to),
      level: 'standard',
    })),
  }
}

/** Ties the Slack users to the contacts of the first 200 organizations: what an import does not do, people do in chat. */
export const tieUsers = `
  INSERT INTO chat_identities (platform, workspace, user_id, contact_id, linked_at)
  SELECT 'slack', $1, users.id, c.id, now()
  FROM unnest($2::text[]) WITH ORDINALITY AS users (id, n)
  JOIN contacts c ON c.email = 'contact-' || (users.n - 1) || '@bench.example'`

/** Every license of everyone who is in the chat, as of `today`. */
export function questions(today: Date): Question[] {
  return users.flatMap(({ id: user, language }, n) =>
    states.slice(0, licensesEach).map(({ mark, from, to, names }, k) => {
      const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
      const day = format.format(new Date(`${isoDay(today, names === 'to' ? to : from)}T00:00:00Z`))
      return { user, serial: serialOf(n, k), mark, day }
    }),
  )
}

/** The calendar day in the organizations' zone, some days from `today`. */
function isoDay(today: Date, days: number): string {
  const here = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(today)
  return new Date(Date.parse(here) + days * 86_400_000).toISOString().slice(0, 10)
}
