import { randomBytes, randomUUID } from 'node:crypto'
import { applyArrival } from '../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import type { Choices, Subscriber } from '../core/subscribers/subscriber.ts'
import type { Stack } from './connect.ts'

export type Admission = {
  readonly address: string
  readonly choices: Choices
  /** Where consent was given, in the operator's words; undefined when the subscriber is still to be asked. */
  readonly consentSource: string | undefined
}

export type Admitted =
  | { readonly outcome: 'added' | 'unchanged'; readonly subscriber: Subscriber }
  | { readonly outcome: 'suppressed' | 'unsubscribed' }

/** Adds a subscriber: confirmed where consent is held, otherwise pending and asked by mail. Never revives who left. */
export async function admit(admission: Admission, stack: Stack, pepper: string): Promise<Admitted> {
  const { address, choices, consentSource } = admission
  const hash = hashAddress(address, pepper)
  if (await stack.suppressions.get(hash)) return { outcome: 'suppressed' }
  const before = await stack.subscribers.find(hash)
  if (before?.state === 'unsubscribed') return { outcome: 'unsubscribed' }
  const after = applyArrival(before, {
    kind: consentSource ? 'imported' : 'requested',
    id: randomBytes(12).toString('hex'),
    address,
    choices,
    consent: { source: consentSource ?? 'operator', at: new Date().toISOString() },
  })
  if (after === before) return { outcome: 'unchanged', subscriber: after }
  if ((await stack.subscribers.save(before, after, hash)) === 'superseded') return admit(admission, stack, pepper)
  if (after.state === 'pending') {
    await stack.confirmation.add({ subscriberId: after.id, requestId: randomUUID() })
  }
  return { outcome: 'added', subscriber: after }
}
