/** Slash commands, buttons, shortcuts and forms: acknowledged in time, answered where the person looks. */
import type { Answer, Bot, Installation } from '../../src/bot/bot.ts'
import type { Inbound } from '../../src/bot/inbound.ts'
import type { Form } from '../../src/bot/view.ts'
import type { Dialogs } from './dialogs.ts'
import type { Origin } from './invocation.ts'
import { cut, limits } from './limits.ts'
import type { InteractionPayload, MessagePayload, SlashPayload } from './payload.ts'
import { atMost, type People } from './people.ts'
import type { Messages } from './read-message.ts'
import type { Arrival } from './receiver.ts'
import { blockIdOf } from './render-field.ts'
import { formModal, replyMessage, replyModal, workingModal } from './render-form.ts'
import type { Phrase } from './render-view.ts'
import { literal } from './response-url.ts'
import { type Addressee, type SayOptions, sayDirectly, sayPrivately } from './say.ts'
import { translateAction, translateShortcut, translateSlash, translateSubmission } from './translate-interaction.ts'

/** Counted from arrival: what is answered by then goes with the acknowledgement. */
const patienceMs = 900
/** The rest up to a second is for finding out in which language to say "one moment". */
const formPatienceMs = 700
const languagePatienceMs = 200

export type Ack = (answer?: any) => Promise<void>
const late = Symbol('late')

export interface InteractionOptions extends SayOptions {
  bot: Bot
  people: People
  messages: Messages
  dialogs: Dialogs
}

export class Interactions {
  constructor(readonly options: InteractionOptions) {}

  async slash(body: SlashPayload, installation: Installation, ack: Ack, arrival: Arrival): Promise<void> {
    const inbound = translateSlash(body, installation.workspace)
    const answering = this.#answer(inbound, installation)
    const first = await atMost(answering, patienceMs - arrival.age(), late)
    if (first !== late && first !== 'seen' && first.reply.kind === 'view' && !arrival.acknowledged()) {
      return ack({ response_type: 'ephemeral', ...literal, ...replyMessage(first.reply, this.#phrase(first.language)) })
    }
    await ack()
    const answer = await answering
    if (answer === 'seen') return
    await this.#openOrSay(answer, body.trigger_id, originOf(inbound), {
      installation,
      user: body.user_id,
      channel: body.channel_id,
      ...(body.response_url ? { responseUrl: body.response_url } : {}),
    })
  }

  async action(body: InteractionPayload, installation: Installation, ack: Ack, arrival: Arrival): Promise<void> {
    const inbound = translateAction(body, installation.workspace)
    if (inbound) await this.#press(inbound, body, installation, ack, arrival)
    else await ack()
  }

  async shortcut(body: InteractionPayload, installation: Installation, ack: Ack, arrival: Arrival): Promise<void> {
    const inbound = translateShortcut(body, installation.workspace)
    if (inbound) await this.#press(inbound, body, installation, ack, arrival, body.message)
    else await ack()
  }

  async #press(
    inbound: Inbound,
    body: InteractionPayload,
    installation: Installation,
    ack: Ack,
    arrival: Arrival,
    on?: MessagePayload,
  ): Promise<void> {
    const answering = this.#answer(inbound, installation, on)
    await atMost(answering, patienceMs - arrival.age(), late)
    await ack()
    const answer = await answering
    if (answer === 'seen') return
    const { place } = inbound
    const phrase = this.#phrase(answer.language)
    const to = addressee(inbound, body, installation)
    if (body.view?.type === 'modal') {
      const modal = replyModal(answer.reply, phrase, originOf(inbound))
      const shown =
        answer.reply.kind === 'form'
          ? await this.options.dialogs.push(installation, body.trigger_id, body.view, modal)
          : await this.options.dialogs.update(installation, body.view, modal)
      if (!shown) await sayPrivately(this.options, to, replyMessage(answer.reply, phrase))
      return
    }
    // There is no message beside App Home or a global shortcut: a dialog is the only place for an answer.
    if (place.kind === 'home' || place.kind === 'dialog') {
      const modal = replyModal(answer.reply, phrase, originOf(inbound))
      if (await this.options.dialogs.open(installation, body.trigger_id, modal)) return
      return sayPrivately(this.options, to, replyMessage(answer.reply, phrase))
    }
    const stays = place.kind === 'direct' && !body.container?.is_ephemeral && body.type === 'block_actions'
    if (stays && answer.reply.kind === 'view') {
      return sayDirectly(this.options, { ...to, channel: place.conversation }, replyMessage(answer.reply, phrase))
    }
    await this.#openOrSay(answer, body.trigger_id, originOf(inbound), to)
  }

  async submission(body: InteractionPayload, installation: Installation, ack: Ack, arrival: Arrival): Promise<void> {
    const inbound = translateSubmission(body, installation.workspace)
    if (!inbound) return ack()
    const answering = this.#answer(inbound, installation)
    const first = await atMost(answering, formPatienceMs - arrival.age(), late)
    if (first === 'seen') return ack({ response_action: 'clear' })
    if (first !== late && !arrival.acknowledged()) return ack(this.#answerToForm(first, inbound, body))
    const { bot } = this.options
    const asked = bot.languageOf({ who: inbound.who, ...(inbound.locale ? { locale: inbound.locale } : {}) })
    const language = await atMost(
      asked.catch(() => 'en'),
      languagePatienceMs,
      'en',
    )
    await ack({ response_action: 'update', view: workingModal(this.#phrase(language)) })
    const answer = await answering
    if (answer === 'seen') return
    const phrase = this.#phrase(answer.language)
    const reply = answer.refused ? { kind: 'form' as const, form: answer.refused } : answer.reply
    // Without the hash: what is shown now is our own "one moment", of a version that we were not told.
    const shown = await this.options.dialogs.update(
      installation,
      { id: body.view!.id },
      replyModal(reply, phrase, originOf(inbound)),
    )
    if (!shown) await sayPrivately(this.options, addressee(inbound, body, installation), replyMessage(reply, phrase))
  }

  /** Errors under their fields where the form that is shown has those fields; else the form is drawn again with them. */
  #answerToForm(answer: Answer, inbound: Inbound, body: InteractionPayload): object {
    const phrase = this.#phrase(answer.language)
    const origin = originOf(inbound)
    if (answer.refused) {
      const errors = errorsIn(answer.refused, body)
      if (errors) return { response_action: 'errors', errors }
      return { response_action: 'update', view: formModal(answer.refused, phrase, origin) }
    }
    return { response_action: 'update', view: replyModal(answer.reply, phrase, origin) }
  }

  async #openOrSay(
    answer: Answer,
    trigger: string | undefined,
    origin: Origin | undefined,
    to: Addressee,
  ): Promise<void> {
    const phrase = this.#phrase(answer.language)
    const { reply } = answer
    if (reply.kind === 'form') {
      if (await this.options.dialogs.open(to.installation, trigger, formModal(reply.form, phrase, origin))) return
    }
    await sayPrivately(this.options, to, replyMessage(reply, phrase))
  }

  async #answer(inbound: Inbound, installation: Installation, on?: MessagePayload): Promise<Answer | 'seen'> {
    const known = this.options.people.of(installation, inbound.who.user)
    const person = known instanceof Promise ? await known : known
    const { request } = inbound
    if (on?.ts && request.kind === 'invoked') {
      request.on = await this.options.messages.read(installation, { ...on, ts: on.ts })
    }
    return this.options.bot.answer(Object.assign(inbound, person))
  }

  #phrase(language: string): Phrase {
    return (name, values) => this.options.bot.phrase(language, name, values)
  }
}

function errorsIn(refused: Form<string>, body: InteractionPayload): Record<string, string> | undefined {
  const shown = new Set(body.view?.blocks?.filter(({ type }) => type === 'input').map(({ block_id }) => block_id))
  const errors: Record<string, string> = {}
  for (const { name, error } of refused.fields) {
    if (error === undefined) continue
    const block = blockIdOf(refused.command, name)
    if (!shown.has(block)) return undefined
    errors[block] = cut(error, limits.inputError)
  }
  return Object.keys(errors).length > 0 ? errors : undefined
}

/** What a dialog remembers of the conversation from which it was opened. */
function originOf({ place, who }: Inbound): Origin | undefined {
  if (place.kind === 'home' || place.conversation === who.user) return undefined
  return { conversation: place.conversation, ...(place.thread ? { thread: place.thread } : {}) }
}

const addressee = ({ place, who }: Inbound, body: InteractionPayload, installation: Installation): Addressee => ({
  installation,
  user: who.user,
  channel: place.conversation,
  ...(place.thread ? { thread: place.thread } : {}),
  ...(body.response_url ? { responseUrl: body.response_url } : {}),
})
