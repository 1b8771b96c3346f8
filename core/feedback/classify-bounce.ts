import type { Feedback } from './feedback.ts'

/**
 * What a bounce is about:
 * - `mailbox`: it does not exist, and another attempt would fail, too
 * - `mailboxForNow`: it is full or out of order
 * - `sender`: the server accepts no mail of ours, because of its policy, our authentication or our reputation
 * - `mail`: only this mail, such as its size
 * - `listed`: SES did not send the mail, because the address is on the suppression list of the account
 * - `reply`: the mail arrived and was answered automatically
 */
export type BounceMeaning = 'mailbox' | 'mailboxForNow' | 'sender' | 'mail' | 'listed' | 'reply'

type Bounce = Pick<Feedback, 'bounceType' | 'feedbackSubtype' | 'isListed' | 'reports'>

export function classifyBounce(bounce: Bounce): BounceMeaning {
  if (bounce.isListed) return 'listed'
  if (bounce.reports.some(isAboutSender)) return 'sender'
  const { bounceType, feedbackSubtype = '' } = bounce
  if (subtypesAboutContent.includes(feedbackSubtype)) return 'sender'
  if (subtypesAboutMail.includes(feedbackSubtype)) return 'mail'
  if (bounceType === 'permanent') return 'mailbox'
  return isAutomaticReply(bounce) ? 'reply' : 'mailboxForNow'
}

/** The provider takes the mail for spam. */
const subtypesAboutContent: readonly string[] = ['ContentRejected', 'AttachmentRejected']
const subtypesAboutMail: readonly string[] = ['MessageTooLarge', 'CustomTimeoutExceeded']

/**
 * SES reports an out-of-office reply as a transient bounce of no particular kind, without anything that a mail server says
 * about a mail that it did not deliver.
 */
function isAutomaticReply({ bounceType, feedbackSubtype = 'General', reports }: Bounce): boolean {
  const isGeneral = bounceType === 'transient' && feedbackSubtype === 'General'
  return isGeneral && reports.every(({ status, diagnosticCode }) => !status && !diagnosticCode)
}

/** Characters of a diagnostic text that are read. */
const longestDiagnosis = 4000

/** Codes of RFC 3463: security or policy, and the sender's own address. */
const senderStatus = /^[45]\.(?:7\.\d{1,3}|1\.[78])$/
/** Codes of RFC 3463 that are about the mailbox, whatever the text beside them mentions. */
const mailboxStatus = /^[45]\.(?:1\.(?:[0-6]|9|10)|2\.\d{1,3})$/

/**
 * Says whether a mail server refuses the sender. The status decides if it is about the mailbox or about a policy. Many servers
 * send one that means nothing, such as 5.0.0, or none; then their words decide.
 */
function isAboutSender({ status, ...report }: Bounce['reports'][number]): boolean {
  const diagnosticCode = report.diagnosticCode?.slice(0, longestDiagnosis) ?? ''
  const codes = [status ?? '', ...statusesIn(diagnosticCode)]
  if (codes.some((code) => senderStatus.test(code))) return true
  if (codes.some((code) => mailboxStatus.test(code))) return false
  return wordsAboutSender.test(diagnosticCode)
}

/** Returns the enhanced status of the reply: the first one of the text, which may go on to quote others. */
function statusesIn(diagnosticCode: string): readonly string[] {
  return /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(diagnosticCode)?.slice(0, 1) ?? []
}

/** What large providers and spam filters write when they refuse a sender. */
const wordsAboutSender = new RegExp(
  [
    String.raw`\bspam(?!assassin@|cop@)|\bunsolicited\b|\bjunk mail\b|\bbulk (?:e-?)?mail\b`,
    String.raw`\b(?:black|block|deny|access|reject)[ -]?list|\brbl\b|\bdnsbl\b|\bspamhaus\b|\bbarracuda|\bproofpoint\b|\bcloudmark\b`,
    String.raw`\breputation\b|\bsenderscore\b|\bpoor score\b`,
    String.raw`\bdmarc\b|\bdkim\b|\bspf\b|\bsender policy\b|\bauthentication (?:level|required|checks?|failed|results?)\b|\bunauthenticated\b`,
    String.raw`\b(?:your|sending|client|this|source|connecting|originating|sender'?s?) (?:ip|host|server|mta|network)\b.{0,60}\b(?:block|ban|list|reject|refus|denied)`,
    String.raw`\b(?:rate|connection|message) limit|\brate[ -]limited\b|\btoo many (?:messages|connections|mails|e-?mails|recipients)\b|\bthrottl`,
    String.raw`\b(?:blocked|rejected|refused|denied|violat\w*)\b.{0,40}\bpolic(?:y|ies)\b|\bpolic(?:y|ies)\b.{0,40}\b(?:violat\w*|reject\w*|reasons?|refus\w*)\b`,
    String.raw`\bAUP#|\bTSS?0\d\b|\[(?:PH|RLY|TS|BL|CON|DYN|HVU|IPTS)\w*\d+\b|\bS77\d\b|\bOU-00\d\b|\bDYN:T\d\b|\bCS0\d\b`,
    String.raw`\b(?:sender|from address|sending domain|envelope sender)\b.{0,40}\b(?:rejected|refused|blocked|denied|not accepted|verify failed|does not (?:exist|resolve))\b`,
  ].join('|'),
  'i',
)
