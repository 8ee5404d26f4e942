/** Every ability of the bot. A command that is not in this list does not exist. */
import type { Command } from '../bot/command.ts'
import type { Asker } from '../domain/contact.ts'
import { describeCase } from './cases/describe-command.ts'
import { openFromMessage } from './cases/from-message.ts'
import { changeSeverity, closeCase, followCase, followUp, reopenCase, unfollowCase } from './cases/life-commands.ts'
import { listCases } from './cases/list-command.ts'
import { openCase } from './cases/open-command.ts'
import { rateCase } from './cases/rate-command.ts'
import { replyInCase, takeBack } from './cases/reply-command.ts'
import { showCase } from './cases/show-command.ts'
import { checkCoverage, coverageInMessage } from './coverage/command.ts'
import { help } from './help/command.ts'
import { claimInvitation } from './invitation/command.ts'
import type { Audience, Services } from './kit.ts'
import { chooseLanguage } from './language/command.ts'
import { linkAccount } from './link/command.ts'
import { tellOfLink } from './link/listener.ts'
import type { Listener } from './listening.ts'
import { confirmAgreement, registerAgreement } from './register-agreement/command.ts'
import { tellOfAgreement } from './register-agreement/listener.ts'
import { confirmLicense, registerLicense } from './register-license/command.ts'
import { tellOfLicense, warnOfLock } from './register-license/listener.ts'
import { confirmSignUp, resendCode, signUp } from './sign-up/command.ts'
import { mailCode } from './sign-up/listener.ts'

/** In the order in which help lists them. */
export const commands: readonly (Command<Asker, Services> & { audience: Audience })[] = [
  checkCoverage,
  openCase,
  describeCase,
  openFromMessage,
  listCases,
  showCase,
  replyInCase,
  takeBack,
  closeCase,
  reopenCase,
  followCase,
  unfollowCase,
  changeSeverity,
  rateCase,
  followUp,
  registerLicense,
  confirmLicense,
  registerAgreement,
  confirmAgreement,
  coverageInMessage,
  signUp,
  confirmSignUp,
  resendCode,
  claimInvitation,
  linkAccount,
  chooseLanguage,
  help,
]

/** The words of a command in the locales: names hold dots, keys cannot. */
export const wordsOf = (command: { name: string }): string => command.name.replaceAll('.', '-')

/** Every listener hears every event and answers with what is to be said, or with nothing. */
export const listeners: readonly Listener[] = [mailCode, tellOfLink, tellOfLicense, tellOfAgreement, warnOfLock]
