import type { ConfirmationMessage } from '../messages.ts'
import type { Subscriber } from './subscriber.ts'

/** The person to whom a notice mail goes. */
export type NoticeReader = Pick<Subscriber, 'id' | 'address' | 'state' | 'digest' | 'language'> &
  Partial<Pick<Subscriber, 'name' | 'confirmedAt'>>

/**
 * Returns the person to whom a notice is still due. They may have confirmed, unsubscribed, returned or erased their data
 * since it was requested.
 */
export function findNoticeReader(
  message: ConfirmationMessage,
  subscriber: Subscriber | undefined,
): NoticeReader | undefined {
  const { notice, subscriberId: id, to } = message
  if (notice === 'erased') {
    return { id, address: message.to, state: 'unsubscribed', digest: '', language: message.language }
  }
  if (!subscriber || !isDue(subscriber, notice)) return undefined
  return to === undefined ? subscriber : { ...subscriber, address: to }
}

function isDue({ state }: Subscriber, notice: ConfirmationMessage['notice']): boolean {
  if (notice === 'export') return true
  if (notice === 'goodbye') return state === 'unsubscribed'
  return state === 'confirmed' || (state === 'pending' && !notice)
}
