import { isThrottling, type MailSender } from './mail-sender.ts'

/** Milliseconds. */
const lifetime = 5 * 60 * 1000

/** Mails per second that the account may send, asked anew every five minutes: SES can be asked once a second only. */
export function sendRate({ getQuota }: Pick<MailSender, 'getQuota'>): () => Promise<number | 'throttled'> {
  let known: { readonly perSecond: number; readonly until: number } | undefined
  return async () => {
    if (known && performance.now() < known.until) return known.perSecond
    try {
      const { perSecond } = await getQuota()
      known = { perSecond, until: performance.now() + lifetime }
      return perSecond
    } catch (error) {
      if (isThrottling(error)) return known?.perSecond ?? 'throttled'
      throw error
    }
  }
}
