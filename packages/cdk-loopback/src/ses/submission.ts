import { AwsError } from '../endpoint/aws-service.ts'
import { readMembers } from '../endpoint/query-protocol.ts'
import { type Mailbox, parseMailboxes } from './address.ts'
import { invalidParameter } from './invalid-parameter.ts'
import { fieldValue, headerField, parseRawMessage, type RawMessage, withoutFields } from './raw-message.ts'

/** A SendRawEmail request that SES can accept. */
export type Submission = {
  readonly source: string
  readonly from: Mailbox
  readonly destinations: readonly string[]
  readonly configurationSet: string | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly message: RawMessage
}

/** @throws {AwsError} if the request can never be accepted. */
export function readSubmission(query: URLSearchParams): Submission {
  const data = query.get('RawMessage.Data')
  if (data === null) throw missingParameter('rawMessage.data')
  const message = parseRawMessage(Buffer.from(data, 'base64'))
  const source = query.get('Source') || fieldValue(message, 'From')
  if (source && /[\r\n]/.test(source)) throw invalidParameter('Local address contains control or whitespace')
  const [sender] = parseMailboxes(source ?? '')
  if (!source || !sender) throw invalidParameter("Missing required header 'From'.")
  const [from = sender] = parseMailboxes(fieldValue(message, 'From') ?? '')
  return {
    source,
    from,
    destinations: readDestinations(query, message),
    configurationSet: query.get('ConfigurationSetName') || fieldValue(message, 'X-SES-CONFIGURATION-SET'),
    tags: readTags(query, message),
    message,
  }
}

/** Returns the mail as SES delivers it: with SES's Message-ID, and without the fields that are meant for SES. */
export function composeOutgoing({ message, source }: Submission, messageId: string, now: Date): RawMessage {
  const { fields, body } = withoutFields(message, 'Message-ID', 'Bcc', 'X-SES-CONFIGURATION-SET', 'X-SES-MESSAGE-TAGS')
  const added = [headerField('Message-ID', `<${messageId}@email.amazonses.com>`)]
  if (!fieldValue(message, 'From')) added.push(headerField('From', source))
  if (!fieldValue(message, 'Date')) added.push(headerField('Date', now.toUTCString().replace('GMT', '+0000')))
  return { fields: [...fields, ...added], body }
}

function readDestinations(query: URLSearchParams, message: RawMessage): readonly string[] {
  const parameters = readMembers(query, 'Destinations')
  const headers = ['To', 'Cc', 'Bcc'].map((name) => fieldValue(message, name) ?? '')
  const addresses = (parameters.length > 0 ? parameters : headers).flatMap(parseMailboxes).map(({ address }) => address)
  if (addresses.length === 0) throw invalidParameter("Missing required header 'To'.")
  if (addresses.length > 50) throw invalidParameter('Recipient count exceeds 50.')
  return addresses
}

/** Tags in parameters replace those in the header. SES does not merge them. */
function readTags(query: URLSearchParams, message: RawMessage): Readonly<Record<string, string>> {
  const names = readMembers(query, 'Tags', '.Name')
  const values = readMembers(query, 'Tags', '.Value')
  const header = fieldValue(message, 'X-SES-MESSAGE-TAGS')
  const pairs =
    names.length > 0 || !header
      ? names.map((name, index) => [name, values[index] ?? ''] as const)
      : header.split(',').map((pair) => splitTag(pair))
  for (const [name, value] of pairs) {
    checkTag('name', name)
    checkTag('value', value)
  }
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw invalidParameter('Duplicate message tag names.')
  return Object.fromEntries(pairs)
}

function splitTag(pair: string): readonly [string, string] {
  const [name = '', value = ''] = pair.split('=', 2)
  return [name.trim(), value.trim()]
}

function checkTag(part: 'name' | 'value', text: string): void {
  if (text === '') throw invalidParameter(`The tag ${part} must be specified.`)
  if (text.length > 255) throw invalidParameter(`Tag ${part} cannot exceed 255 characters.`)
  if (!/^[\w-]+$/.test(text)) {
    throw invalidParameter(
      `Invalid tag ${part} <${text}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`,
    )
  }
}

function missingParameter(name: string): AwsError {
  const message = `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`
  return new AwsError('ValidationError', 400, message)
}
