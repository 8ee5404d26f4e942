import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Result } from './failing-call.ts'
import { readBytes, sendJson } from './http-body.ts'
import type { WebApi } from './web-api.ts'
import type { Workspace } from './workspace.ts'

/** Bytes on their way in and out, beside the Web API. They fail by the faults for `upload` and `download`. */

const uploadLimit = 60_000_000
const words = (status: number, text: string, type = 'text/plain'): Result => ({
  status,
  body: Buffer.from(text),
  headers: { 'content-type': `${type}; charset=utf-8` },
})

/** `POST /upload/v1/<team>/<file>/<ticket>`: the bytes that were announced, as they are. */
export async function fileUpload(
  api: WebApi,
  workspaces: Workspace[],
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readBytes(request, uploadLimit)
  const [team, id = ''] = url.pathname.slice('/upload/v1/'.length).split('/')
  const upload = workspaces.find((each) => each.team.id === team)?.files.uploads.get(id)
  const run = (): Result => {
    if (request.method !== 'POST') return words(405, 'method not allowed')
    if (!upload || upload.completed) return words(404, 'not found')
    if (!bytes || bytes.length !== upload.length) return words(400, 'length_mismatch')
    upload.bytes = bytes
    return words(200, `OK - ${bytes.length}`)
  }
  api.handleOther('upload', { args: { file: id, length: bytes?.length }, token: undefined }, run, response)
}

const loginPage = '<!DOCTYPE html><html><head><title>Sign in to Slack</title></head><body>Sign in</body></html>'

/** `GET /files-pri/<team>-<file>/…`: with a token of the workspace that may read files; anyone else gets a page to sign in. */
export async function fileDownload(
  api: WebApi,
  workspaces: Workspace[],
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET') return sendJson(response, 405, { ok: false })
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const [team = '', id = ''] = (url.pathname.split('/')[2] ?? '').split('-')
  const workspace = workspaces.find((each) => each.team.id === team)
  const run = (): Result => {
    if (!workspace || token !== workspace.token || !workspace.scopes.has('files:read')) {
      return words(200, loginPage, 'text/html')
    }
    const file = workspace.files.kept.get(id)
    if (!file) return words(404, 'file_not_found')
    const name = encodeURIComponent(file.name)
    return {
      status: 200,
      body: file.bytes,
      headers: { 'content-type': file.mimetype, 'content-disposition': `attachment; filename*=UTF-8''${name}` },
    }
  }
  api.handleOther('download', { args: { file: id }, token }, run, response)
}
