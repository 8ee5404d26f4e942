/** The names under which faults and recorded calls know the Connector's operations. Typing has its own. */
export type Operation =
  | 'createConversation'
  | 'sendActivity'
  | 'typing'
  | 'updateActivity'
  | 'deleteActivity'
  | 'getConversation'
  | 'getConversationMembers'
  | 'getPagedMembers'
  | 'getConversationMember'

export interface ConnectorCall {
  operation: Operation
  conversation: string
  activity?: string
  member?: string
  body?: any
  query?: URLSearchParams
}

const conversation = '^/+v3/conversations/([^/]+)'
const routes: readonly (readonly [method: string, path: RegExp, operation: Operation, part?: 'activity' | 'member'])[] =
  [
    ['POST', /^\/+v3\/conversations\/?$/, 'createConversation'],
    ['POST', new RegExp(`${conversation}/activities/?$`), 'sendActivity'],
    ['POST', new RegExp(`${conversation}/activities/([^/]+)$`), 'sendActivity', 'activity'],
    ['PUT', new RegExp(`${conversation}/activities/([^/]+)$`), 'updateActivity', 'activity'],
    ['DELETE', new RegExp(`${conversation}/activities/([^/]+)$`), 'deleteActivity', 'activity'],
    ['GET', new RegExp(`${conversation}/members/?$`), 'getConversationMembers'],
    ['GET', new RegExp(`${conversation}/pagedmembers/?$`), 'getPagedMembers'],
    ['GET', new RegExp(`${conversation}/members/([^/]+)$`), 'getConversationMember', 'member'],
    ['GET', new RegExp(`${conversation}/?$`), 'getConversation'],
  ]

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Which operation a request below the service URL asks for; `undefined` for what Teams does not have. */
export function routeCall(
  method: string,
  path: string,
  body: unknown,
  query?: URLSearchParams,
): ConnectorCall | undefined {
  for (const [verb, pattern, operation, part] of routes) {
    const match = verb === method ? pattern.exec(path) : null
    if (!match) continue
    const [, first = '', second = ''] = match.map((found) => decoded(found ?? ''))
    const typing = operation === 'sendActivity' && (body as any)?.type === 'typing'
    return {
      operation: typing ? 'typing' : operation,
      conversation: first,
      ...(part ? { [part]: second } : {}),
      ...(body === undefined ? {} : { body }),
      ...(query ? { query } : {}),
    }
  }
  return undefined
}
