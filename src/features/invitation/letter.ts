import type { Outgoing } from '../../bot/platform.ts'
import { say } from '../../bot/view.ts'
import type { IssuedInvitation } from '../../domain/invitation.ts'

/**
 * The welcome letter with the one-time code (R1.2), in the language that the vendor's data names. A colleague's names the
 * colleague (`by`) by their address: the organization's name may be anybody's words.
 */
export const invitationLetter = (issued: IssuedInvitation & { by?: string }, defaultLanguage: string): Outgoing => ({
  dedupeKey: `invitation:${issued.codeHash}`,
  to: { kind: 'email', address: issued.email, name: issued.name },
  content: {
    kind: 'view',
    view: {
      tone: 'plain',
      title: say('invitation.mail.title'),
      body: [
        {
          kind: 'paragraph',
          text: say('invitation.mail.text', {
            name: issued.name,
            organization: issued.organizationName,
            code: issued.code,
          }),
        },
        {
          kind: 'facts',
          facts: [
            { label: say('invitation.mail.code'), value: say('common.verbatim', { text: issued.code }) },
            ...(issued.by
              ? [{ label: say('invitation.mail.by'), value: say('common.verbatim', { text: issued.by }) }]
              : []),
            {
              label: say('invitation.mail.expires'),
              value: say('vendor.locked.until-value', { instant: { instant: issued.expiresAt.toISOString() } }),
            },
          ],
        },
      ],
    },
  },
  language: issued.language ?? defaultLanguage,
  ...(issued.timeZone ? { zone: issued.timeZone } : {}),
  // The same letter with the same code twice harms nobody.
  whenUncertain: 'repeat',
})
