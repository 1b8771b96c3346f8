import { randomUUID } from 'node:crypto'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import type { Topic } from '../../core/reading/manuscript.ts'
import { configuredTopics } from '../../core/reading/vocabulary.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { hashOrigin } from '../../core/subscribers/hash-origin.ts'
import { findLifted } from '../../core/subscribers/lift-bounce.ts'
import { addressRateLimit, secondsLeft } from '../../core/subscribers/rate-limits.ts'
import { linkActions, type OpenedLink, respondToErased } from '../../core/subscribers/requests/link-actions.ts'
import * as responses from '../../core/subscribers/requests/link-responses.ts'
import { readToken } from '../../core/subscribers/requests/link-token.ts'
import { isOneClick, isPressed } from '../../core/subscribers/requests/press.ts'
import { requestedTopics } from '../../core/subscribers/requests/read-choices.ts'
import { checkInbox, tooMany } from '../../core/subscribers/requests/sign-up-responses.ts'
import type { VisitorResponse } from '../../core/subscribers/requests/visitor-response.ts'
import type { Subscriber, Suppression } from '../../core/subscribers/subscriber.ts'
import { isBarred } from '../../core/subscribers/suppression.ts'
import { issuedAt, type TokenPurpose, verifyToken } from '../../core/subscribers/token.ts'
import { issueOfLink, unsubscriptionChange } from '../../core/subscribers/unsubscription.ts'
import { readAcceptLanguage } from '../../core/text/accept-language.ts'
import { messagesFor } from '../../core/text/locales.ts'
import { type Fields, readForm, type Visit } from '../runtime/http-handler.ts'
import { findExceededLimit } from './rate-limit.ts'
import type { Answer, Services } from './services.ts'

export type LinkHandler = (
  subscriber: Subscriber,
  link: OpenedLink,
  services: Services,
  visit: Visit,
) => Promise<VisitorResponse | Response>

type LinkHandlers = Partial<Readonly<Record<TokenPurpose, LinkHandler>>>

/** Verifies the link's token, and answers with the handler for the token's purpose. */
export const withLink = (handlers: LinkHandlers): Answer => openLink(handlers, () => true)

/**
 * Handles POST as `withLink` does, but only if the request comes from one of our forms. For other requests, the link is
 * shown.
 *
 * @param ownFields the names of fields that only the form at this path has
 */
export function withPress(handlers: LinkHandlers, shows: LinkHandlers, ownFields: readonly string[] = []): Answer {
  const decide = ({ headers }: Request, fields: Fields | undefined, purpose: TokenPurpose) =>
    isPressed(fields, ownFields, headers) || (purpose === 'unsubscribe' && isOneClick(fields))
  return openLink(handlers, decide, shows)
}

function openLink(
  handlers: LinkHandlers,
  isMeant: (request: Request, fields: Fields | undefined, purpose: TokenPurpose) => boolean,
  shows: LinkHandlers = {},
): Answer {
  return async (visit, services) => {
    const { request, now } = visit
    const { publication } = services.site
    const secrets = await services.readSecrets()
    const token = readToken(request.url)
    const verified = verifyToken(secrets, Object.keys(handlers) as TokenPurpose[], token, now) // its own keys
    const subscriber = verified.kind === 'forged' ? undefined : await services.subscribers.get(verified.subscriberId)
    const preferred = readAcceptLanguage(request.headers.get('accept-language'))
    const messages = messagesFor(subscriber?.language, ...preferred, publication.language)
    if (verified.kind === 'forged') return responses.brokenLink(messages)
    const { purpose, bound } = verified
    if (!subscriber) return respondToErased(purpose, messages)
    const fields = request.method === 'POST' ? await readForm(request) : undefined
    const isAct = isMeant(request, fields, purpose)
    const isPress = request.method === 'POST' && isAct
    const from = isPress && purpose === 'confirm' ? hashOrigin(visit.ip, await services.salts.get(now)) : undefined
    const topics = purpose === 'preferences' ? await readTopics(subscriber, fields, services) : []
    const link: OpenedLink = {
      purpose,
      bound,
      issueId: issueOfLink(purpose, bound),
      issuedAt: issuedAt(verified),
      publication,
      topics,
      messages,
      secrets,
      token,
      fields: fields ?? {},
      from,
      now,
    }
    if (verified.kind === 'expired') return answerExpired(subscriber, link, services, isPress)
    return (isAct ? handlers : shows)[purpose]?.(subscriber, link, services, visit) ?? responses.brokenLink(messages)
  }
}

/** Returns the topics that the subscribe form offers, and those that the subscriber has chosen or now chooses. */
async function readTopics(
  subscriber: Subscriber,
  fields: Fields | undefined,
  { topics, site }: Services,
): Promise<readonly Topic[]> {
  const offered = (await topics.get()) ?? configuredTopics(site.publication)
  const chosen = new Set([...subscriber.topics, ...requestedTopics(fields, site.publication)])
  const others = [...chosen].filter((slug) => !offered.some((topic) => topic.slug === slug))
  return [...offered, ...(others.length > 0 ? await topics.find(others) : [])]
}

type SimplePurpose = keyof typeof linkActions

/** Handles GET: it changes nothing, because link scanners follow every link. */
export function show(purpose: SimplePurpose): LinkHandler {
  return async (subscriber, link, services) =>
    linkActions[purpose].show(subscriber, { ...link, ...(await readSuppression(subscriber, link, services)) })
}

/** Handles POST: it does what the button says. */
export function press(purpose: SimplePurpose): LinkHandler {
  return async (subscriber, link, services) => {
    let changed = false
    const response = await saveWithRetry(async () => {
      const before = await services.subscribers.get(subscriber.id)
      if (!before) return respondToErased(purpose, link.messages)
      const { lifts, isBarred } = await readSuppression(before, link, services)
      const { fact, respond } = linkActions[purpose].press(before, { ...link, lifts, isBarred })
      const after = fact ? applySubscriber(before, fact) : before
      if (after === before) return respond(after)
      const hash = hashAddress(before.address, link.secrets.addressPepper)
      // SES's list comes first: if the Lambda stops there, the next press does the rest.
      const isFree = lifts && (await services.accountSuppressions.clear([before.address])) !== 'complaint'
      const counting = services.unsubscriptions.plan(unsubscriptionChange(before, after))
      const saved = await services.subscribers.save(
        before,
        after,
        hash,
        isFree ? { suppression: lifts, at: link.now } : undefined,
        counting,
      )
      if (saved === 'superseded') return 'superseded'
      changed = true
      return respond(after)
    })
    const notice = changed ? noticeAfter(purpose, link) : undefined
    if (notice) await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID(), notice })
    return response
  }
}

/** Reads what the suppression of the address means for a link to confirm. Only one that is bound to it lifts it. */
async function readSuppression(
  { address }: Subscriber,
  { purpose, bound, secrets }: OpenedLink,
  { suppressions }: Services,
): Promise<{ readonly lifts: Suppression | undefined; readonly isBarred: boolean }> {
  if (purpose !== 'confirm') return { lifts: undefined, isBarred: false }
  const suppression = await suppressions.get(hashAddress(address, secrets.addressPepper))
  return { lifts: findLifted(suppression, bound), isBarred: isBarred(suppression) }
}

/** People who unsubscribe with the button of their mail program want no further mail, not even a goodbye. */
function noticeAfter(purpose: SimplePurpose, { publication, fields }: OpenedLink): 'welcome' | 'goodbye' | undefined {
  if (purpose === 'confirm' && publication.welcome) return 'welcome'
  return purpose === 'unsubscribe' && publication.goodbye && !isOneClick(fields) ? 'goodbye' : undefined
}

/**
 * An expired link to confirm offers a button that mails a new one. The other kinds of links are requested again
 * elsewhere.
 */
async function answerExpired(
  subscriber: Subscriber,
  link: OpenedLink,
  services: Services,
  isPress: boolean,
): Promise<VisitorResponse> {
  const { purpose, messages, token } = link
  if (purpose === 'address' || purpose === 'move') return responses.expiredMove(messages)
  if (purpose !== 'confirm' || subscriber.state !== 'pending') return responses.spentLink(messages)
  if (!isPress) return responses.expiredLink(messages, token)
  const limit = addressRateLimit(subscriber.address, link.secrets.addressPepper)
  if (await findExceededLimit([limit], services, link.now)) return tooMany(messages, secondsLeft(limit, link.now))
  if ((await keepLonger(subscriber.id, link, services)) === 'gone') return responses.spentLink(messages)
  await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID() })
  return checkInbox(messages)
}

/** An unconfirmed address is deleted some time after the last link has expired, and now there is a new link. */
function keepLonger(id: string, { now, secrets }: OpenedLink, { subscribers }: Services): Promise<'saved' | 'gone'> {
  return saveWithRetry(async () => {
    const before = await subscribers.get(id)
    if (!before) return 'gone'
    const after = applySubscriber(before, { kind: 'asked', at: now.toISOString() })
    return after === before
      ? 'saved'
      : subscribers.save(before, after, hashAddress(before.address, secrets.addressPepper))
  })
}
