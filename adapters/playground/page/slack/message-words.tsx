import { useState } from 'react'
import type { SlackMessage, SlackValues } from '../../contract.ts'
import { Blocks } from './blocks.tsx'
import type { KitBlock } from './kit.ts'
import { useScene } from './scene.ts'
import { spoken } from './spoken.ts'

/** A message's blocks, which can be pressed, or its words. */
export function MessageWords({ message }: { message: SlackMessage }) {
  const { person, people, conversations, guide, busy, onMessage } = useScene()
  const [chosen, setChosen] = useState<SlackValues>({})
  const { channel, ts, text, bot } = message
  const blocks =
    (message.blocks as KitBlock[] | undefined) ??
    (bot && text !== '' ? [{ type: 'section', text: { type: 'mrkdwn', text } }] : undefined)
  if (!blocks) return text === '' ? null : <p className="words">{spoken(text, people, guide.bot)}</p>
  return (
    <Blocks
      blocks={blocks}
      people={people}
      conversations={conversations}
      bot={guide.bot}
      values={chosen}
      busy={busy}
      onPress={(press) => {
        const { blockId, actionId, value } = press
        setChosen((old) => ({ ...old, [blockId]: { ...old[blockId], [actionId]: value ?? null } }))
        void onMessage(message, { do: 'press', user: person.id, channel, ts, ...press })
      }}
    />
  )
}
