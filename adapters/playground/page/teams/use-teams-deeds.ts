import { useState } from 'react'
import type { DeedOutcome, TeamsDeed, TeamsMessage } from '../../contract.ts'
import { playgroundPaths } from '../../contract.ts'
import { useDeeds } from '../use-deeds.ts'
import { useWords } from '../words.tsx'

export interface TeamsDeeds {
  busy: boolean
  /** Does it and tells nothing. */
  act(deed: TeamsDeed): Promise<DeedOutcome>
  /** What went wrong at the end of a conversation, by its id. */
  notices: Record<string, string | undefined>
  tell(conversation: string, text: string): void
  /** Says what was typed; false when it never stood in the conversation. */
  say(conversation: string, deed: TeamsDeed): Promise<boolean>
  troubles: Record<string, string>
  onMessage(message: TeamsMessage, deed: TeamsDeed): Promise<boolean>
  dialogTrouble: { dialog: string; text: string } | undefined
  inDialog(dialog: string, deed: TeamsDeed): Promise<void>
}

/** What one person does in Teams, and what Teams tells them of it at the place where they did it. */
export function useTeamsDeeds(): TeamsDeeds {
  const { t } = useWords()
  const { busy, act } = useDeeds<TeamsDeed>(playgroundPaths.teams)
  const [notices, setNotices] = useState<Record<string, string | undefined>>({})
  const [troubles, setTroubles] = useState<Record<string, string>>({})
  const [dialogTrouble, setDialogTrouble] = useState<{ dialog: string; text: string }>()
  const tell = (conversation: string, text: string | undefined) =>
    setNotices((old) => ({ ...old, [conversation]: text }))
  return {
    busy,
    act,
    notices,
    tell,
    async say(conversation, deed) {
      tell(conversation, undefined)
      const outcome = await act(deed)
      if (!outcome.ok) tell(conversation, outcome.refused ?? t('teamsNoAnswer'))
      return outcome.ok || outcome.message !== undefined
    },
    troubles,
    async onMessage(message, deed) {
      setTroubles(({ [message.id]: _, ...rest }) => rest)
      const outcome = await act(deed)
      if (!outcome.ok) setTroubles((old) => ({ ...old, [message.id]: outcome.refused ?? t('teamsNoAnswer') }))
      return outcome.ok || ((deed.do === 'edit' || deed.do === 'delete') && outcome.message !== undefined)
    },
    dialogTrouble,
    async inDialog(dialog, deed) {
      setDialogTrouble(undefined)
      const outcome = await act(deed)
      if (!outcome.ok) setDialogTrouble({ dialog, text: outcome.refused ?? t('teamsNoAnswer') })
    },
  }
}
