import { memo, useId } from 'react'
import type { Block } from 'slack-blocks-to-jsx'
import { Message as Rendered } from 'slack-blocks-to-jsx'
import type { SimulatedPerson, SlackConversation, SlackValues } from '../../contract.ts'
import { Element } from './element.tsx'
import type { KitBlock, KitElement, Press } from './kit.ts'
import { initialValue } from './kit.ts'

interface Props {
  blocks: KitBlock[]
  people: SimulatedPerson[]
  conversations: SlackConversation[]
  bot: string
  values: SlackValues | undefined
  busy: boolean
  onPress(press: Press): void
  /** Draws an `input` block, where there is a form around it. */
  input?(block: KitBlock): React.ReactNode
}

/** What can be pressed is drawn here, with callbacks; everything else by the Block Kit renderer. */
export function Blocks({ blocks, people, conversations, bot, values, busy, onPress, input }: Props) {
  const id = useId()
  const element = (block: KitBlock, each: KitElement, index: number) => {
    const blockId = block.block_id ?? ''
    const actionId = each.action_id ?? ''
    const entered = values?.[blockId]?.[actionId]
    return (
      <Element
        key={actionId || index}
        element={each}
        id={`${id}-${blockId}-${actionId}`}
        value={entered === undefined ? initialValue(each) : entered}
        people={people}
        busy={busy}
        onPress={(value) => onPress({ blockId, actionId, ...(value === undefined ? {} : { value }) })}
      />
    )
  }
  const names = JSON.stringify([
    people.map(({ id, name }) => ({ id, name })),
    conversations.map(({ id, name }) => ({ id, name })),
  ])
  const drawn = (block: KitBlock) => <Drawn block={JSON.stringify(block)} names={names} bot={bot} />
  return (
    <div className="kit">
      {blocks.map((block, index) => {
        const key = block.block_id ?? index
        if (block.type === 'actions')
          return (
            <div key={key} className="kit-actions" data-block-id={block.block_id}>
              {block.elements?.map((each, at) => element(block, each, at))}
            </div>
          )
        if (block.type === 'input') return <div key={key}>{input?.(block)}</div>
        if (block.type === 'section' && block.accessory && block.accessory.type !== 'image') {
          const { accessory, ...section } = block
          return (
            <div key={key} className="kit-section" data-block-id={block.block_id}>
              {drawn(section)}
              {element(block, accessory, 0)}
            </div>
          )
        }
        return (
          <div key={key} data-block-id={block.block_id}>
            {drawn(block)}
          </div>
        )
      })}
    </div>
  )
}

/** By value: the page fetches its whole state anew after each change, and most blocks stay what they were. */
const Drawn = memo(({ block: json, names, bot }: { block: string; names: string; bot: string }) => {
  const [users, channels] = JSON.parse(names) as { id: string; name: string }[][]
  // Whoever is mentioned and is not among the people is the bot.
  const strangers = [...json.matchAll(/(?:"user_id":"|<@)([UW][A-Z0-9]+)/g)]
    .map(([, id]) => ({ id: id ?? '', name: bot }))
    .filter(({ id }) => !users?.some((each) => each.id === id))
  return (
    <Rendered
      withoutWrapper
      name=""
      logo=""
      blocks={[JSON.parse(json) as Block]}
      data={{ users: [...(users ?? []), ...strangers], channels: channels ?? [] }}
    />
  )
})
