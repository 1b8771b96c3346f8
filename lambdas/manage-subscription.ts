import { randomBytes, randomUUID } from 'node:crypto'
import { createDynamo, createSqs } from '../aws/clients.ts'
import { queue } from '../aws/queue.ts'
import { rateStore } from '../aws/rate-store.ts'
import { getSecrets } from '../aws/secret-store.ts'
import { subscriberStore } from '../aws/subscriber-store.ts'
import { suppressionStore } from '../aws/suppression-store.ts'
import type { ConfirmationMessage } from '../core/messages.ts'
import type { Settings } from '../core/settings.ts'
import { type Arrival, applyArrival, applySubscriber } from '../core/subscribers/apply-subscriber.ts'
import { describeSubscriber } from '../core/subscribers/export-subscriber.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import { linkPages, type OpenedLink } from '../core/subscribers/link-pages.ts'
import { readSignUp } from '../core/subscribers/read-sign-up.ts'
import { addressLimit, type Limit, requestLimits, secondsLeft } from '../core/subscribers/request-limits.ts'
import type { Subscriber } from '../core/subscribers/subscriber.ts'
import { type TokenPurpose, verifyToken } from '../core/subscribers/token.ts'
import { untilSaved } from '../core/subscribers/until-saved.ts'
import { isJson, respond, respondWithFile, type VisitorAnswer, wantsJson } from '../core/subscribers/visitor-answer.ts'
import * as pages from '../core/subscribers/visitor-pages.ts'
import { httpHandler, readFields, type Visit } from './runtime/http-handler.ts'
import { siteOf } from './runtime/publication.ts'

// Called by AWS.
export const handler = httpHandler(services, answerVisitor)

type Services = ReturnType<typeof services>
type Answer = (visit: Visit, services: Services) => Promise<VisitorAnswer | Response>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    rates: rateStore(dynamo, settings.subscribersTable),
    confirmation: queue<ConfirmationMessage>(createSqs(), settings.confirmationQueueUrl),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

const answers: Readonly<Record<string, Answer>> = {
  'GET /subscribe': async () => new Response(null, { status: 303, headers: { location: '/subscribe/' } }),
  'POST /subscribe': subscribe,
  'GET /confirm': withLink('confirm', show),
  'POST /confirm': withLink('confirm', press),
  'GET /unsubscribe': withLink('unsubscribe', show),
  'POST /unsubscribe': withLink('unsubscribe', press),
  'GET /preferences': withLink('preferences', show),
  'POST /preferences': withLink('preferences', press),
  'POST /export': withLink('preferences', exportData),
  'POST /erase': withLink('preferences', erase),
}

// Runs once per request. Safe to repeat: a fact that is stored already changes nothing.
export async function answerVisitor(visit: Visit, services: Services): Promise<Response> {
  const { method, url } = visit.request
  const { pathname } = new URL(url)
  const methods = ['GET', 'POST'].filter((known) => `${known} ${pathname}` in answers)
  const answer = answers[`${method === 'HEAD' ? 'GET' : method} ${pathname}`]
  const refusal = methods.length > 0 ? pages.wrongMethod(methods) : pages.notFound
  const answered = answer ? await answer(visit, services) : refusal
  return answered instanceof Response ? answered : respond(services.site, answered, wantsJson(visit.request))
}

async function subscribe({ request, ip, now }: Visit, services: Services): Promise<VisitorAnswer> {
  const signUp = readSignUp(await readFields(request), services.site.publication)
  if (signUp.kind === 'answered') return signUp.answer
  const { address, choices } = signUp
  const { addressPepper } = await services.readSecrets()
  const hash = hashAddress(address, addressPepper)
  const exceeded = await findExceeded(requestLimits(ip, hash, addressPepper), services, now)
  if (exceeded) return pages.tooMany(secondsLeft(exceeded, now))

  const id = randomBytes(12).toString('hex')
  const source = isJson(request.headers.get('content-type')) ? 'api' : 'form'
  const consent = { source, at: now.toISOString() }
  const { id: subscriberId } = await arrive(hash, { kind: 'requested', id, address, choices, consent }, services)
  await services.confirmation.add({ subscriberId, requestId: randomUUID() })
  return pages.checkInbox
}

async function findExceeded(limits: readonly Limit[], { rates }: Services, now: Date): Promise<Limit | undefined> {
  for (const limit of limits) {
    if ((await rates.add(limit.subject, limit.seconds, now)) > limit.maximum) return limit
  }
  return undefined
}

/** Reads and writes the same whether the address is known or not, so that the time it takes does not tell either. */
async function arrive(hash: string, arrival: Arrival, { subscribers }: Services): Promise<Subscriber> {
  return untilSaved(async () => {
    const before = await subscribers.find(hash)
    if (!before) await subscribers.get(arrival.id)
    const after = applyArrival(before, arrival)
    return (await subscribers.save(before, after, hash)) === 'saved' ? after : 'superseded'
  })
}

type Act = (subscriber: Subscriber, link: OpenedLink, services: Services) => Promise<VisitorAnswer | Response>

/** Opens the link's token. A subscriber who is gone has been erased; what they ask for is done already. */
function withLink(purpose: TokenPurpose, act: Act): Answer {
  return async ({ request, now }, services) => {
    const secrets = await services.readSecrets()
    const token = new URL(request.url).searchParams.get('t') ?? ''
    const verified = verifyToken(secrets, purpose, token, now)
    if (verified.kind === 'forged') return pages.brokenLink
    const subscriber = await services.subscribers.get(verified.subscriberId)
    if (!subscriber) return linkPages[purpose].gone
    const { publication } = services.site
    const fields = request.method === 'POST' ? await readFields(request) : undefined
    const link: OpenedLink = { purpose, publication, secrets, token, fields: fields ?? {}, now }
    if (verified.kind === 'valid') return act(subscriber, link, services)
    if (subscriber.state !== 'pending') return pages.spentLink
    return request.method === 'POST' ? renew(subscriber, link, services) : pages.expiredLink(token)
  }
}

// Link scanners follow every link, so only a POST changes anything.
async function show(subscriber: Subscriber, link: OpenedLink): Promise<VisitorAnswer> {
  return linkPages[link.purpose].show(subscriber, link)
}

async function press({ id }: Subscriber, link: OpenedLink, services: Services): Promise<VisitorAnswer> {
  const page = linkPages[link.purpose]
  return untilSaved(async () => {
    const before = await services.subscribers.get(id)
    if (!before) return page.gone
    const { fact, answer } = page.press(before, link)
    const after = applySubscriber(before, fact)
    if (after === before) return answer(after)
    const hash = hashAddress(before.address, link.secrets.addressPepper)
    return (await services.subscribers.save(before, after, hash)) === 'saved' ? answer(after) : 'superseded'
  })
}

/** Sends a new link to someone whose link to confirm came too late. */
async function renew(subscriber: Subscriber, link: OpenedLink, services: Services): Promise<VisitorAnswer> {
  const limit = addressLimit(hashAddress(subscriber.address, link.secrets.addressPepper))
  if (await findExceeded([limit], services, link.now)) return pages.tooMany(secondsLeft(limit, link.now))
  await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID() })
  return pages.checkInbox
}

async function exportData(subscriber: Subscriber, { secrets }: OpenedLink, services: Services): Promise<Response> {
  const suppression = await services.suppressions.get(hashAddress(subscriber.address, secrets.addressPepper))
  return respondWithFile('my-subscription.json', describeSubscriber(subscriber, suppression))
}

async function erase({ id }: Subscriber, link: OpenedLink, { subscribers }: Services): Promise<VisitorAnswer> {
  if (link.fields.sure !== 'yes') return pages.askToErase(link.token)
  return untilSaved(async () => {
    const subscriber = await subscribers.get(id)
    if (!subscriber) return pages.erased
    const removed = await subscribers.remove(subscriber, hashAddress(subscriber.address, link.secrets.addressPepper))
    return removed === 'saved' ? pages.erased : 'superseded'
  })
}
