import { AwsError } from '../../endpoint/aws-service.ts'
import { element, readMembers } from '../../endpoint/query-protocol.ts'
import { acceptMail, describeSending } from '../accept-mail.ts'
import { readSubmission, type Submission } from '../submission.ts'
import type { Operations } from './operation.ts'

export const sendOperations: Operations = {
  SendRawEmail: {
    describe: (account, query, caller) => describeSending(account, readRawEmail(query), caller),
    handle: (account, query, caller) => [element('MessageId', acceptMail(account, readRawEmail(query), caller))],
  },
}

function readRawEmail(query: URLSearchParams): Submission {
  const data = query.get('RawMessage.Data')
  if (data === null) throw missingParameter('rawMessage.data')
  return readSubmission({
    operation: 'SendRawEmail',
    data: Buffer.from(data, 'base64'),
    source: query.get('Source') ?? '',
    destinations: readMembers(query, 'Destinations'),
    configurationSet: query.get('ConfigurationSetName') ?? '',
    tags: readTags(query),
  })
}

function readTags(query: URLSearchParams): readonly (readonly [string, string])[] {
  const values = readMembers(query, 'Tags', '.Value')
  return readMembers(query, 'Tags', '.Name').map((name, index) => [name, values[index] ?? ''] as const)
}

function missingParameter(name: string): AwsError {
  const message = `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`
  return new AwsError('ValidationError', 400, message)
}
