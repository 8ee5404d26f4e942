/** The answer to somebody who asks to join: the first of a site contact counts. */
import { z } from 'zod'
import { choiceField, requiredField } from '../../bot/field.ts'
import { answer, type Reply, say } from '../../bot/view.ts'
import type { JoinAnswer, JoinDecided } from '../../domain/joining.ts'
import { type Ask, command, isAmongUs, staffActor } from '../kit.ts'
import { notAllowedView, unknownView } from './answers-view.ts'
import { actorOf, privately } from './asking.ts'
import { joinExpiredView, joinSettledView } from './join-view.ts'
import { staffElsewhereView } from './told-view.ts'

const answers: JoinAnswer[] = ['technical', 'viewer', 'primary', 'decline']

export const decideJoin = command({
  name: 'contacts.decide',
  listed: false,
  audience: 'known',
  fields: {
    request: requiredField({ label: 'contacts.field.contact', schema: z.string(), maxLength: 60, hidden: true }),
    answer: {
      ...choiceField({
        label: 'contacts.field.role',
        choices: answers.map((value) => ({ value, label: say(`contacts.join.answer.${value}`) })),
      }),
      hidden: true,
    },
  },
  async before(asking) {
    if (asking.asker.contact) return privately(asking)
    const { duty } = asking.services
    return (await isAmongUs(asking, duty)) && (await duty.admits(asking.who)) ? undefined : answer(staffElsewhereView())
  },
  async run({ request, answer: given }, asking) {
    const { joining } = asking.services
    return told(
      asking.asker.contact
        ? await joining.decide(actorOf(asking), request, given, asking.now)
        : await joining.decideForVendor(staffActor(asking), request, given, asking.now),
      asking,
    )
  },
})

function told(decided: JoinDecided, { asker }: Ask): Reply {
  switch (decided.status) {
    case 'decided':
    case 'before':
      return answer(joinSettledView(decided.request, { reader: asker.contact ? 'contact' : 'vendor' }))
    case 'expired':
      return answer(joinExpiredView(decided.request))
    case 'unknown':
      return answer(unknownView())
    case 'not-allowed':
      return answer(asker.contact ? notAllowedView() : staffElsewhereView())
  }
}
