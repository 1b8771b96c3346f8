import { type AwsCall, AwsError } from '../endpoint/aws-service.ts'
import { element, readMembers } from '../endpoint/query-protocol.ts'
import type { Account, Caller } from './account.ts'
import { isVerified } from './identity.ts'
import { describeSending, sendRawEmail } from './send-raw-email.ts'
import { listDataPoints } from './send-statistics.ts'

/** One action of the SES query API. */
export type Operation = {
  describe(query: URLSearchParams, caller: Caller): AwsCall
  /** Returns the XML elements of the result. */
  handle(account: Account, query: URLSearchParams, caller: Caller): readonly string[]
}

/** Milliseconds. */
const twoWeeks = 14 * 24 * 60 * 60 * 1000

export const operations: Readonly<Record<string, Operation>> = {
  SendRawEmail: {
    describe: describeSending,
    handle: (account, query, caller) => [element('MessageId', sendRawEmail(account, query, caller))],
  },
  GetSendQuota: {
    describe: describeReading,
    handle: ({ limits, now }) => [
      element('Max24HourSend', limits.quota.max24HourSend),
      element('MaxSendRate', limits.quota.maxSendRate),
      element('SentLast24Hours', limits.sent(now())),
    ],
  },
  GetSendStatistics: { describe: describeReading, handle: getSendStatistics },
  ListIdentities: { describe: describeReading, handle: listIdentities },
  GetIdentityVerificationAttributes: { describe: describeReading, handle: getVerification },
}

/** @throws {AwsError} InvalidAction if the embedded SES does not have the operation. */
export function findOperation(query: URLSearchParams): Operation & { readonly name: string } {
  const name = query.get('Action') ?? ''
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (!operation) {
    throw new AwsError('InvalidAction', 400, `Could not find operation ${name} for version ${query.get('Version')}`)
  }
  return { ...operation, name }
}

function describeReading(query: URLSearchParams): AwsCall {
  const operation = query.get('Action') ?? ''
  return { operation, permissions: [{ action: `ses:${operation}`, resource: '*' }] }
}

function getSendStatistics({ database, now }: Account): readonly string[] {
  const points = listDataPoints(database, new Date(now().getTime() - twoWeeks)).map((point) =>
    element('member', [
      element('Timestamp', new Date(point.at).toISOString()),
      element('DeliveryAttempts', point.attempts),
      element('Bounces', point.bounces),
      element('Complaints', point.complaints),
      element('Rejects', point.rejects),
    ]),
  )
  return [element('SendDataPoints', points)]
}

/** Lists nothing if the account has no list of identities, because then every sender is verified. */
function listIdentities({ identities = [] }: Account, query: URLSearchParams): readonly string[] {
  const type = query.get('IdentityType')
  const listed = identities.filter((identity) => !type || type === (identity.includes('@') ? 'EmailAddress' : 'Domain'))
  const members = listed.map((identity) => element('member', identity))
  return [element('Identities', members)]
}

function getVerification({ identities }: Account, query: URLSearchParams): readonly string[] {
  const verified = readMembers(query, 'Identities').filter((identity) => isVerified(identity, identities))
  const entries = verified.map((identity) => {
    const value = element('value', [element('VerificationStatus', 'Success')])
    return element('entry', [element('key', identity), value])
  })
  return [element('VerificationAttributes', entries)]
}
