import type { SlackConversation } from '../contract.ts'
import { ApiRefusal, type Call, invalidArguments, type Method, optionalText, structure, text } from './api-call.ts'
import type { KeptFile } from './file-store.ts'
import { apiFile, shownFile } from './files.ts'
import { messageEvent } from './message-events.ts'
import { checkedBlocks, threadOf } from './methods-chat.ts'
import { isRecord } from './schema.ts'

/** What Slack takes in one file; the real limit is a gigabyte, more than a test should send. */
const sizeLimit = 50_000_000
/** A shared file's message appears after the answer, not before it. */
const shareMs = 30

const getUploadUrl: Method = {
  scope: 'files:write',
  run(call) {
    const { files, ids, team } = call.workspace
    const name = text(call, 'filename')
    const length = Number(text(call, 'length'))
    if (!Number.isInteger(length) || length < 1) throw invalidArguments('length must be a positive integer')
    if (length > sizeLimit) throw new ApiRefusal('file_upload_size_restricted')
    const id = ids.next('F')
    files.uploads.set(id, { id, name, length })
    return { upload_url: `${files.origin}/upload/v1/${team.id}/${id}/${ids.token(24)}`, file_id: id }
  },
}

const completeUpload: Method = {
  scope: 'files:write',
  run(call) {
    const { workspace } = call
    const given = structure(call, 'files', 'invalid_arguments')
    if (!Array.isArray(given) || given.length === 0) throw invalidArguments('missing required field: files')
    const uploads = given.map((each) => {
      const upload = isRecord(each) ? workspace.files.uploads.get(String(each.id)) : undefined
      if (!upload || upload.completed) throw new ApiRefusal('file_not_found')
      if (!upload.bytes) throw new ApiRefusal('file_update_failed')
      return { upload, title: isRecord(each) && typeof each.title === 'string' ? each.title : upload.name }
    })
    const channel = optionalText(call, 'channel_id')
    const conversation = channel ? destination(call, channel) : undefined
    const thread = conversation ? threadOf(call, conversation) : undefined
    const comment = optionalText(call, 'initial_comment')
    const blocks = comment ? undefined : checkedBlocks(structure(call, 'blocks', 'invalid_blocks_format'), workspace)
    const files = uploads.map(({ upload, title }) => {
      upload.completed = true
      const { id, name } = upload
      return workspace.files.keep({ id, name, title, bytes: upload.bytes!, user: workspace.botUser })
    })
    if (conversation) {
      call.later(shareMs, () => share(call, conversation, files, { text: comment ?? '', thread, blocks }))
    }
    // As they are now: where they will be shared is not in it yet.
    return { files: files.map((each) => apiFile(workspace, each)) }
  },
}

function destination({ workspace }: Call, channel: string): SlackConversation {
  const conversation = workspace.conversation(channel)
  if (!conversation || (conversation.private && conversation.withoutBot)) throw new ApiRefusal('channel_not_found')
  if (conversation.archived) throw new ApiRefusal('is_archived')
  if (conversation.withoutBot) throw new ApiRefusal('not_in_channel')
  return conversation
}

function share(
  call: Call,
  conversation: SlackConversation,
  files: KeptFile[],
  { text, thread, blocks }: { text: string; thread: string | undefined; blocks: unknown[] | undefined },
): void {
  const { workspace } = call
  const message = workspace.post({
    channel: conversation.id,
    bot: true,
    text,
    files: files.map(shownFile),
    ...(blocks ? { blocks } : {}),
    ...(thread ? { thread } : {}),
  })
  for (const file of files) {
    workspace.files.share(file, conversation.id, { ts: message.ts, ...(thread ? { thread } : {}) })
  }
  call.emit(messageEvent(workspace, conversation, message))
}

function kept(call: Call): KeptFile {
  const file = call.workspace.files.kept.get(text(call, 'file'))
  if (!file) throw new ApiRefusal('file_not_found')
  return file
}

const info: Method = {
  scope: 'files:read',
  run: (call) => ({ file: apiFile(call.workspace, kept(call)), comments: [], content: '' }),
}

const remove: Method = {
  scope: 'files:write',
  run(call) {
    const file = kept(call)
    if (file.user !== call.workspace.botUser) throw new ApiRefusal('cant_delete_file')
    call.workspace.files.kept.delete(file.id)
    for (const message of call.workspace.messages) {
      if (message.files) message.files = message.files.filter(({ id }) => id !== file.id)
    }
    call.workspace.changed()
    return {}
  },
}

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'files.info': info,
  'files.delete': remove,
}
