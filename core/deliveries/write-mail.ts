import { assembleMail } from '../issues/assemble-mail.ts'
import { countArticles, type Issue, issueId } from '../issues/issue.ts'
import { personalParts } from '../issues/personal-parts.ts'
import { renderVariant, type Variant } from '../issues/render-variant.ts'
import type { Mail } from '../mail/submission.ts'
import type { Site } from '../site.ts'
import type { Secrets } from '../subscribers/secrets.ts'
import type { Subscriber } from '../subscribers/subscriber.ts'
import { signToken } from '../subscribers/token.ts'
import { boundToIssue } from '../subscribers/unsubscription.ts'
import { type Delivery, deliveryTags } from './delivery.ts'
import { maximumCachedVariants } from './limits.ts'

/** Returns a function that writes the mails of an issue. It renders each variant once and then only adds personal parts. */
export function mailWriter(
  site: Site,
  issue: Issue,
  secrets: Secrets,
): (delivery: Delivery, subscriber: Subscriber) => Mail {
  const variants = new Map<string, Variant>()
  const bound = boundToIssue(issueId(issue))

  function variantFor({ articles }: Delivery, { language }: Subscriber): Variant {
    const name = `${language} ${articles.join()}`
    const cached = variants.get(name)
    if (cached) return cached
    const variant = renderVariant(site, issue, articles, language)
    if (variants.size >= maximumCachedVariants) variants.clear()
    variants.set(name, variant)
    return variant
  }

  return (delivery, subscriber) => {
    const tokens = {
      preferences: signToken(secrets, 'preferences', subscriber.id, undefined, bound),
      unsubscribe: signToken(secrets, 'unsubscribe', subscriber.id, undefined, bound),
    }
    const personal = personalParts(site, issue, subscriber, tokens, countArticles(issue, delivery.articles))
    return {
      source: site.publication.sender.address,
      destination: subscriber.address,
      raw: assembleMail(variantFor(delivery, subscriber), personal),
      tags: deliveryTags(delivery),
    }
  }
}
