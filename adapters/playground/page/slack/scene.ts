import { createContext, use } from 'react'
import type { SimulatedPerson, SlackConversation, SlackDeed, SlackMessage } from '../../contract.ts'
import type { CommandGuide } from '../../page-contract.ts'

/** What every part of one person's Slack looks at. */
export interface Scene {
  person: SimulatedPerson
  people: SimulatedPerson[]
  conversations: SlackConversation[]
  guide: CommandGuide
  busy: boolean
  /** What went wrong with a deed at a message, by its ts. */
  troubles: Record<string, string>
  /** Does something with a message; what Slack refuses is told under it. */
  onMessage(message: SlackMessage, deed: SlackDeed): Promise<boolean>
}

const SceneContext = createContext<Scene | undefined>(undefined)

export const SceneProvider = SceneContext.Provider

export function useScene(): Scene {
  const scene = use(SceneContext)
  if (!scene) throw new Error('A part of Slack stands outside its scene.')
  return scene
}
