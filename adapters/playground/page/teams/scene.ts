import { createContext, use } from 'react'
import type { SimulatedPerson, TeamsDeed, TeamsMessage } from '../../contract.ts'
import type { CommandGuide } from '../../page-contract.ts'

/** What every part of one person's Teams looks at. */
export interface Scene {
  person: SimulatedPerson
  people: SimulatedPerson[]
  guide: CommandGuide
  busy: boolean
  /** What went wrong with a deed at a message, by its id. */
  troubles: Record<string, string>
  /** Does something with a message; false when it was refused, which is told under the message. */
  onMessage(message: TeamsMessage, deed: TeamsDeed): Promise<boolean>
}

const SceneContext = createContext<Scene | undefined>(undefined)

export const SceneProvider = SceneContext.Provider

export function useScene(): Scene {
  const scene = use(SceneContext)
  if (!scene) throw new Error('A part of Teams stands outside its scene.')
  return scene
}

export const authorOf = (message: TeamsMessage, { people, guide }: Scene): string | undefined =>
  message.bot ? guide.bot : people.find(({ id }) => id === message.user)?.name
