import type { SimulatedPerson, SlackConversation, SlackView } from '../../contract.ts'
import { useWords } from '../words.tsx'
import { Blocks } from './blocks.tsx'
import type { KitBlock, Press } from './kit.ts'

interface Props {
  home: SlackView | undefined
  people: SimulatedPerson[]
  conversations: SlackConversation[]
  bot: string
  busy: boolean
  trouble: string | undefined
  onPress(view: SlackView, press: Press): void
}

export function HomeTab({ home, people, conversations, bot, busy, trouble, onPress }: Props) {
  const { t } = useWords()
  return (
    <section className="home" aria-label={t('appHome')}>
      {trouble && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
      {home ? (
        <Blocks
          blocks={(home.view.blocks ?? []) as KitBlock[]}
          people={people}
          conversations={conversations}
          bot={bot}
          values={home.entered}
          busy={busy}
          onPress={(press) => onPress(home, press)}
        />
      ) : (
        <p className="empty">{t('homeEmpty')}</p>
      )}
    </section>
  )
}
