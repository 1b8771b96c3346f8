import { setTimeout as sleep } from 'node:timers/promises'
import type { ContentStore } from '../../aws/content-store.ts'
import type { SendPace } from '../../aws/deliveries/send-pace-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { BackoffReason } from '../../core/deliveries/send-pace.ts'
import { mailWriter } from '../../core/deliveries/write-mail.ts'
import type { Issue, IssueRecord } from '../../core/issues/issue.ts'
import type { Recipient, SendMessage } from '../../core/messages.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import { logger } from '../runtime/logger.ts'
import type { Result, Sender } from './sender.ts'
import { storeAll, submitAll } from './submit-all.ts'

type Services = Omit<Sender, 'issue' | 'batch' | 'secrets' | 'writeMail' | 'clock' | 'backoff' | 'onUnknown'> & {
  readonly issues: Pick<IssueStore, 'get'>
  readonly content: Pick<ContentStore<Issue>, 'get'>
  readonly pace: Pick<SendPace, 'reserve'>
  readonly readSecrets: () => Promise<Secrets>
  readonly writers: Map<string, Sender['writeMail']>
}

/** `end`: milliseconds since 1970, after which no more places are reserved. */
type Time = { readonly clock: () => Date; readonly end: number }

/**
 * Submits mails to the first recipients of a list: as many as the account's pace has places for at once. Returns the
 * results of these, or of all recipients if the others must wait.
 */
export async function sendNext(
  recipients: readonly Recipient[],
  { digest, number, batch }: SendMessage,
  services: Services,
  { clock, end }: Time,
): Promise<Result[]> {
  const record = await services.issues.get(digest, number)
  if (!record) throw new Error(`There is no issue ${digest} ${number}`)
  const sender = await openSender(record, batch, services, clock)
  if (record.hold) return storeAll(recipients, record.hold, sender)
  const now = clock().getTime()
  const reservation = now < end ? await services.pace.reserve(recipients.length, now, end - now) : overdue
  if (reservation.kind !== 'reserved') return putBack(recipients, reservation.kind)
  await sleep(reservation.startsAt - now)
  const results = await submitAll(recipients.slice(0, reservation.count), reservation.interval, sender)
  return sender.backoff ? [...results, ...putBack(recipients.slice(reservation.count), sender.backoff)] : results
}

const overdue = { kind: 'crowded' } as const

function putBack(recipients: readonly Recipient[], backoff: BackoffReason): Result[] {
  return recipients.map((recipient) => ({ recipient, backoff }))
}

async function openSender(
  record: IssueRecord,
  batch: string | undefined,
  services: Services,
  clock: () => Date,
): Promise<Sender> {
  const { site, content, readSecrets, writers } = services
  const issue = await content.get(record.contentKey)
  const secrets = await readSecrets()
  const writeMail = writers.get(record.contentKey) ?? mailWriter(site, issue, secrets)
  writers.clear()
  writers.set(record.contentKey, writeMail)
  return { ...services, issue, batch, clock, secrets, writeMail, onUnknown, backoff: undefined }
}

const onUnknown: Sender['onUnknown'] = (claim, error) => logger.warn('submission unknown', { ...claim, error })
