import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import type { PermissionStore, StoredWalk } from '../../aws/permission/permission-store.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { WelcomedStore } from '../../aws/welcome/welcomed-store.ts'
import { checkEligibility } from '../../core/deliveries/eligibility.ts'
import {
  canLapse,
  type PermissionSettings,
  permissionId,
  planPermission,
} from '../../core/permission/plan-permission.ts'
import { advanceWalk, currentWalk, nextToAsk, removeAsked } from '../../core/permission/walk.ts'
import { writePermissionMail } from '../../core/permission/write-permission-mail.ts'
import { applySubscriber, type SubscriberFact } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { logger } from '../runtime/logger.ts'
import { type Sending, type SendingServices, submitAll, type Time } from './submit-all.ts'

type Services = SendingServices & {
  readonly subscribers: Pick<SubscriberStore, 'getMany' | 'listRecipients'>
  readonly suppressions: Pick<SuppressionStore, 'getMany'>
  readonly places: Pick<WelcomedStore, 'save'>
  readonly deliveries: Pick<DeliveryStore, 'get'>
  readonly permissions: PermissionStore
  readonly readSecrets: () => Promise<Secrets>
}

/** Readers of one page, pages of one run, and readers who are asked in one run. */
const limits = { page: 500, pages: 200, asked: 50 } as const

/**
 * Continues the walk of the day: lets readers lapse who have not answered, and asks those whose yes is oldest. A run that
 * finds another at work stops. The ledger prevents that a reader is asked twice.
 */
export async function askPermission(services: Services, time: Time): Promise<readonly unknown[]> {
  const { publication } = services.site
  const settings = publication.rePermission
  if (!settings) return []
  const digests = Object.keys(publication.digests)
  let stored = await services.permissions.get()
  let walk = currentWalk(stored?.walk, digests, time.clock())
  if (!walk) return []
  pages: for (let page = 0; walk.place && page < limits.pages && time.clock().getTime() < time.end; page += 1) {
    const { digest, shard, cursor } = walk.place
    const read = await services.subscribers.listRecipients(digest, shard, cursor, limits.page)
    const moves = read.subscribers.map((reader) => ({ reader, move: planPermission(reader, settings, time.clock()) }))
    for (const { reader, move } of moves) {
      if (time.clock().getTime() >= time.end) break pages
      if (move.kind === 'lapse') await lapse(reader.id, settings, services, time)
    }
    const found = moves.flatMap(({ reader: { id }, move }) => (move.kind === 'ask' ? [{ id, since: move.since }] : []))
    walk = advanceWalk(walk, found, read.cursor, digests, settings)
  }
  const saved = await services.permissions.save(stored, walk)
  if (saved === 'superseded' || walk.place) return []
  stored = saved
  return askNext(stored, settings, services, time)
}

async function askNext(
  stored: StoredWalk,
  settings: PermissionSettings,
  services: Services,
  time: Time,
): Promise<readonly unknown[]> {
  const ids = nextToAsk(stored.walk, limits.asked)
  if (ids.length === 0) return []
  const secrets = await services.readSecrets()
  const readers = await services.subscribers.getMany(ids)
  const hashOf = ({ address }: Subscriber) => hashAddress(address, secrets.addressPepper)
  const suppressed = await services.suppressions.getMany([...new Set(readers.map(hashOf))])
  const done = new Set(ids)
  const sendings: Sending[] = []
  for (const reader of readers) {
    const now = time.clock()
    const move = planPermission(reader, settings, now)
    if (move.kind !== 'ask') continue
    const settle = async (isAccepted: boolean) => {
      const fact = { kind: 'permission-asked', askedAt: now.toISOString(), since: move.since, isAccepted } as const
      await tell(reader, fact, services)
      done.add(reader.id)
    }
    const decision = checkEligibility(reader, suppressed.get(hashOf(reader)), now)
    if (decision.kind === 'suppressed') await settle(false)
    if (decision.kind !== 'send') continue
    done.delete(reader.id)
    sendings.push({
      ...{ reader, decision, mailingId: permissionId(move.since) },
      writeMail: (delivery, current) => writePermissionMail(services.site, delivery, current, secrets, now),
      settle: (state) => settle(state === 'submitted'),
    })
  }
  const { errors } = await submitAll(sendings, services, time)
  await services.permissions.save(stored, removeAsked(stored.walk, done))
  return errors
}

/** The index may be a second old, so the reader is read again. */
async function lapse(id: string, settings: PermissionSettings, services: Services, { clock }: Time): Promise<void> {
  const [reader] = await services.subscribers.getMany([id])
  const move = reader && planPermission(reader, settings, clock())
  if (!reader || move?.kind !== 'lapse') return
  const stored = await services.deliveries.get(permissionId(move.since), id)
  if (!canLapse(stored?.delivery)) return
  const hash = hashAddress(reader.address, (await services.readSecrets()).addressPepper)
  if ((await services.suppressions.getMany([hash])).has(hash)) return
  await tell(reader, { kind: 'unsubscribed', at: clock().toISOString(), by: 'lapse' }, services)
  logger.info('lapsed', { subscriberId: id })
}

/** If the reader has changed meanwhile, nothing is stored, and the next walk decides again. */
async function tell(reader: Subscriber, fact: SubscriberFact, { places }: Services): Promise<void> {
  const after = applySubscriber(reader, fact)
  if (after !== reader) await places.save(reader, after)
}
