import type { Caller } from './account/account.ts'
import { domainOf, parseMailboxes, writeMailbox } from './address.ts'
import { sesArn } from './permissions.ts'
import { fieldValue, type RawMessage, readSubject } from './raw-message.ts'
import type { Submission } from './submission.ts'

/** When SES accepted a mail, from whom, under which id, and by which identity. */
export type Acceptance = {
  readonly messageId: string
  readonly now: Date
  readonly caller: Caller
  readonly identity: string
}

/** Composes the `mail` object of every event. */
export function composeMail(submission: Submission, { messageId, now, caller, identity }: Acceptance) {
  const { operation, message, source, from, destinations, configurationSet, tags } = submission
  const { headers, headersTruncated } = listHeaders(message)
  const autoTags = {
    'ses:operation': operation,
    'ses:configuration-set': configurationSet ?? '',
    'ses:source-ip': '127.0.0.1',
    'ses:from-domain': domainOf(from.address),
    'ses:caller-identity': caller.name,
  }
  return {
    timestamp: now.toISOString(),
    source,
    sourceArn: sesArn(`identity/${identity}`, caller),
    sendingAccountId: '000000000000',
    messageId,
    destination: destinations,
    headersTruncated,
    headers,
    commonHeaders: commonHeaders(message, messageId),
    tags: Object.fromEntries(Object.entries({ ...tags, ...autoTags }).map(([name, value]) => [name, [value]])),
  }
}

/** Lists the headers as submitted. SES cuts them at 10 KB. */
export function listHeaders({ fields }: Pick<RawMessage, 'fields'>) {
  let size = 0
  const headers = fields
    .filter(({ raw }) => {
      size += raw.length
      return size <= 10 * 1024
    })
    .map(({ name, value }) => ({ name, value }))
  return { headers, headersTruncated: headers.length < fields.length }
}

function commonHeaders(message: RawMessage, messageId: string) {
  const mailboxes = (name: string) => {
    const value = fieldValue(message, name)
    return value === undefined ? undefined : parseMailboxes(value).map(writeMailbox)
  }
  return {
    returnPath: fieldValue(message, 'Return-Path'),
    from: mailboxes('From'),
    date: fieldValue(message, 'Date'),
    to: mailboxes('To'),
    cc: mailboxes('Cc'),
    replyTo: mailboxes('Reply-To'),
    messageId,
    subject: readSubject(message),
  }
}
