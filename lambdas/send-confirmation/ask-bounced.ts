import type { AccountSuppressionList } from '../../aws/feedback/account-suppression-list.ts'
import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import type { ConfirmationMessage } from '../../core/messages.ts'
import { planAsking } from '../../core/subscribers/lift-bounce.ts'
import type { Suppression } from '../../core/subscribers/subscriber.ts'

type Services = {
  readonly suppressions: Pick<SuppressionStore, 'get' | 'replace'>
  readonly accountSuppressions: Pick<AccountSuppressionList, 'clear'>
}

/**
 * Returns the suppression that the mail asks to lift; `none` if the address is not suppressed; `stays` if nothing may be
 * mailed. Before SES accepts the one mail, the address must leave SES's list. If the mail bounces, SES adds it again.
 */
export async function askBounced(
  address: string,
  hash: string,
  message: ConfirmationMessage,
  { suppressions, accountSuppressions }: Services,
  now: Date,
): Promise<Suppression | 'none' | 'stays'> {
  const asked = await saveWithRetry(async () => {
    const before = await suppressions.get(hash)
    if (!before) return 'none'
    const after = planAsking(before, message, now)
    if (after === undefined) return 'stays'
    return after === before || (await suppressions.replace(hash, before, after)) === 'saved' ? after : 'superseded'
  })
  if (typeof asked === 'string') return asked
  return (await accountSuppressions.clear([address])) === 'complaint' ? 'stays' : asked
}
