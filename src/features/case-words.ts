/** The words for a case's facts, shared by all who speak of cases. */
import { say, type Text } from '../bot/view.ts'
import type { CaseNumber, CaseStatus, Closing, OutsideTopic, Severity, Topic } from '../domain/case.ts'

/** As text: a number would be grouped for its reader ("1,204"). */
export const caseName = (number: CaseNumber | number): Text => say('case.number', { number: String(number) })
export const statusText = (status: CaseStatus): Text => say(`case.status.${status}`)
export const severityText = (severity: Severity): Text => say(`case.severity.${severity}`)
export const severityShort = (severity: Severity): Text => say(`case.severity-short.${severity}`)
export const topicText = (topic: Topic): Text => say(`case.topic.${topic}`)
export const outsideText = (topic: OutsideTopic): Text => say(`case.outside.${topic}`)
export const closingText = (closing: Closing): Text => say(`case.closing.${closing}`)
