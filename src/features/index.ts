/** Every ability of the bot. A command that is not in this list does not exist. */
import type { Command } from '../bot/command.ts'
import type { Asker } from '../domain/contact.ts'
import { getFile } from './case-thread/file-command.ts'
import { tellCustomers } from './case-thread/listener.ts'
import { describeCase } from './cases/describe-command.ts'
import { openFromMessage } from './cases/from-message.ts'
import { changeSeverity, closeCase, followCase, followUp, reopenCase, unfollowCase } from './cases/life-commands.ts'
import { listCases } from './cases/list-command.ts'
import { openCase } from './cases/open-command.ts'
import { rateCase } from './cases/rate-command.ts'
import { replyInCase, takeBack } from './cases/reply-command.ts'
import { showCase } from './cases/show-command.ts'
import { showCatalog } from './catalog/command.ts'
import { showCenters } from './centers/command.ts'
import { appointContact, editContact, setPurpose } from './contacts/change-commands.ts'
import { decideJoin } from './contacts/decide-command.ts'
import { inviteAgain, inviteContact } from './contacts/invite-commands.ts'
import { tellOfJoining } from './contacts/join-listener.ts'
import { listContacts, listTies, showContact } from './contacts/list-command.ts'
import { tellOfMembers } from './contacts/listener.ts'
import { leaveNow, leaveOrganization, removeContact, restoreContact } from './contacts/remove-commands.ts'
import { untieOwn } from './contacts/untie-command.ts'
import { checkCoverage, coverageInMessage } from './coverage/command.ts'
import { downloads, showRelease } from './downloads/command.ts'
import { getLicenseFile, getRelease, revokeLink } from './downloads/get-command.ts'
import { downloadRecord } from './downloads/record-command.ts'
import { searchFaq, showFaq } from './faq/command.ts'
import { help } from './help/command.ts'
import { claimInvitation } from './invitation/command.ts'
import { mailInvitation } from './invitation/listener.ts'
import { type Audience, either, type Services } from './kit.ts'
import { chooseLanguage } from './language/command.ts'
import { linkAccount } from './link/command.ts'
import { tellOfLink } from './link/listener.ts'
import type { Listener } from './listening.ts'
import { getPaper, showProof, showStatement } from './papers/command.ts'
import { showPartners } from './partners/command.ts'
import { confirmAgreement, registerAgreement } from './register-agreement/command.ts'
import { tellOfAgreement } from './register-agreement/listener.ts'
import { confirmLicense, registerLicense } from './register-license/command.ts'
import { tellOfLicense, warnOfLock } from './register-license/listener.ts'
import { askSales, sendSales, withdrawSales } from './sales/ask-command.ts'
import { tellSales } from './sales/listener.ts'
import { finishSales, releaseSales, takeSales } from './sales/staff-command.ts'
import { confirmSignUp, resendCode, signUp } from './sign-up/command.ts'
import { mailCode } from './sign-up/listener.ts'
import { tiePlace, untieOne, untiePlaces } from './ties/command.ts'
import {
  closeForStaff,
  mergeCase,
  reopenForStaff,
  retryDelivery,
  severityForStaff,
  showForStaff,
} from './triage/case-commands.ts'
import {
  claimByEmoji,
  claimCase,
  releaseCase,
  takeOverCase,
  transferCase,
  unwatchCase,
  watchCase,
} from './triage/claim-commands.ts'
import { tellEngineers } from './triage/listener.ts'
import { listForStaff, queue } from './triage/queue-command.ts'
import { answerCase, askCustomer, noteCase, resolveCase, takeBack as unsay } from './triage/say-commands.ts'

/** In the order in which help lists them. */
export const commands: readonly (Command<Asker, Services> & { audience: Audience })[] = [
  checkCoverage,
  downloads,
  showRelease,
  getRelease,
  getLicenseFile,
  revokeLink,
  openCase,
  describeCase,
  openFromMessage,
  either(listCases, listForStaff),
  either(showCase, showForStaff),
  replyInCase,
  takeBack,
  either(closeCase, closeForStaff),
  either(reopenCase, reopenForStaff),
  followCase,
  unfollowCase,
  either(changeSeverity, severityForStaff),
  rateCase,
  followUp,
  getFile,
  queue,
  claimCase,
  claimByEmoji,
  answerCase,
  askCustomer,
  noteCase,
  resolveCase,
  releaseCase,
  transferCase,
  takeOverCase,
  mergeCase,
  watchCase,
  unwatchCase,
  retryDelivery,
  unsay,
  registerLicense,
  confirmLicense,
  registerAgreement,
  confirmAgreement,
  coverageInMessage,
  listContacts,
  showContact,
  inviteAgain,
  editContact,
  setPurpose,
  appointContact,
  removeContact,
  restoreContact,
  leaveNow,
  decideJoin,
  listTies,
  untieOwn,
  untieOne,
  signUp,
  confirmSignUp,
  resendCode,
  claimInvitation,
  linkAccount,
  searchFaq,
  showFaq,
  showCenters,
  showCatalog,
  showPartners,
  askSales,
  sendSales,
  withdrawSales,
  takeSales,
  releaseSales,
  finishSales,
  showProof,
  showStatement,
  getPaper,
  downloadRecord,
  chooseLanguage,
  inviteContact,
  leaveOrganization,
  tiePlace,
  untiePlaces,
  help,
]

/**
 * Commands whose Chinese and Japanese words begin sentences, too (ダウンロードできません): they are none where others go on
 * without a space. Among them is all that only the vendor's people do, which is mostly said with words of one's own.
 */
export const commandsApart: ReadonlySet<string> = new Set([
  ...commands.filter(({ audience }) => audience === 'staff').map(({ name }) => name),
  ...[downloads, downloadRecord, listContacts, inviteContact, leaveOrganization].map(({ name }) => name),
  ...[searchFaq, showCenters, showCatalog, showPartners, askSales, showProof, showStatement].map(({ name }) => name),
])

/** The words of a command in the locales: names hold dots, keys cannot. */
export const wordsOf = (command: { name: string }): string => command.name.replaceAll('.', '-')

/** Every listener hears every event and answers with what is to be said, or with nothing. */
export const listeners: readonly Listener[] = [
  mailCode,
  // The card comes before what belongs below it.
  tellEngineers,
  tellCustomers,
  tellOfLink,
  mailInvitation,
  tellOfMembers,
  tellOfJoining,
  tellOfLicense,
  tellOfAgreement,
  warnOfLock,
  tellSales,
]
