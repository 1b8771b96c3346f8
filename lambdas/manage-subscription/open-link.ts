import { randomUUID } from 'node:crypto'
import { untilSaved } from '../../aws/until-saved.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { hashOrigin } from '../../core/subscribers/hash-origin.ts'
import { addressRateLimit, secondsLeft } from '../../core/subscribers/rate-limits.ts'
import { linkActions, type OpenedLink, respondToErased } from '../../core/subscribers/requests/link-actions.ts'
import * as answers from '../../core/subscribers/requests/link-responses.ts'
import { brokenLink, checkInbox, tooMany } from '../../core/subscribers/requests/sign-up-responses.ts'
import type { VisitorResponse } from '../../core/subscribers/requests/visitor-response.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { type TokenPurpose, verifyToken } from '../../core/subscribers/token.ts'
import { readAcceptLanguage } from '../../core/text/accept-language.ts'
import { messagesFor } from '../../core/text/locales.ts'
import { readFields, type Visit } from '../runtime/http-handler.ts'
import { findExceededLimit } from './rate-limit.ts'
import type { Answer, Services } from './services.ts'

export type LinkHandler = (
  subscriber: Subscriber,
  link: OpenedLink,
  services: Services,
  visit: Visit,
) => Promise<VisitorResponse | Response>

/** Opens the link's token. @param acts what may be done here, by what the token was made for */
export function withLink(acts: Partial<Readonly<Record<TokenPurpose, LinkHandler>>>): Answer {
  return async (visit, services) => {
    const { request, now } = visit
    const { publication } = services.site
    const secrets = await services.readSecrets()
    const token = new URL(request.url).searchParams.get('t') ?? ''
    const verified = verifyToken(secrets, Object.keys(acts) as TokenPurpose[], token, now) // the keys of `acts`
    const subscriber = verified.kind === 'forged' ? undefined : await services.subscribers.get(verified.subscriberId)
    const wanted = readAcceptLanguage(request.headers.get('accept-language'))
    const words = messagesFor(subscriber?.language, ...wanted, publication.language)
    if (verified.kind === 'forged') return brokenLink(words)
    const { purpose, bound } = verified
    if (!subscriber) return respondToErased(purpose, words)
    const isPress = request.method === 'POST'
    const fields = isPress ? await readFields(request) : undefined
    const from = isPress && purpose === 'confirm' ? hashOrigin(visit.ip, await services.salts.get(now)) : undefined
    const link: OpenedLink = { purpose, bound, publication, words, secrets, token, fields: fields ?? {}, from, now }
    if (verified.kind === 'expired') return expire(subscriber, link, services, isPress)
    return acts[purpose]?.(subscriber, link, services, visit) ?? brokenLink(words)
  }
}

type SimplePurpose = keyof typeof linkActions

/** Link scanners follow every link, so only a POST changes anything. */
export function show(purpose: SimplePurpose): LinkHandler {
  return async (subscriber, link) => linkActions[purpose].show(subscriber, link)
}

export function press(purpose: SimplePurpose): LinkHandler {
  return async (subscriber, link, services) => {
    let changed = false
    const result = await untilSaved(async () => {
      const before = await services.subscribers.get(subscriber.id)
      if (!before) return respondToErased(purpose, link.words)
      const { fact, answer } = linkActions[purpose].press(before, link)
      const after = fact ? applySubscriber(before, fact) : before
      if (after === before) return answer(after)
      const hash = hashAddress(before.address, link.secrets.addressPepper)
      if ((await services.subscribers.save(before, after, hash)) === 'superseded') return 'superseded'
      changed = true
      return answer(after)
    })
    const notice = changed ? noticeAfter(purpose, link) : undefined
    if (notice) await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID(), notice })
    return result
  }
}

/** Whoever leaves by a button of their mail program wants no more mail, not even to hear so. */
function noticeAfter(purpose: SimplePurpose, { publication, fields }: OpenedLink): 'welcome' | 'goodbye' | undefined {
  if (purpose === 'confirm' && publication.welcome) return 'welcome'
  const isOneClick = fields['List-Unsubscribe'] === 'One-Click'
  return purpose === 'unsubscribe' && publication.goodbye && !isOneClick ? 'goodbye' : undefined
}

/** A link to confirm that came too late gets a new one for whoever asks; the others are begun anew elsewhere. */
async function expire(
  subscriber: Subscriber,
  link: OpenedLink,
  services: Services,
  isPress: boolean,
): Promise<VisitorResponse> {
  const { purpose, words, token } = link
  if (purpose === 'address' || purpose === 'move') return answers.expiredMove(words)
  if (purpose !== 'confirm' || subscriber.state !== 'pending') return answers.spentLink(words)
  if (!isPress) return answers.expiredLink(words, token)
  const limit = addressRateLimit(hashAddress(subscriber.address, link.secrets.addressPepper))
  if (await findExceededLimit([limit], services, link.now)) return tooMany(words, secondsLeft(limit, link.now))
  await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID() })
  return checkInbox(words)
}
