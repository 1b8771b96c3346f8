import { assembleMail } from '../issues/assemble-mail.ts'
import { articlesIn, type Issue } from '../issues/issue.ts'
import { personalFor } from '../issues/personal-parts.ts'
import { renderVariant, type Variant } from '../issues/render-variant.ts'
import type { Mail } from '../mail/submission.ts'
import type { Site } from '../site.ts'
import type { Secrets } from '../subscribers/secrets.ts'
import type { Subscriber } from '../subscribers/subscriber.ts'
import { signToken } from '../subscribers/token.ts'
import { type Delivery, deliveryTags } from './delivery.ts'

/** Content sets kept ready at a time, of up to 100 KB each: readers of many topics can make very many. */
const setsKept = 200

/** Writes an issue's mails: rendered and encoded once per distinct set of articles, then filled in for each recipient. */
export function mailWriter(
  site: Site,
  issue: Issue,
  secrets: Secrets,
): (delivery: Delivery, subscriber: Subscriber) => Mail {
  const contentSets = new Map<string, Variant>()
  return (delivery, subscriber) => {
    const name = `${subscriber.language} ${delivery.articles.join()}`
    const known = contentSets.get(name)
    const contentSet = known ?? renderVariant(site, issue, delivery.articles, subscriber.language)
    if (!known && contentSets.size >= setsKept) contentSets.clear()
    contentSets.set(name, contentSet)
    const tokens = {
      preferences: signToken(secrets, 'preferences', subscriber.id, undefined),
      unsubscribe: signToken(secrets, 'unsubscribe', subscriber.id, undefined),
    }
    return {
      source: site.publication.sender.address,
      destination: subscriber.address,
      raw: assembleMail(contentSet, personalFor(site, issue, subscriber, tokens, articlesIn(issue, delivery.articles))),
      tags: deliveryTags(delivery),
    }
  }
}
