import { randomBytes, randomUUID } from 'node:crypto'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { hashesOf } from '../../core/subscribers/hash-keys.ts'
import {
  type Admission,
  type AdmissionOptions,
  planAdmission,
  unknownAddress,
} from '../../core/subscribers/plan-admission.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Choices, Consent } from '../../core/subscribers/subscriber.ts'
import type { Stack } from '../stack.ts'

export type Candidate = {
  readonly address: string
  readonly choices: Choices
  readonly name?: string | undefined
  /** When they last said yes, according to an export of Postrider. */
  readonly yesAt?: string | undefined
  /** Where and when consent was given; undefined if the subscriber must be asked. */
  readonly consent: Consent | undefined
  /** Whether they get the welcome series, although they do not confirm themselves. */
  readonly withWelcome?: boolean | undefined
} & AdmissionOptions

/** Adds a subscriber: confirmed with consent, otherwise pending and asked by mail. Re-adds nobody who left, unless forced. */
export async function admit(candidate: Candidate, stack: Stack, secrets: Secrets): Promise<Admission> {
  const { hash, former } = hashesOf(candidate.address, secrets)
  const arrival = arrivalOf(candidate)
  return saveWithRetry(async () => {
    const [existing = unknownAddress] = await stack.addresses.lookUp([hash], new Map([[hash, former]]))
    const admission = planAdmission(existing, arrival, candidate)
    if (!('subscriber' in admission) || admission.outcome === 'unchanged') return admission
    const { subscriber } = admission
    if ((await stack.subscribers.save(existing.subscriber, subscriber, hash)) === 'superseded') return 'superseded'
    if (subscriber.state === 'pending') await stack.confirmation.add(requestOf(subscriber.id))
    return admission
  })
}

export function arrivalOf({ address, choices, name, yesAt, consent, withWelcome }: Candidate) {
  const at = new Date().toISOString()
  const id = randomBytes(12).toString('hex')
  const kind = consent ? ('imported' as const) : ('requested' as const)
  return { kind, id, address, choices, name, yesAt, consent: consent ?? { source: 'operator', at }, at, withWelcome }
}

/** Returns the message that asks a pending subscriber to confirm. */
export const requestOf = (subscriberId: string) => ({ subscriberId, requestId: randomUUID() })
