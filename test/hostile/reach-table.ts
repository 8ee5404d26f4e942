/**
 * What each command would do to one organization if somebody else could: `there` names its things, `nowhere` things of the same
 * form that nobody has. A command that is missing here fails the matrix.
 */

/** Ids of what belongs to the organization, or of the same form and nobody's. */
export interface Things {
  case: string
  serial: string
  /** A product of which it has a license. */
  product: string
  release: string
  file: string
  caseFile: string
  handOut: string
  colleague: string
  invitee: string
  request: string
  sales: string
  delivery: string
  message: string
  /** A mail address of one of its people. */
  email: string
  organization: string
  workspace: string
  channel: string
}

export interface Reach {
  values(things: Things): Record<string, string>
  /** Of which things the answer must not depend on for anybody else; `open`: it is the vendor's data, the same for all. */
  open?: true
  /** Each answer has something of its own, such as a new code. */
  fresh?: true
  /** What its own people do with it changes too much for a comparison, or says nothing of the thing that it names. */
  uncontrolled?: true
}

const ofCase = ({ case: number }: Things) => ({ number })
const nothing = () => ({})

export const reach: Record<string, Reach> = {
  coverage: { values: ({ serial }) => ({ what: serial }) },
  'coverage.in-message': { values: ({ serial }) => ({ text: `see ${serial} please` }) },
  downloads: { values: ({ serial }) => ({ what: serial }) },
  'downloads.release': { values: ({ release }) => ({ release }) },
  'downloads.get': { values: ({ release, file }) => ({ release, file }) },
  'downloads.license': { values: ({ serial }) => ({ license: serial }) },
  'downloads.record': { values: nothing, uncontrolled: true },
  'downloads.revoke': { values: ({ handOut }) => ({ id: handOut }) },
  proof: { values: nothing, uncontrolled: true },
  statement: { values: nothing, uncontrolled: true },
  'statement.get': { values: () => ({ paper: 'statement', format: 'csv' }), uncontrolled: true },
  'case.open': { values: ({ serial }) => ({ license: serial, topic: 'defect', text: 'It fails' }) },
  'case.describe': {
    values: ({ serial }) => ({ serial, topic: 'defect', severity: '2', title: 'It fails', description: 'Again.' }),
  },
  'case.from-message': { values: ({ message }) => ({ message, text: 'It fails' }), uncontrolled: true },
  'case.list': { values: ({ product }) => ({ product }), uncontrolled: true },
  'case.show': { values: ofCase },
  'case.reply': { values: (things) => ({ ...ofCase(things), text: 'Is anybody there?' }) },
  'case.take-back': { values: ({ message }) => ({ message }), uncontrolled: true },
  'case.follow': { values: ofCase },
  'case.unfollow': { values: ofCase },
  'case.severity': { values: (things) => ({ ...ofCase(things), severity: '1' }) },
  'case.rate': { values: (things) => ({ ...ofCase(things), stars: '5' }) },
  'case.file': { values: ({ caseFile }) => ({ file: caseFile }) },
  'case.follow-up': { values: ofCase },
  queue: { values: nothing, uncontrolled: true },
  'case.claim-here': { values: nothing, uncontrolled: true },
  'case.claim': { values: ofCase },
  'case.watch': { values: ofCase },
  'case.unwatch': { values: ofCase },
  'case.answer': { values: (things) => ({ ...ofCase(things), text: 'Try again.' }) },
  'case.ask': { values: (things) => ({ ...ofCase(things), text: 'Which one?' }) },
  'case.note': { values: (things) => ({ ...ofCase(things), text: 'Between us.' }) },
  'case.retry': { values: (things) => ({ ...ofCase(things), delivery: things.delivery }), uncontrolled: true },
  'case.unsay': { values: ({ message }) => ({ message }), uncontrolled: true },
  'case.transfer': { values: (things) => ({ ...ofCase(things), to: 'makoto@vendor.example' }) },
  'case.take-over': { values: (things) => ({ ...ofCase(things), reason: 'I know it.' }) },
  'case.release': { values: (things) => ({ ...ofCase(things), note: 'Not mine.' }) },
  'case.resolve': { values: (things) => ({ ...ofCase(things), text: 'Done.' }) },
  'case.close': { values: ofCase },
  'case.reopen': { values: (things) => ({ ...ofCase(things), reason: 'It is not solved.' }) },
  'case.merge': { values: (things) => ({ ...ofCase(things), into: '1' }), uncontrolled: true },
  register: { values: ({ serial }) => ({ serial, number: 'WRONG-NUMBER' }), uncontrolled: true },
  'register.confirm': { values: ({ serial }) => ({ serial, number: 'WRONG-NUMBER' }), uncontrolled: true },
  agreement: { values: ({ serial }) => ({ serial, number: 'WRONG-NUMBER' }), uncontrolled: true },
  'agreement.confirm': { values: ({ serial }) => ({ serial, number: 'WRONG-NUMBER' }), uncontrolled: true },
  contacts: { values: nothing, uncontrolled: true },
  'contacts.show': { values: ({ colleague }) => ({ contact: colleague }) },
  'contacts.edit': { values: ({ colleague }) => ({ contact: colleague, name: 'Mallory' }) },
  'contacts.purpose': { values: ({ colleague }) => ({ contact: colleague, purpose: 'billing', set: 'off' }) },
  'contacts.appoint': { values: ({ colleague }) => ({ contact: colleague, role: 'technical' }) },
  'contacts.invite': {
    values: ({ email }) => ({ name: 'Mallory', email, role: 'viewer', by: 'mail' }),
    uncontrolled: true,
  },
  'contacts.invite-again': { values: ({ invitee }) => ({ contact: invitee, by: 'hand' }) },
  'contacts.restore': { values: ({ colleague }) => ({ contact: colleague }) },
  'contacts.remove': { values: ({ colleague }) => ({ contact: colleague }) },
  'contacts.leave': { values: nothing, uncontrolled: true },
  'contacts.leave-now': { values: nothing, uncontrolled: true },
  'contacts.decide': { values: ({ request }) => ({ request, answer: 'viewer' }) },
  'contacts.ties': { values: nothing, uncontrolled: true },
  'contacts.untie': { values: ({ workspace }) => ({ platform: 'slack', workspace }), uncontrolled: true },
  tie: { values: ({ organization, channel }) => ({ organization, place: channel }), uncontrolled: true },
  untie: { values: ({ organization }) => ({ organization }) },
  'untie.one': { values: ({ workspace }) => ({ platform: 'slack', workspace }), uncontrolled: true },
  signup: {
    values: ({ email }) => ({ name: 'Mallory', email, phone: '+886 2 5550 0199' }),
    uncontrolled: true,
  },
  'signup.code': { values: () => ({ code: '000000' }), uncontrolled: true },
  'signup.resend': { values: nothing, uncontrolled: true },
  invitation: { values: () => ({ code: 'ABCD-EFGH-JKLM' }), uncontrolled: true },
  link: { values: () => ({ code: 'ABCD2345' }), uncontrolled: true, fresh: true },
  'sales.ask': { values: ({ serial }) => ({ kind: 'license', subject: serial }) },
  'sales.send': { values: ({ serial }) => ({ kind: 'license', subject: serial, words: 'How much?' }) },
  'sales.withdraw': { values: ({ sales }) => ({ request: sales }) },
  'sales.take': { values: ({ sales }) => ({ request: sales }), uncontrolled: true },
  'sales.release': { values: ({ sales }) => ({ request: sales }), uncontrolled: true },
  'sales.done': { values: ({ sales }) => ({ request: sales }), uncontrolled: true },
  faq: { values: () => ({ words: 'renewal' }), open: true },
  'faq.show': { values: () => ({ id: 'renew-without-aligning' }), open: true },
  centers: { values: ({ product }) => ({ what: product }), open: true },
  catalog: { values: ({ product }) => ({ words: product }), open: true },
  partners: { values: ({ product }) => ({ what: product }), open: true },
  language: { values: () => ({ to: 'en' }), open: true },
  help: { values: nothing, open: true },
}
