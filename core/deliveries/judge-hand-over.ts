import type { HandOver } from '../mail.ts'
import type { DeliveryFact } from './apply-delivery.ts'

/** What the ledger learns of a hand-over made under a claim; undefined when nobody knows what came of it. */
export function judgeHandOver(result: HandOver, token: string): DeliveryFact | undefined {
  switch (result.kind) {
    case 'submitted':
      return { kind: 'submitted', messageId: result.messageId }
    case 'rejected':
      return { kind: 'failed', reason: result.reason, token }
    case 'throttled':
    case 'refused':
      return { kind: 'released', token }
    case 'unknown': // The claim stays: the Send event settles it, or the settling time.
      return undefined
  }
}
