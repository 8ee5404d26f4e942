/** What the vendor's sales people do to a request: take, give back, settle. */
import { z } from 'zod'
import { requiredField } from '../../bot/field.ts'
import { answer, type Reply, say, type Text } from '../../bot/view.ts'
import type { Settled } from '../../domain/sales.ts'
import { type SalesRequest, salesStateOf } from '../../domain/sales-request.ts'
import { type Ask, command, isAmongUs, staffActor } from '../kit.ts'
import { shortText } from '../short-text.ts'
import { deedView, notHereView, notOnDutyView } from './card-view.ts'

/** Declares a deed on a card; who may do it is judged at each press, because a card stays where it is when a person leaves. */
const salesDeed = (name: string, deed: (request: string, asking: Ask) => Promise<Reply>) =>
  command({
    name,
    listed: false,
    audience: 'staff',
    fields: { request: requiredField({ label: 'sales.fact.about', schema: z.string(), maxLength: 60, hidden: true }) },
    async before(asking) {
      const { salesDuty } = asking.services
      if (!(await isAmongUs(asking, salesDuty))) return answer(notHereView())
      return (await salesDuty.admits(asking.who)) ? undefined : answer(notOnDutyView())
    },
    run: ({ request }, asking) => deed(request, asking),
  })

const nameOf = ({ taken }: SalesRequest): string => shortText(taken?.by.name ?? '', 80)

const overText = (request: SalesRequest): Text => {
  const state = salesStateOf(request)
  return state === 'withdrawn' || state === 'waiting'
    ? say(`sales.state.${state}`)
    : say(`sales.state.${state}`, { name: nameOf(request) })
}

export const takeSales = salesDeed('sales.take', async (id, asking) => {
  const outcome = await asking.services.sales.take(staffActor(asking), id, asking.now)
  switch (outcome.status) {
    case 'taken':
    case 'yours':
      return answer(deedView(say('sales.taken'), outcome.request))
    case 'others':
    case 'over':
      return answer(deedView(overText(outcome.request), outcome.request, false))
    case 'unknown':
      return answer(deedView(say('sales.unknown.title'), undefined, false))
  }
})

function settled(outcome: Settled, done: Text): Reply {
  switch (outcome.status) {
    case 'done':
      return answer(deedView(done, outcome.request))
    case 'over':
    case 'not-allowed':
      return answer(deedView(overText(outcome.request), outcome.request, false))
    case 'unknown':
      return answer(deedView(say('sales.unknown.title'), undefined, false))
  }
}

export const releaseSales = salesDeed('sales.release', async (id, asking) =>
  settled(await asking.services.sales.release(staffActor(asking), id, asking.now), say('sales.released')),
)

export const finishSales = salesDeed('sales.done', async (id, asking) =>
  settled(await asking.services.sales.finish(staffActor(asking), id, asking.now), say('sales.done')),
)
