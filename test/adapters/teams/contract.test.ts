import { type AdapterHarness, adapterContract, type Shown } from '../contract.ts'
import { channel, hanako, openWorkplace, personal, tenantId } from './workplace.ts'

/** What the bot's cards are made of: nothing in these reads markup in a text. */
const inert = new Set([
  'AdaptiveCard',
  'RichTextBlock',
  'TextRun',
  'ColumnSet',
  'Column',
  'Container',
  'ActionSet',
  'Action.Submit',
  'Action.ShowCard',
  'Input.Text',
  'Input.Date',
  'Input.ChoiceSet',
])

/** Every element of a card in the order in which it is shown, a button's data left out. */
function* elements(node: unknown): Generator<Record<string, any>> {
  if (Array.isArray(node)) for (const item of node) yield* elements(item)
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node) yield node
    for (const [key, inner] of Object.entries(node)) if (key !== 'data') yield* elements(inner)
  }
}

function shown(card: any, title = ''): Shown {
  const all = [...elements(card)]
  const runs = all.filter(({ type }) => type === 'TextRun').map(({ text }) => text)
  const actions = all.filter(({ type }) => type.startsWith('Action.') && type !== 'ActionSet')
  const body: any[] = card.body
  return {
    words: [title, ...runs].join('\n'),
    markup: [
      ...all.filter(({ type }) => !inert.has(type)).map(({ type }) => type),
      ...(card.msteams?.entities ?? []).map(() => 'mention'),
    ],
    buttons: actions.map((action) => action.title),
    fields: body.flatMap((element, i) => {
      if (!element.type.startsWith('Input.')) return []
      const below = body[i + 1]?.inlines?.[0]
      const error = below?.color === 'Attention' ? below.text : undefined
      return { name: element.id, ...(element.value ? { value: element.value } : {}), ...(error ? { error } : {}) }
    }),
    private: true,
  }
}

adapterContract('Teams', async (): Promise<AdapterHarness> => {
  const at = await openWorkplace({ simulator: { limits: false } })
  let before = 0
  const all = () => at.simulator.state().messages.filter(({ bot, conversation }) => bot && conversation === personal)
  const cardOf = (message: ReturnType<typeof all>[number]) => message.attachments![0]!.content
  const openDialog = () => at.simulator.state().dialogs.at(-1)
  const cardOfDialog = () => openDialog()!.task.card.content
  const submitData = (card: unknown, fits: (action: Record<string, any>) => boolean) => {
    const found = [...elements(card)].find((element) => element.type === 'Action.Submit' && fits(element))
    if (!found) throw new Error('no such button')
    return found.data
  }
  const must = (outcome: { ok: boolean; refused?: string }) => {
    if (!outcome.ok) throw new Error(outcome.refused)
  }
  return {
    platform: at.adapter.platform,
    script: (answer) => {
      at.bot.script = answer
    },
    answersInChannelAreEphemeral: false,
    happenings: () => [...at.bot.accepted, ...at.bot.answered],
    async reset() {
      for (const { id, user } of at.simulator.state().dialogs) must(await at.act({ do: 'close', user, dialog: id }))
      at.bot.accepted.length = 0
      at.bot.answered.length = 0
      before = all().length
    },
    person: { kind: 'person', who: { platform: 'teams', workspace: tenantId, user: hanako } },
    channel: { kind: 'conversation', platform: 'teams', workspace: tenantId, conversation: channel },
    say: async (text) => must(await at.act({ do: 'say', user: hanako, conversation: personal, text })),
    mention: async (text) => must(await at.act({ do: 'mention', user: hanako, conversation: channel, text })),
    async press(label) {
      const dialog = openDialog()
      if (dialog) {
        const data = submitData(cardOfDialog(), ({ title }) => title === label)
        return must(await at.act({ do: 'submit', user: hanako, dialog: dialog.id, data }))
      }
      const message = all().at(-1)!
      const data = submitData(cardOf(message), ({ title }) => title === label)
      must(await at.act({ do: 'press', user: hanako, conversation: personal, message: message.id, data }))
    },
    async submit(values) {
      const data = { ...submitData(cardOfDialog(), ({ data: { anshin } }) => anshin.form === true), ...values }
      must(await at.act({ do: 'submit', user: hanako, dialog: openDialog()!.id, data }))
    },
    async again() {
      const latest = at.simulator.posted.at(-1)!
      await at.simulator.post(latest.type === 'invoke' ? { ...latest, id: `f:${crypto.randomUUID()}` } : latest)
    },
    messages: async () =>
      all()
        .slice(before)
        .map((message) => shown(cardOf(message))),
    dialog: async () => openDialog() && shown(cardOfDialog(), openDialog()!.task.title),
    async until(what) {
      for (;;) {
        const found = await what()
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    close: at.close,
  }
})
