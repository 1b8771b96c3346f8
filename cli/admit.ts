import { randomBytes, randomUUID } from 'node:crypto'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import { type Admission, judgeAdmission } from '../core/subscribers/judge-admission.ts'
import type { Choices } from '../core/subscribers/subscriber.ts'
import { untilSaved } from '../core/subscribers/until-saved.ts'
import type { Stack } from './connect.ts'

export type Candidate = {
  readonly address: string
  readonly choices: Choices
  /** Where consent was given, in the operator's words; undefined when the subscriber is still to be asked. */
  readonly consentSource: string | undefined
  /** Mails those once more who were asked already and are still to confirm. */
  readonly askAgain: boolean
  /** Only says what would come of it. */
  readonly dryRun: boolean
}

/** Adds a subscriber: confirmed where consent is held, otherwise pending and asked by mail. Never revives who left. */
export async function admit(candidate: Candidate, stack: Stack, pepper: string): Promise<Admission> {
  const { address, choices, consentSource, askAgain, dryRun } = candidate
  const hash = hashAddress(address, pepper)
  const id = randomBytes(12).toString('hex')
  return untilSaved(async () => {
    const { suppressions, subscribers } = stack
    const known = [suppressions.get(hash), subscribers.isErased(hash), subscribers.find(hash)] as const
    const [suppression, isErased, before] = await Promise.all(known)
    const consent = { source: consentSource ?? 'operator', at: new Date().toISOString() }
    const kind = consentSource ? 'imported' : 'requested'
    const admission = judgeAdmission(before, suppression, isErased, { kind, id, address, choices, consent }, askAgain)
    if (dryRun || admission.outcome !== 'added') return admission
    const { subscriber } = admission
    if ((await stack.subscribers.save(before, subscriber, hash)) === 'superseded') return 'superseded'
    if (subscriber.state === 'pending') {
      await stack.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID() })
    }
    return admission
  })
}
