import { say } from '../../bot/view.ts'
import type { Listener } from '../listening.ts'

/** The code goes to the address, and nowhere else. */
export const mailCode: Listener = async (event, { eventId, now, languageFor, directory }) => {
  if (event.kind !== 'sign-up-code-issued') return []
  const minutes = Math.round((event.expiresAt.getTime() - now.getTime()) / 60_000)
  return [
    {
      dedupeKey: `${eventId}:mail`,
      // Nobody proved this address yet: its owner is not to read what a stranger typed as their name.
      to: { kind: 'email', address: event.email },
      content: {
        kind: 'view',
        view: {
          tone: 'plain',
          title: say('signup.mail.title', { code: event.code }),
          body: [
            { kind: 'paragraph', text: say('signup.mail.text', { minutes }) },
            { kind: 'paragraph', text: say('signup.mail.not-you'), emphasis: 'subtle' },
          ],
        },
      },
      language: event.language ?? languageFor(await directory.localeOf(event.who)),
      // A second mail with the same code harms nobody; a code that never came locks a person out.
      whenUncertain: 'repeat',
    },
  ]
}
