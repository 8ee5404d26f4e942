import { useRef, useState } from 'react'
import type { DeedOutcome, SlackDeed, SlackMessage } from '../../contract.ts'
import { playgroundPaths } from '../../contract.ts'
import { useDeeds } from '../use-deeds.ts'
import { useWords } from '../words.tsx'
import type { Notice } from './notice-item.tsx'
import { explain, refusedField } from './refusals.ts'

export interface ModalTrouble {
  view: string
  text?: string
  fields?: Record<string, string>
}

export interface SlackDeeds {
  busy: boolean
  /** Does it and tells nothing. */
  act(deed: SlackDeed): Promise<DeedOutcome>
  notices: Notice[]
  /** Slackbot says something where the person acted. */
  tell(place: string, text: string): void
  /** Says what was typed at a place; false when Slack refused it, which it tells there. */
  say(place: string, deed: SlackDeed): Promise<boolean>
  troubles: Record<string, string>
  /** Does something with a message; false when Slack refused it, which it tells under the message. */
  onMessage(message: SlackMessage, deed: SlackDeed): Promise<boolean>
  modalTrouble: ModalTrouble | undefined
  inModal(deed: SlackDeed, view: string): Promise<void>
  homeTrouble: string | undefined
  inHome(deed: SlackDeed): Promise<void>
}

/** What one person does in Slack, and what Slack tells them of it at the place where they did it. */
export function useSlackDeeds(): SlackDeeds {
  const { t } = useWords()
  const { busy, act } = useDeeds<SlackDeed>(playgroundPaths.slack)
  const [notices, setNotices] = useState<Notice[]>([])
  const [troubles, setTroubles] = useState<Record<string, string>>({})
  const [modalTrouble, setModalTrouble] = useState<ModalTrouble>()
  const [homeTrouble, setHomeTrouble] = useState<string>()
  const count = useRef(0)
  const tell = (place: string, text: string) => {
    count.current += 1
    setNotices((old) => [...old, { id: count.current, place, text }].slice(-20))
  }
  return {
    busy,
    act,
    notices,
    tell,
    async say(place, deed) {
      setNotices((old) => old.filter((each) => each.place !== place))
      const trouble = explain(await act(deed), deed, t)
      if (trouble) tell(place, trouble)
      return trouble === undefined
    },
    troubles,
    async onMessage(message, deed) {
      setTroubles(({ [message.ts]: _, ...rest }) => rest)
      const trouble = explain(await act(deed), deed, t)
      if (trouble) setTroubles((old) => ({ ...old, [message.ts]: trouble }))
      return trouble === undefined
    },
    modalTrouble,
    async inModal(deed, view) {
      setModalTrouble(undefined)
      const outcome = await act(deed)
      // The bot's own errors under fields are a good answer: they come with the state.
      const fields = refusedField(outcome, t)
      const text = explain(outcome, deed, t)
      if (fields) setModalTrouble({ view, fields })
      else if (text) setModalTrouble({ view, text })
    },
    homeTrouble,
    async inHome(deed) {
      setHomeTrouble(undefined)
      setHomeTrouble(explain(await act(deed), deed, t))
    },
  }
}
