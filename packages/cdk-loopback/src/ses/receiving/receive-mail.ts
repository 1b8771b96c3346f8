import { randomBytes } from 'node:crypto'
import { AwsError } from '../../endpoint/aws-service.ts'
import type { ReceiptRulePlan } from '../../template/stack-plan.ts'
import type { Account } from '../account/account.ts'
import { pickIdentity } from '../account/identity.ts'
import { listHeaders } from '../event-mail.ts'
import { headerField } from '../raw-message.ts'
import { matchRecipients } from './match-recipients.ts'
import { addressesIn, parseReceived, type ReceivedMessage, summarizeHeaders } from './received-message.ts'

export const checkNames = ['spam', 'virus', 'spf', 'dkim', 'dmarc'] as const
export const verdicts = ['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED'] as const
export type Verdicts = Readonly<Partial<Record<(typeof checkNames)[number], (typeof verdicts)[number]>>>

/** How a mail arrives. */
export type Receiving = {
  /** The sender of the envelope; empty for bounces. Default: the address in From. */
  readonly from?: string
  /** The recipients of the envelope. Default: the addresses in To and Cc. */
  readonly to?: readonly string[]
  /** What the checks of SES find. Default: no spam and no virus, and nothing about the sender. */
  readonly verdicts?: Verdicts
}

export type Received = { readonly messageId: string; readonly recipients: readonly string[] }

/** Bytes of the largest mail that SES receives. */
const largestMail = 40 * 1024 ** 2

/** Receives a mail: invokes the functions of all rules that apply to one of its recipients. */
export function receiveMail(account: Account, data: Buffer, options: Receiving): Received {
  if (data.length > largestMail) throw refused('552 5.3.4 Message size exceeds fixed limit')
  const message = parseReceived(data)
  const from = options.from ?? addressesIn(message, 'From')[0] ?? ''
  const recipients = options.to ?? [...addressesIn(message, 'To'), ...addressesIn(message, 'Cc')]
  const { settings, identities } = account
  const own = recipients.filter((each) => pickIdentity(each, identities.get) !== undefined)
  const rules = account.receiptRules.filter(({ enabled, ruleSet }) => enabled && ruleSet === settings.activeRuleSet)
  const matches = rules
    .map((rule) => ({ rule, matched: matchRecipients(rule.recipients, own) }))
    .filter(({ matched }) => matched.length > 0)
  if (matches.length === 0) throw refused('550 5.1.1 Requested action not taken: mailbox unavailable')
  const messageId = randomBytes(20).toString('hex')
  const receipt = { message, messageId, from, recipients, at: account.now().toISOString() }
  for (const { rule, matched } of matches) {
    for (const functionArn of rule.functionArns) {
      const event = composeEvent(receipt, rule, matched, functionArn, options.verdicts ?? {})
      account.invokeLater(functionArn, JSON.stringify(event))
    }
  }
  return { messageId, recipients: [...new Set(matches.flatMap(({ matched }) => matched))] }
}

type Receipt = {
  readonly message: ReceivedMessage
  readonly messageId: string
  readonly from: string
  readonly recipients: readonly string[]
  readonly at: string
}

/** https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html */
function composeEvent(
  { message, messageId, from, recipients, at }: Receipt,
  rule: ReceiptRulePlan,
  matched: readonly string[],
  functionArn: string,
  { spam = 'PASS', virus = 'PASS', spf = 'GRAY', dkim = 'GRAY', dmarc = 'GRAY' }: Verdicts,
) {
  const scan = (status: string) => ({ status: rule.scans ? status : 'DISABLED' })
  const received = `from localhost (localhost [127.0.0.1]) by inbound-smtp with SMTP id ${messageId} for ${matched[0]}`
  const added = [headerField('Return-Path', `<${from}>`), headerField('Received', received)]
  const mail = {
    ...{ timestamp: at, source: from, messageId, destination: recipients },
    ...listHeaders({ fields: [...added, ...message.fields] }),
    commonHeaders: { returnPath: from, ...summarizeHeaders(message) },
  }
  const receipt = {
    ...{ timestamp: at, processingTimeMillis: 1, recipients: matched },
    ...{ spamVerdict: scan(spam), virusVerdict: scan(virus) },
    ...{ spfVerdict: { status: spf }, dkimVerdict: { status: dkim }, dmarcVerdict: { status: dmarc } },
    ...(dmarc === 'FAIL' && { dmarcPolicy: 'reject' }),
    action: { type: 'Lambda', functionArn, invocationType: 'Event' },
  }
  return { Records: [{ eventSource: 'aws:ses', eventVersion: '1.0', ses: { mail, receipt } }] }
}

/** Refuses a mail with the answer of an SMTP server. */
function refused(answer: string): AwsError {
  return new AwsError('MessageRejected', 400, answer)
}
