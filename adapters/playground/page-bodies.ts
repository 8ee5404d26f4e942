/** What the page may post, as JSON schemas: enough to keep nonsense from the simulators, which judge the rest as the platforms do. */
import type { Fault, SlackDeed, TeamsDeed } from './contract.ts'

const short = { type: 'string', minLength: 1, maxLength: 300 }
const named = <const T extends string>(...names: T[]) => names

const slackDeeds = named<SlackDeed['do']>(
  'slash',
  'say',
  'mention',
  'edit',
  'delete',
  'join',
  'leave',
  'press',
  'submit',
  'close',
  'home',
  'shortcut',
  'message-shortcut',
  'react',
  'uninstall',
  'revoke',
)
const teamsDeeds = named<TeamsDeed['do']>(
  'say',
  'mention',
  'edit',
  'delete',
  'press',
  'submit',
  'close',
  'install',
  'uninstall',
  'block',
  'unblock',
  'message-action',
)
const faultKinds = named<Fault['kind']>(
  'rate-limited',
  'error',
  'error-executed',
  'timeout',
  'timeout-executed',
  'reset',
  'reset-executed',
  'delay',
  'refuse',
)
const languages = ['en', 'zh-TW', 'zh-CN', 'ja']

const deed = (deeds: string[]) => ({
  body: { type: 'object', required: ['do'], properties: { do: { enum: deeds }, user: short } },
})

export const slackDeedBody = deed(slackDeeds)
export const teamsDeedBody = deed(teamsDeeds)

export const clockBody = {
  body: {
    type: 'object',
    // Ten years: beyond it lies a slip of the finger.
    oneOf: [
      { required: ['days'], properties: { days: { type: 'integer', minimum: 1, maximum: 3660 } } },
      { required: ['reset'], properties: { reset: { const: true } } },
    ],
  },
}

export const faultsBody = {
  body: {
    type: 'object',
    required: ['platform', 'faults'],
    properties: {
      platform: { enum: ['slack', 'teams', 'mail'] },
      faults: {
        type: 'array',
        maxItems: 20,
        items: {
          type: 'object',
          required: ['method', 'kind'],
          properties: {
            method: short,
            kind: { enum: faultKinds },
            times: { type: 'integer', minimum: 1, maximum: 10000 },
            share: { type: 'number', minimum: 0, maximum: 1 },
            delayMs: { type: 'integer', minimum: 0, maximum: 600000 },
            retryAfterSeconds: { type: 'integer', minimum: 0, maximum: 3600 },
            error: short,
            status: { type: 'integer', minimum: 400, maximum: 599 },
          },
        },
      },
    },
  },
}

export const personBody = {
  body: {
    type: 'object',
    required: ['platform', 'id', 'locale'],
    properties: {
      platform: { enum: ['slack', 'teams'] },
      id: short,
      locale: { type: 'string', pattern: '^[a-z]{2}(-[A-Z]{2})?$' },
    },
  },
}

export const languageQuery = {
  querystring: { type: 'object', required: ['lang'], properties: { lang: { enum: languages } } },
}
