import type { SimulatedPerson } from '../contract.ts'
import { ApiRefusal, flagOf, type Method, text } from './api-call.ts'
import type { Workspace } from './workspace.ts'

/** Seconds east of UTC in a zone at an instant. */
function zoneOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    new Date(at),
  )
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) : 0
}

/** The name in payloads' `username` and `user_name`. */
export const accountName = (person: SimulatedPerson): string => person.email.split('@')[0] ?? person.id

function apiUser(workspace: Workspace, person: SimulatedPerson, withLocale: boolean): Record<string, unknown> {
  const stranger = workspace.isStranger(person)
  return {
    id: person.id,
    team_id: person.team ?? workspace.team.id,
    name: accountName(person),
    deleted: false,
    real_name: person.name,
    tz: person.zone,
    tz_label: person.zone,
    tz_offset: zoneOffset(person.zone, workspace.now()),
    profile: {
      real_name: person.name,
      display_name: person.name,
      team: person.team ?? workspace.team.id,
      // Slack Connect hides a stranger's address, and everybody's without the scope.
      ...(workspace.scopes.has('users:read.email') && !stranger ? { email: person.email } : {}),
    },
    is_bot: false,
    is_app_user: false,
    updated: 1_700_000_000,
    ...(stranger ? { is_stranger: true } : {}),
    ...(withLocale ? { locale: person.locale } : {}),
  }
}

const authTest: Method = {
  run: ({ workspace }) => ({
    url: `https://${workspace.team.id.toLowerCase()}.slack.com/`,
    team: workspace.team.name,
    user: 'anshin',
    team_id: workspace.team.id,
    user_id: workspace.botUser,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  }),
}

const info: Method = {
  scope: 'users:read',
  run(call) {
    const { workspace } = call
    const id = text(call, 'user')
    if (id === workspace.botUser)
      return { user: { id, team_id: workspace.team.id, name: 'anshin', is_bot: true, deleted: false, profile: {} } }
    const person = workspace.person(id)
    if (!person) throw new ApiRefusal('user_not_found')
    return { user: apiUser(workspace, person, flagOf(call, 'include_locale')) }
  },
}

const lookupByEmail: Method = {
  scope: 'users:read.email',
  run(call) {
    const email = text(call, 'email').toLowerCase()
    const person = call.workspace.people.find((each) => each.email.toLowerCase() === email)
    if (!person || call.workspace.isStranger(person)) throw new ApiRefusal('users_not_found')
    return { user: apiUser(call.workspace, person, false) }
  },
}

export const peopleMethods: Record<string, Method> = {
  'api.test': { run: ({ args }) => ({ args }) },
  'auth.test': authTest,
  'users.info': info,
  'users.lookupByEmail': lookupByEmail,
}
