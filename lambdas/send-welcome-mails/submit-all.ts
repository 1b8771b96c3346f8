import { setTimeout as sleep } from 'node:timers/promises'
import { deliver, type Submitter } from '../../aws/deliveries/deliver.ts'
import type { SendPace } from '../../aws/deliveries/send-pace-store.ts'
import { ledgerEntry } from '../../core/deliveries/delivery.ts'
import type { Decision } from '../../core/deliveries/eligibility.ts'
import type { SettledState } from '../../core/deliveries/settled-counts.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { logger } from '../runtime/logger.ts'

export type SendingServices = Pick<Submitter, 'site' | 'deliveries' | 'mail'> & {
  readonly pace: Pick<SendPace, 'reserve' | 'backOff'>
}

/** `end`: milliseconds since 1970, after which nothing more is submitted. */
export type Time = { readonly clock: () => Date; readonly end: number }

export type Sending = {
  readonly reader: Subscriber
  readonly decision: Decision
  /** Names the mailing in the ledger. */
  readonly mailingId: string
  readonly writeMail: Submitter['writeMail']
  /** Called after the delivery is settled. If it is not, the next run looks at the reader again. */
  settle(state: SettledState): Promise<void>
}

/** `isOver`: the run submits nothing more, because SES accepts no more for now or the time is over. */
export type Page = { readonly errors: readonly unknown[]; readonly isOver: boolean }

/** Submits mails as fast as the account's shared pace allows. */
export async function submitAll(sendings: readonly Sending[], services: SendingServices, time: Time): Promise<Page> {
  const submitter = openSubmitter(sendings, services)
  const errors: unknown[] = []
  for (let done = 0; done < sendings.length; ) {
    const now = time.clock().getTime()
    const left = sendings.slice(done)
    const reservation = now < time.end ? await services.pace.reserve(left.length, now, time.end - now) : undefined
    if (reservation?.kind !== 'reserved') return { errors, isOver: true }
    await sleep(reservation.startsAt - now)
    const batch = left.slice(0, reservation.count).map(async (sending, place) => {
      await sleep(place * reservation.interval)
      return submitter.backoff ? [] : attempt(() => submitOne(sending, submitter, time.clock()))
    })
    errors.push(...(await Promise.all(batch)).flat())
    if (submitter.backoff) return { errors, isOver: true }
    done += reservation.count
  }
  return { errors, isOver: false }
}

function openSubmitter(sendings: readonly Sending[], services: SendingServices): Submitter {
  const writers = new Map(sendings.map(({ reader, writeMail }) => [reader.id, writeMail]))
  const writeMail: Submitter['writeMail'] = (delivery, reader) => {
    const write = writers.get(reader.id)
    if (!write) throw new Error(`No mail is due to ${reader.id}`)
    return write(delivery, reader)
  }
  const onUnknown: Submitter['onUnknown'] = (claim, error) => logger.warn('submission unknown', { ...claim, error })
  return { ...services, writeMail, onUnknown, backoff: undefined }
}

async function submitOne(
  { reader, decision, mailingId, settle }: Sending,
  submitter: Submitter,
  now: Date,
): Promise<void> {
  const planned = ledgerEntry(mailingId, { subscriberId: reader.id, articles: [] })
  const outcome = await deliver(planned, decision, now, submitter)
  const state = 'state' in outcome ? outcome.state : undefined
  if (state === undefined) return
  logger.info('mail settled', { subscriberId: reader.id, mailing: mailingId, state })
  await settle(state)
}

/** Returns the error of one reader, if there is one, so that the others are not affected. */
export async function attempt(act: () => Promise<void>): Promise<readonly unknown[]> {
  try {
    await act()
    return []
  } catch (error) {
    return [error]
  }
}
