import { type AwsCall, AwsError, type Permission } from '../endpoint/aws-service.ts'
import type { Account, Caller } from './account.ts'
import { domainOf, parseMailboxes } from './address.ts'
import { inTransaction } from './database.ts'
import { composeEvents } from './event.ts'
import { addEvents } from './event-outbox.ts'
import { addForward, type Forward } from './forward-outbox.ts'
import { checkVerified } from './identity.ts'
import { addMail, type CapturedMail, type Feedback, nextFile } from './mail-log.ts'
import { createMessageId } from './message-id.ts'
import { readSubject, writeRawMessage } from './raw-message.ts'
import { isSimulated, type Outcome, sortByOutcome } from './simulator.ts'
import { composeOutgoing, readSubmission, type Submission } from './submission.ts'

/** @throws {AwsError} if the request can never be accepted. */
export function describeSending(query: URLSearchParams, { region }: Caller): AwsCall {
  const { from, configurationSet, destinations } = readSubmission(query)
  const domain = domainOf(from.address)
  const resources = [`identity/${domain}`, ...(configurationSet ? [`configuration-set/${configurationSet}`] : [])]
  const context = { 'ses:FromAddress': [from.address], 'ses:Recipients': destinations }
  const permissions = resources.map((resource): Permission => {
    return { action: 'ses:SendRawEmail', resource: `arn:aws:ses:${region}:000000000000:${resource}`, context }
  })
  const [key] = destinations
  return { operation: 'SendRawEmail', resource: domain, ...(key ? { key } : {}), permissions }
}

/**
 * Accepts a mail. Its file, its row and all its events are stored together or not at all.
 * Never awaits, so that two requests cannot use the same place in the quota.
 * @returns The message id.
 * @throws {AwsError} if SES refuses.
 */
export function sendRawEmail(account: Account, query: URLSearchParams, caller: Caller): string {
  const { database, mailFolder, limits } = account
  const now = account.now()
  const submission = readSubmission(query)
  checkVerified(submission.from.address, account.identities, caller.region)
  checkConfigurationSet(submission.configurationSet, account.configurationSets)
  const messageId = createMessageId(now)
  const content = writeRawMessage(composeOutgoing(submission, messageId, now))
  const outcomes = sortByOutcome(submission.destinations, submission.message.body)
  const events = composeEvents(submission, outcomes, { messageId, now, caller })
  limits.take(submission.destinations.length, now)

  const mail = describeMail(submission, messageId, now, nextFile(database, messageId, now), content.length)
  const forward = planForward(submission, mail, outcomes)
  const record = () => {
    addMail(database, mail, countFeedback(outcomes))
    if (submission.configurationSet) addEvents(database, submission.configurationSet, events)
    if (account.forwards && forward.recipients.length > 0) addForward(database, forward)
  }
  mailFolder.add(mail.file, content, () => inTransaction(database, record))
  return messageId
}

function checkConfigurationSet(name: string | undefined, existing: readonly string[] | undefined): void {
  if (name === undefined || !existing || existing.includes(name)) return
  throw new AwsError('ConfigurationSetDoesNotExist', 400, `Configuration set <${name}> does not exist.`)
}

function describeMail(
  { source, destinations, configurationSet, tags, message }: Submission,
  id: string,
  now: Date,
  file: string,
  size: number,
): CapturedMail {
  return {
    id,
    at: now.toISOString(),
    source,
    destinations,
    subject: readSubject(message),
    ...(configurationSet ? { configurationSet } : {}),
    tags,
    file,
    size,
  }
}

function countFeedback(outcomes: ReadonlyMap<Outcome, readonly string[]>): Feedback {
  const count = (outcome: Outcome) => outcomes.get(outcome)?.length ?? 0
  return {
    bounces: count('bounced') + count('suppressed'),
    complaints: count('complained'),
    rejects: count('rejected'),
  }
}

/** Leaves out the simulator's mailboxes. A mail with a virus is not forwarded at all. */
function planForward(
  { source, destinations }: Submission,
  { id, file }: CapturedMail,
  outcomes: ReadonlyMap<Outcome, readonly string[]>,
): Forward {
  const recipients = outcomes.has('rejected') ? [] : destinations.filter((address) => !isSimulated(address))
  return { id, file, sender: parseMailboxes(source)[0]?.address ?? '', recipients, attempts: 0 }
}
