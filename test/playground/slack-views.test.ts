import { afterEach, beforeEach, expect, test } from 'vitest'
import { clientOf, customer, engineer, general, plain, refusal, type Stage, stage } from './slack-bot.ts'

let ahead = 0
let triggers: string[] = []
let here: Stage
beforeEach(async () => {
  ahead = 0
  triggers = []
  here = await stage({ now: () => Date.now() + ahead }, (app) => {
    app.command('/support', async ({ ack, command }) => {
      triggers.push(command.trigger_id)
      await ack()
    })
    app.action('more', async ({ ack, body }) => {
      triggers.push((body as { trigger_id: string }).trigger_id)
      await ack()
    })
  })
})
afterEach(() => here.close())

const form = (title = 'Form', more = {}) => ({
  type: 'modal' as const,
  title: plain(title),
  submit: plain('Go'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'serial',
      label: plain('Serial'),
      element: { type: 'plain_text_input' as const, action_id: 'value' },
    },
    {
      type: 'actions' as const,
      block_id: 'ways',
      elements: [{ type: 'button' as const, action_id: 'more', text: plain('More') }],
    },
  ],
  ...more,
})

async function trigger(): Promise<string> {
  await here.simulator.act({ do: 'slash', user: customer, channel: general, text: 'register' })
  return triggers.at(-1)!
}

test('a trigger opens one view and is then spent', async () => {
  const trigger_id = await trigger()
  const { view } = await here.client.views.open({ trigger_id, view: form() })
  expect(here.simulator.state().modals).toMatchObject([{ id: view?.id, user: customer, hash: view?.hash }])
  expect((await refusal(here.client.views.open({ trigger_id, view: form() }))).error).toBe('exchanged_trigger_id')
})

test('a trigger lives three seconds', async () => {
  const early = await trigger()
  ahead = 2900
  await here.client.views.open({ trigger_id: early, view: form() })
  const late = await trigger()
  ahead += 3100
  expect((await refusal(here.client.views.open({ trigger_id: late, view: form() }))).error).toBe('expired_trigger_id')
  expect((await refusal(here.client.views.open({ trigger_id: 'made.up', view: form() }))).error).toBe(
    'invalid_trigger_id',
  )
})

test('a refused view names its faults and leaves the trigger for a better one', async () => {
  const trigger_id = await trigger()
  const answer = await refusal(here.client.views.open({ trigger_id, view: form('A title of twenty-five c.') }))
  expect(answer.error).toBe('invalid_arguments')
  expect(answer.response_metadata.messages).toEqual([
    '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
  ])
  await here.client.views.open({ trigger_id, view: form() })
})

test('three views stack, a fourth does not, and only the top one can be touched', async () => {
  const opened = await here.client.views.open({ trigger_id: await trigger(), view: form('1') })
  let top = opened.view!.id!
  for (const title of ['2', '3']) {
    await here.simulator.act({ do: 'press', user: customer, view: top, blockId: 'ways', actionId: 'more' })
    const pushed = await here.client.views.push({ trigger_id: triggers.at(-1)!, view: form(title) })
    expect(pushed.view).toMatchObject({ root_view_id: opened.view!.id, previous_view_id: top })
    top = pushed.view!.id!
  }
  await here.simulator.act({ do: 'press', user: customer, view: top, blockId: 'ways', actionId: 'more' })
  const fourth = here.client.views.push({ trigger_id: triggers.at(-1)!, view: form('4') })
  expect((await refusal(fourth)).error).toBe('push_limit_reached')
  const below = await here.simulator.act({ do: 'close', user: customer, view: opened.view!.id! })
  expect(below).toMatchObject({ ok: false, refused: 'view_not_on_top' })
})

test('a view is pushed only from inside a modal', async () => {
  const pushed = here.client.views.push({ trigger_id: await trigger(), view: form() })
  expect((await refusal(pushed)).error).toBe('invalid_trigger_id')
})

test('an update with an old hash is refused, one with the present hash changes it', async () => {
  const { view } = await here.client.views.open({ trigger_id: await trigger(), view: form() })
  const update = (hash: string) => here.client.views.update({ view_id: view!.id!, hash, view: form('New') })
  const updated = await update(view!.hash!)
  expect(updated.view?.hash).not.toBe(view!.hash)
  expect((await refusal(update(view!.hash!))).error).toBe('hash_conflict')
  await here.simulator.act({ do: 'close', user: customer, view: view!.id! })
  expect((await refusal(update(updated.view!.hash!))).error).toBe('not_found')
})

test('an external id is used once at a time and finds its view', async () => {
  const external_id = 'case-7'
  await here.client.views.open({ trigger_id: await trigger(), view: form('1', { external_id }) })
  const again = here.client.views.open({ trigger_id: await trigger(), view: form('2', { external_id }) })
  expect((await refusal(again)).error).toBe('duplicate_external_id')
  await here.client.views.update({ external_id, view: form('3', { external_id }) })
  expect(here.simulator.state().modals[0]?.view.title.text).toBe('3')
})

test('a home view is published for each person and replaced under the same id', async () => {
  const client = clientOf(here.simulator)
  const home = (text: string) => ({ type: 'home' as const, blocks: [{ type: 'section' as const, text: plain(text) }] })
  const first = await client.views.publish({ user_id: customer, view: home('1') })
  const second = await client.views.publish({ user_id: customer, view: home('2'), hash: first.view!.hash! })
  expect(second.view?.id).toBe(first.view?.id)
  const stale = client.views.publish({ user_id: customer, view: home('3'), hash: first.view!.hash! })
  expect((await refusal(stale)).error).toBe('hash_conflict')
  await client.views.publish({ user_id: engineer, view: home('E') })
  const shown = here.simulator.state().homes.map(({ user, view }) => [user, view.blocks[0].text.text])
  expect(shown).toEqual([
    [customer, '2'],
    [engineer, 'E'],
  ])
})
