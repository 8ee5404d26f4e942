import type { CommandGuide } from '../page-contract.ts'
import { useWords } from './words.tsx'

export type Offer = CommandGuide['commands'][number]

interface Props {
  id: string
  command: string
  offers: Offer[]
  offered: Offer | undefined
  onTake(usage: string): void
}

/** The bot's commands above the line in which one is being typed. */
export function Offers({ id, command, offers, offered, onTake }: Props) {
  const { t } = useWords()
  return (
    <div className="offers" role="listbox" id={`${id}-offers`} aria-label={t('commands')} tabIndex={-1}>
      {offers.map((offer, index) => (
        <div
          key={offer.usage}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={offer === offered}
          onPointerDown={(event) => {
            event.preventDefault()
            onTake(offer.usage)
          }}
        >
          <b>
            {command} {offer.usage}
          </b>
          <span>{offer.summary}</span>
        </div>
      ))}
    </div>
  )
}

export function matching(guide: CommandGuide, text: string): Offer[] {
  const [command = '', word] = text.split(' ')
  if (!guide.command.startsWith(command)) return []
  return guide.commands.filter(({ usage }) => usage.startsWith(word ?? '')).slice(0, 30)
}

/** What stands in brackets or capitals is for the person to fill in: `whole` when nothing is. */
export function readyWords(command: string, usage: string): { text: string; whole: boolean } {
  const all = usage.split(' ')
  const words = all.filter((word) => !/^[[<]|^[A-Z]+\]?$/.test(word))
  return { text: `${command} ${words.join(' ')}`, whole: words.length === all.length }
}
