import type { ServerResponse } from 'node:http'
import { ApiRefusal } from './api-call.ts'
import { sendJson } from './http-body.ts'
import type { Workspace } from './workspace.ts'

export interface OAuthClient {
  clientId: string
  clientSecret: string
}

/** The installation flow: a person who always agrees, and the exchange of the code, which works once within ten minutes. */
export class OAuth {
  private readonly codes = new Map<string, { workspace: Workspace; redirectUri: string; expiresAt: number }>()

  constructor(
    private readonly client: OAuthClient | undefined,
    private readonly workspaces: Workspace[],
    private readonly now: () => number,
  ) {}

  /** `GET /oauth/v2/authorize`; `team` chooses the workspace that installs. */
  authorize(query: URLSearchParams, response: ServerResponse): void {
    const workspace = this.workspaces.find(({ team }) => team.id === query.get('team')) ?? this.workspaces[0]
    const redirect = query.get('redirect_uri')
    if (!workspace || !redirect || query.get('client_id') !== this.client?.clientId) {
      sendJson(response, 400, { ok: false, error: 'invalid_client_id' })
      return
    }
    const code = `${workspace.team.id}.${workspace.ids.token(20)}`
    this.codes.set(code, { workspace, redirectUri: redirect, expiresAt: this.now() + 600_000 })
    const target = new URL(redirect)
    target.searchParams.set('code', code)
    target.searchParams.set('state', query.get('state') ?? '')
    response.writeHead(302, { location: target.href })
    response.end()
  }

  /** `oauth.v2.access` with an authorization code. Installing again after an uninstall makes a new token. */
  access(args: Record<string, unknown>, authorization: string | undefined): Record<string, unknown> {
    const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1]
    const [id, secret] = basic
      ? Buffer.from(basic, 'base64').toString().split(':')
      : [String(args.client_id ?? ''), String(args.client_secret ?? '')]
    if (!this.client || id !== this.client.clientId) throw new ApiRefusal('invalid_client_id')
    if (secret !== this.client.clientSecret) throw new ApiRefusal('bad_client_secret')
    const code = String(args.code ?? '')
    const granted = this.codes.get(code)
    this.codes.delete(code)
    if (!granted || granted.expiresAt < this.now()) throw new ApiRefusal('invalid_code')
    if (args.redirect_uri !== undefined && args.redirect_uri !== granted.redirectUri)
      throw new ApiRefusal('bad_redirect_uri')
    const { workspace } = granted
    workspace.token ??= `xoxb-${workspace.team.id}-${workspace.ids.token(16)}`
    return {
      access_token: workspace.token,
      token_type: 'bot',
      scope: [...workspace.scopes].join(','),
      bot_user_id: workspace.botUser,
      app_id: workspace.appId,
      team: workspace.team,
      enterprise: null,
      is_enterprise_install: false,
      authed_user: { id: workspace.people[0]?.id ?? workspace.botUser },
    }
  }
}
