/** A file for the one who asks: it goes on record, and a link of their own opens it for a limited time. */
import { answer, type Reply, say } from '../bot/view.ts'
import type { Ground, HandedFile, HandedSubject } from '../domain/hand-out.ts'
import { type Ask, contactOf } from './kit.ts'
import { shortText } from './short-text.ts'

export async function handOver(
  asking: Ask,
  what: HandedSubject & { ground: Ground },
  file: HandedFile,
): Promise<Reply> {
  const { services, who, now } = asking
  const handOut = await services.handOuts.give({ who, contact: contactOf(asking) }, what, file, now)
  const url = services.links.download(handOut)
  if (url === undefined) return answer({ tone: 'warning', title: say('thread.file-gone'), body: [] })
  return answer({
    tone: 'info',
    compact: true,
    title: say('common.verbatim', { text: shortText(handOut.fileName, 150) }),
    body: [
      {
        kind: 'paragraph',
        text: say('thread.file-until', { until: { instant: handOut.until.toISOString() } }),
        emphasis: 'subtle',
      },
    ],
    actions: [{ kind: 'link', label: say('thread.get-file'), url }],
  })
}
