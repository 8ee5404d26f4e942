/** A file for the one who asks: a link of their own for a limited time, on record. */
import type { Command } from '../bot/command.ts'
import { formOf } from '../bot/form.ts'
import { answer, ask, type Reply } from '../bot/view.ts'
import type { Ground, HandedFile, HandedSubject } from '../domain/hand-out.ts'
import { downloadCard, noAddressView, type ToldFile } from './download-card-view.ts'
import { type Ask, contactOf } from './kit.ts'

/** What of a file is handed over, and what is told with it. */
export interface HandOver extends ToldFile {
  what: HandedSubject & { ground: Ground }
  file: HandedFile
}

/**
 * Where others read along nothing is handed over: the command is asked once more in a dialog, which is the asker's alone.
 * Undefined where nobody does.
 */
export const alone = (command: Command, values: Record<string, string>, { place }: Ask): Reply | undefined =>
  place.private ? undefined : ask(formOf(command, values)!)

/** Where the bot has no address nothing is made for anybody: what no link opens, none ends, and it would be kept for ever. */
export const unserved = ({ services }: Ask): Reply | undefined =>
  services.links.isServed() ? undefined : answer(noAddressView())

/** Records the hand-out and shows its link; only where nobody else reads (`alone`). */
export async function handOver(asking: Ask, { what, file, ...told }: HandOver): Promise<Reply> {
  const { services, who, now } = asking
  const nowhere = unserved(asking)
  if (nowhere) return nowhere
  const handOut = await services.handOuts.give({ who, contact: contactOf(asking) }, what, file, now)
  return answer(downloadCard(handOut, services.links.download(handOut)!, told, now))
}
