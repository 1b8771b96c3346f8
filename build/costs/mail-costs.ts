import type { CostLine } from './prices.ts'

/**
 * What each mail of an issue needs besides SES, counted in a send on the embedded servers (`npm run bench -- requests`).
 * DynamoDB: entry, claim and mark of the delivery, and the Delivery event in a transaction of two writes, which count twice;
 * reads of the subscriber, the suppression, and the delivery for each event. The rest is shared by a batch or a portion. With
 * more than 25 articles, a row of the ledger exceeds 1 KB, and claim, mark and event cost twice as much. SNS and SQS: the Send
 * and Delivery events, and a message for 25 recipients.
 */
export const perMail = {
  dynamoWrites: 7.18,
  dynamoReads: 3.77,
  snsPublishes: 2,
  /** SNS sends two; each is received and deleted in a batch of ten. A message of 25 recipients is sent, received, deleted. */
  sqsRequests: 2 * 1.2 + 3 / 25,
  /** A sender's invocation for 25 recipients, and the recorder's for a hundred events. */
  invocations: 1 / 25 + 2 / 100,
  /** Seconds of 0.5 GB: planning and recording. */
  otherSeconds: 0.004,
} as const

export type Sending = {
  readonly mails: number
  /** The account's sending rate. */
  readonly perSecond: number
  /** Senders that run at the same time, each with 1 GB. */
  readonly senders: number
}

/** Lists what mails use, besides the price of SES itself. */
export function mailUsage({ mails, perSecond, senders }: Sending): readonly CostLine[] {
  return [
    { what: 'ledger and events: writes', unit: 'dynamoWrite', quantity: mails * perMail.dynamoWrites },
    { what: 'reads', unit: 'dynamoRead', quantity: mails * perMail.dynamoReads },
    { what: 'SES events through SNS', unit: 'snsPublish', quantity: mails * perMail.snsPublishes },
    { what: 'messages in queues', unit: 'sqsRequest', quantity: mails * perMail.sqsRequests },
    { what: 'invocations', unit: 'lambdaRequest', quantity: mails * perMail.invocations },
    {
      what: `${senders} senders at ${perSecond} mails a second`,
      unit: 'lambdaSecond',
      quantity: (mails / perSecond) * senders + mails * perMail.otherSeconds * 0.5,
    },
  ]
}
