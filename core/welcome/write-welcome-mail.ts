import { type Delivery, deliveryTags } from '../deliveries/delivery.ts'
import type { Mail } from '../mail/submission.ts'
import type { Site } from '../site.ts'
import { mailedName } from '../subscribers/reader-name.ts'
import type { Secrets } from '../subscribers/secrets.ts'
import type { Subscriber } from '../subscribers/subscriber.ts'
import { signToken } from '../subscribers/token.ts'
import { composeWelcomeMail } from './compose-welcome-mail.ts'
import type { WelcomeText } from './welcome-text.ts'

/** Writes the mail of a delivery of the series. @param at its date */
export function writeWelcomeMail(
  site: Site,
  { number, text }: { readonly number: number; readonly text: WelcomeText },
  delivery: Pick<Delivery, 'issueId' | 'subscriberId'>,
  reader: Subscriber,
  secrets: Secrets,
  at: string,
): Mail {
  const tokens = {
    preferences: signToken(secrets, 'preferences', reader.id, undefined),
    unsubscribe: signToken(secrets, 'unsubscribe', reader.id, undefined),
  }
  return {
    source: site.publication.sender.address,
    destination: reader.address,
    raw: composeWelcomeMail(site, number, text, { ...reader, name: mailedName(reader) }, tokens, at),
    tags: deliveryTags(delivery),
  }
}
