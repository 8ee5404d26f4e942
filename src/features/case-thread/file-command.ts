/** A file of a case for the one who asks: a link of their own, for a limited time. */
import { z } from 'zod'
import { requiredField } from '../../bot/field.ts'
import { answer, invoke, type Reply, say } from '../../bot/view.ts'
import { alone } from '../hand-over.ts'
import { command, contactActor, staffActor } from '../kit.ts'
import { shortText } from '../short-text.ts'

export const getFile = command({
  name: 'case.file',
  listed: false,
  audience: 'known',
  fields: {
    file: requiredField({ label: 'case.field.number', schema: z.string().uuid('errors.invalid'), hidden: true }),
  },
  form: { title: 'thread.get-file', submit: 'thread.get-file', intro: 'thread.file-alone' },
  async run({ file: id }, asking): Promise<Reply> {
    // Whoever has the link has the file.
    const elsewhere = alone(getFile, { file: id }, asking)
    if (elsewhere) return elsewhere
    const { services, asker, who } = asking
    const reader = asker.staff ? staffActor(asking) : contactActor(asking)
    const mayRead = !asker.staff || (await services.duty.admits(who))
    const file = mayRead ? await services.cases.file(reader, id) : undefined
    const link = file?.status === 'kept' ? services.links.file(id, who) : undefined
    if (!file || !link) {
      return answer({
        tone: 'warning',
        title: say(file && file.status !== 'failed' ? 'thread.file-soon' : 'thread.file-gone'),
        body: [],
      })
    }
    return answer({
      tone: 'info',
      compact: true,
      title: say('thread.file', { name: shortText(file.name, 150) }),
      body: [
        {
          kind: 'paragraph',
          text: say('thread.file-until', { until: { instant: link.until.toISOString() } }),
          emphasis: 'subtle',
        },
      ],
      actions: [
        { kind: 'link', label: say('thread.get-file'), url: link.url },
        invoke(say('thread.new-link'), 'case.file', { file: id }),
      ],
    })
  },
})
