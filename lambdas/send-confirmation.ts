import type { SQSRecord } from 'aws-lambda'
import { adoptSuppression } from '../aws/subscribers/adopt-suppression.ts'
import { isPublic } from '../core/issues/approval.ts'
import { composeOperatorMail } from '../core/mail/operator-mail.ts'
import type { ConfirmationMessage, OperatorMessage } from '../core/messages.ts'
import { composeNoticeMail, type PublicIssue } from '../core/subscribers/compose-notice-mail.ts'
import { hashesOf } from '../core/subscribers/hash-keys.ts'
import { findNoticeReader, type NoticeReader } from '../core/subscribers/notice-reader.ts'
import { tokenAttribute } from '../core/subscribers/requests/one-click.ts'
import { describeSubscriber } from '../core/subscribers/subscriber.ts'
import { logger } from './runtime/logger.ts'
import { queueHandler } from './runtime/queue-handler.ts'
import { askBounced } from './send-confirmation/ask-bounced.ts'
import { recordUnsubscription } from './send-confirmation/record-unsubscription.ts'
import { type Services, services } from './send-confirmation/services.ts'
import { submitMail } from './send-confirmation/submit-mail.ts'

// Called by AWS.
export const handler = queueHandler('send-confirmation', services, handleRecord)

// Runs once per message. The requests of mail programs are in this queue, too, because a queue of their own would cost
// more than they are worth.
function handleRecord(body: string, services: Services, now: Date, _attempt: number, record: SQSRecord): Promise<void> {
  const token = record.messageAttributes[tokenAttribute]?.stringValue
  return token === undefined
    ? sendConfirmation(body, services, now)
    : recordUnsubscription(record, token, services, now)
}

// Runs once per notice mail. Not entirely safe to repeat: after a crash between submitting and returning, the mail is
// submitted twice. The subscription itself never changes here.
export async function sendConfirmation(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as ConfirmationMessage | OperatorMessage // our own message
  if ('operator' in message) {
    const mail = composeOperatorMail(services.site.publication, message, now)
    return submitMail(mail, message, { operator: message.operator }, services, now)
  }
  const { subscriberId, notice } = message
  const reading = notice === 'erased' ? undefined : services.subscribers.get(subscriberId)
  const [subscriber, secrets] = await Promise.all([reading, services.readSecrets()])
  const reader = findNoticeReader(message, subscriber)
  if (!reader) return
  const hashes = hashesOf(reader.address, secrets)
  // A confirmed reader has chosen to be mailed by this publication, whatever was remembered elsewhere before.
  if (reader.state === 'pending' || message.notice === 'confirmMove')
    await adoptSuppression(hashes, services.suppressions)
  const lifts = await askBounced(reader.address, hashes.hash, message, services, now)
  if (lifts === 'stays') {
    logger.info('suppressed', { subscriberId })
    return
  }
  const contents = {
    latest: notice === 'welcome' ? await findLatest(reader, services) : undefined,
    lifts: lifts === 'none' ? undefined : lifts,
    data: notice === 'export' && subscriber ? describeSubscriber(subscriber, undefined) : undefined,
  }
  const mail = composeNoticeMail(services.site, reader, message, secrets, now, contents)
  await submitMail(mail, message, { subscriberId }, services, now)
}

async function findLatest({ digest }: NoticeReader, { issues, site }: Services): Promise<PublicIssue | undefined> {
  const { lastNumber } = await issues.getDigest(digest)
  const issue = lastNumber > 0 ? await issues.get(digest, lastNumber) : undefined
  if (!issue || !isPublic(issue)) return undefined
  return { title: issue.title, url: `${site.url}/issues/${digest}/${issue.number}/` }
}
