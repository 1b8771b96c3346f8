import { type AwsCall, AwsError } from '../endpoint/aws-service.ts'
import type { Account, Caller } from './account/account.ts'
import { checkVerified, pickIdentity } from './account/identity.ts'
import { composeEvents } from './event.ts'
import { addEvents } from './event-outbox.ts'
import { addMail, type CapturedMail, type Feedback, nextFile } from './mail-log.ts'
import { createMessageId } from './message-id.ts'
import { checkedAddresses, sendingPermissions } from './permissions.ts'
import { readSubject, writeRawMessage } from './raw-message.ts'
import { addWaiting } from './relay/relay-queue.ts'
import { isReserved } from './relay/reserved-domain.ts'
import { type Outcome, sortByOutcome } from './simulator.ts'
import { composeOutgoing, type Submission } from './submission.ts'

export function describeSending(account: Account, submission: Submission, caller: Caller): AwsCall {
  const { operation, from, destinations } = submission
  const [key] = destinations
  return {
    operation,
    resource: pickIdentity(from.address, account.identities.get)?.name ?? from.address,
    ...(key ? { key } : {}),
    permissions: sendingPermissions(withDefaultSet(submission, account), account, caller),
  }
}

/**
 * Accepts a mail. Its file, its row and all its events are stored together or not at all.
 * Never awaits, so that two requests cannot use the same place in the quota.
 * @returns The message id.
 * @throws {AwsError} if SES refuses.
 */
export function acceptMail(account: Account, request: Submission, caller: Caller): string {
  const { database, mailFolder, limits } = account
  const now = account.now()
  if (!account.settings.sendingEnabled) {
    const message = 'Email sending is disabled for your entire Amazon SES account.'
    throw new AwsError('AccountSendingPausedException', 400, message)
  }
  const submission = withDefaultSet(request, account)
  const { destinations, configurationSet } = submission
  checkVerified(checkedAddresses(submission, account), account.identities.get, caller.region)
  if (configurationSet !== undefined) account.configurationSets.check(configurationSet)
  const messageId = createMessageId(now)
  const content = writeRawMessage(composeOutgoing(submission, messageId, now))
  const isRelayed = (address: string) => account.relays && !isReserved(address)
  const suppressed = suppressionBy(account, configurationSet)
  const outcomes = sortByOutcome(destinations, submission.message.body, suppressed, isRelayed)
  const identity = pickIdentity(submission.from.address, account.identities.get)?.name ?? ''
  const events = composeEvents(submission, outcomes, { messageId, now, caller, identity })
  limits.take(destinations.length, now)

  const mail = describeMail(submission, messageId, now, nextFile(database, messageId, now), content.length)
  const record = () => {
    addMail(database, mail, countFeedback(outcomes))
    if (configurationSet !== undefined) addEvents(database, configurationSet, events)
    addWaiting(database, messageId, outcomes.get('relayed') ?? [], now)
  }
  mailFolder.add(mail.file, content, () => database.transaction(record))
  return messageId
}

/** Returns why an address gets no mail of a configuration set, if it is on the account's suppression list. */
function suppressionBy({ suppressions, configurationSets }: Account, configurationSet: string | undefined) {
  const reasons = configurationSets.suppressedReasons(configurationSet)
  return (address: string) => {
    const reason = suppressions.get(address)?.reason
    return reason !== undefined && reasons.includes(reason) ? reason : undefined
  }
}

/** Uses the default configuration set of the sender's identity for a mail that names none. */
function withDefaultSet(submission: Submission, { identities }: Account): Submission {
  const configurationSet =
    submission.configurationSet ?? pickIdentity(submission.from.address, identities.get)?.configurationSet
  return { ...submission, configurationSet }
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
