import { setTimeout as sleep } from 'node:timers/promises'
import { deliver, type Submitter } from '../../aws/deliveries/deliver.ts'
import type { SendPace } from '../../aws/deliveries/send-pace-store.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { WelcomedStore } from '../../aws/welcome/welcomed-store.ts'
import { ledgerEntry } from '../../core/deliveries/delivery.ts'
import type { Decision } from '../../core/deliveries/eligibility.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { type WelcomeMove, welcomeId } from '../../core/welcome/plan-welcome.ts'
import { writeWelcomeMail } from '../../core/welcome/write-welcome-mail.ts'
import { logger } from '../runtime/logger.ts'
import { moveOn } from './move-on.ts'

export type SendingServices = Pick<Submitter, 'site' | 'deliveries' | 'mail'> & {
  readonly pace: Pick<SendPace, 'reserve' | 'backOff'>
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
  readonly places: Pick<WelcomedStore, 'save'>
  readonly readSecrets: () => Promise<Secrets>
}

/** `end`: milliseconds since 1970, after which nothing more is submitted. */
export type Time = { readonly clock: () => Date; readonly end: number }

export type Sending = {
  readonly reader: Subscriber
  readonly move: Extract<WelcomeMove, { kind: 'send' }>
  readonly decision: Decision
}

/** `isOver`: the run submits nothing more, because SES accepts no more for now or the time is over. */
export type Page = { readonly errors: readonly unknown[]; readonly isOver: boolean }

/** Submits mails as fast as the account's shared pace allows. */
export async function submitAll(sendings: readonly Sending[], services: SendingServices, time: Time): Promise<Page> {
  const submitter = await openSubmitter(sendings, services, time)
  const errors: unknown[] = []
  for (let done = 0; done < sendings.length; ) {
    const now = time.clock().getTime()
    const left = sendings.slice(done)
    const reservation = now < time.end ? await services.pace.reserve(left.length, now, time.end - now) : undefined
    if (reservation?.kind !== 'reserved') return { errors, isOver: true }
    await sleep(reservation.startsAt - now)
    const batch = left.slice(0, reservation.count).map(async (sending, place) => {
      await sleep(place * reservation.interval)
      return submitter.backoff ? [] : attempt(() => submitOne(sending, submitter, services, time.clock()))
    })
    errors.push(...(await Promise.all(batch)).flat())
    if (submitter.backoff) return { errors, isOver: true }
    done += reservation.count
  }
  return { errors, isOver: false }
}

async function openSubmitter(
  sendings: readonly Sending[],
  services: SendingServices,
  { clock }: Time,
): Promise<Submitter> {
  const secrets = await services.readSecrets()
  const moves = new Map(sendings.map(({ reader, move }) => [reader.id, move]))
  const writeMail: Submitter['writeMail'] = (delivery, reader) => {
    const move = moves.get(reader.id)
    if (!move) throw new Error(`No text is due to ${reader.id}`)
    return writeWelcomeMail(services.site, move, delivery, reader, secrets, clock().toISOString())
  }
  const onUnknown: Submitter['onUnknown'] = (claim, error) => logger.warn('submission unknown', { ...claim, error })
  return { ...services, writeMail, onUnknown, backoff: undefined }
}

/** Moves the reader on after the delivery is settled. If it is not, the next run looks at it again. */
async function submitOne(
  { reader, move, decision }: Sending,
  submitter: Submitter,
  services: SendingServices,
  now: Date,
): Promise<void> {
  const planned = ledgerEntry(welcomeId(move.number), { subscriberId: reader.id, articles: [] })
  const outcome = await deliver(planned, decision, now, submitter)
  const state = 'state' in outcome ? outcome.state : undefined
  if (state === undefined) return
  logger.info('welcome', { subscriberId: reader.id, number: move.number, state })
  await moveOn(reader, move.number, move.start, services)
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
