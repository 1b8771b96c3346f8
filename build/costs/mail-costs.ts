import type { CostLine } from './prices.ts'

/**
 * What each mail of an issue needs besides SES. `npm run bench -- requests` counts the units of DynamoDB on the embedded
 * server; docs/costs.md lists their parts. SNS and SQS: the Send and Delivery events, and a message for 25 recipients.
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

/** Lists what clicks on counted links use. A Lambda of 0.5 GB is assumed to take 20 ms for one, mostly to wait for the count. */
export function clickUsage(clicks: number): readonly CostLine[] {
  return [
    { what: 'requests to the API', unit: 'httpRequest', quantity: clicks },
    { what: 'counts', unit: 'dynamoWrite', quantity: clicks },
    { what: 'invocations', unit: 'lambdaRequest', quantity: clicks },
    { what: 'time of the Lambda', unit: 'lambdaSecond', quantity: clicks * 0.02 * 0.5 },
    { what: 'runs of the edge function', unit: 'edgeRun', quantity: clicks },
  ]
}
