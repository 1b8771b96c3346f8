import { AwsError } from '../../endpoint/aws-service.ts'
import { element, readMembers } from '../../endpoint/query-protocol.ts'
import { acceptMail, describeSending } from '../accept-mail.ts'
import type { Account } from '../account/account.ts'
import { composeMessage } from '../compose-message.ts'
import { invalidParameter } from '../invalid-parameter.ts'
import { readSubmission, type Submission } from '../submission.ts'
import type { Operations } from './operation.ts'

export const sendOperations: Operations = {
  SendRawEmail: {
    describe: (account, query, caller) => describeSending(account, readRawEmail(query), caller),
    handle: (account, query, caller) => [element('MessageId', acceptMail(account, readRawEmail(query), caller))],
  },
  SendEmail: {
    describe: async (account, query, caller) => describeSending(account, await readEmail(account, query), caller),
    handle: async (account, query, caller) => {
      const submission = await readEmail(account, query)
      return [element('MessageId', acceptMail(account, submission, caller))]
    },
  },
}

function readRawEmail(query: URLSearchParams): Submission {
  return readSubmission({
    operation: 'SendRawEmail',
    data: Buffer.from(required(query, 'RawMessage.Data'), 'base64'),
    destinations: readMembers(query, 'Destinations'),
    ...readCommon(query),
  })
}

async function readEmail({ now }: Account, query: URLSearchParams): Promise<Submission> {
  const mail = {
    from: required(query, 'Source'),
    to: readMembers(query, 'Destination.ToAddresses'),
    cc: readMembers(query, 'Destination.CcAddresses'),
    replyTo: readMembers(query, 'ReplyToAddresses'),
    subject: required(query, 'Message.Subject.Data'),
    text: query.get('Message.Body.Text.Data') ?? undefined,
    html: query.get('Message.Body.Html.Data') ?? undefined,
    charsets: ['Subject', 'Body.Text', 'Body.Html'].map((part) => query.get(`Message.${part}.Charset`) ?? undefined),
  }
  return readSubmission({
    operation: 'SendEmail',
    data: await composeMessage(mail, now()),
    destinations: [...mail.to, ...mail.cc, ...readMembers(query, 'Destination.BccAddresses')],
    returnPath: query.get('ReturnPath') ?? '',
    ...readCommon(query),
  })
}

/** Parameters with which an account sends as another one that authorized it. */
const sendingAuthorization = ['SourceArn', 'FromArn', 'ReturnPathArn']

/** Reads the parameters that both operations have. */
function readCommon(query: URLSearchParams) {
  const unsupported = sendingAuthorization.find((name) => query.has(name))
  if (unsupported !== undefined) throw invalidParameter(`The embedded SES does not support ${unsupported}.`)
  const values = readMembers(query, 'Tags', '.Value')
  const tags = readMembers(query, 'Tags', '.Name').map((name, index) => [name, values[index] ?? ''] as const)
  return { source: query.get('Source') ?? '', configurationSet: query.get('ConfigurationSetName') ?? '', tags }
}

/** @throws {AwsError} ValidationError, as SES reports a missing parameter */
function required(query: URLSearchParams, parameter: string): string {
  const value = query.get(parameter)
  if (value !== null) return value
  const path = parameter.replace(/(^|\.)[A-Z]/g, (start) => start.toLowerCase())
  const constraint = 'failed to satisfy constraint: Member must not be null'
  throw new AwsError('ValidationError', 400, `1 validation error detected: Value null at '${path}' ${constraint}`)
}
