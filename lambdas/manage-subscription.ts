import { randomBytes, randomUUID } from 'node:crypto'
import { createDynamo, createSqs } from '../aws/clients.ts'
import { queue } from '../aws/queue.ts'
import { rateStore } from '../aws/rate-store.ts'
import { getSecrets } from '../aws/secret-store.ts'
import { subscriberStore } from '../aws/subscriber-store.ts'
import type { ConfirmationMessage } from '../core/messages.ts'
import { type MessagePage, renderMessagePage } from '../core/pages/message-page.ts'
import type { Settings } from '../core/settings.ts'
import {
  type Arrival,
  applyArrival,
  applySubscriber,
  type SubscriberFact,
} from '../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import { normalizeAddress } from '../core/subscribers/normalize-address.ts'
import { readChoices, readPause, readVisitorRequest } from '../core/subscribers/read-choices.ts'
import type { Subscriber } from '../core/subscribers/subscriber.ts'
import { type TokenPurpose, verifyToken } from '../core/subscribers/token.ts'
import * as pages from '../core/subscribers/visitor-pages.ts'
import { httpHandler, readFields, type Visit } from './runtime/http-handler.ts'
import { siteOf } from './runtime/publication.ts'

/** Requests per hour: of one network, and mails to one address. */
const limits = { network: 60, address: 5 } as const
const hour = 3600

// Called by AWS.
export const handler = httpHandler(services, answerVisitor)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    rates: rateStore(dynamo, settings.subscribersTable),
    confirmation: queue<ConfirmationMessage>(createSqs(), settings.confirmationQueueUrl),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

type Answer = (visit: Visit, services: Services) => Promise<Response>

// Link scanners follow every link, so only a POST changes anything.
const answers: Readonly<Record<string, Answer>> = {
  'GET /subscribe': async (_visit, { site }) => Response.redirect(`${site.url}/subscribe/`, 303),
  'POST /subscribe': subscribe,
  'GET /confirm': (visit, services) => withToken('confirm', visit, services, async (_s, t) => pages.askToConfirm(t)),
  'POST /confirm': (visit, services) => withToken('confirm', visit, services, confirm),
  'GET /unsubscribe': (visit, services) =>
    withToken('unsubscribe', visit, services, async (_subscriber, token) => pages.askToUnsubscribe(token)),
  'POST /unsubscribe': (visit, services) => withToken('unsubscribe', visit, services, unsubscribe),
  'GET /preferences': (visit, services) =>
    withToken('preferences', visit, services, async (subscriber, token) =>
      subscriber ? pages.preferences(services.site.publication, subscriber, token, false) : pages.erased,
    ),
  'POST /preferences': (visit, services) => withToken('preferences', visit, services, choose),
  'POST /export': (visit, services) => withToken('preferences', visit, services, exportData),
  'POST /erase': (visit, services) => withToken('preferences', visit, services, erase),
}

// Runs once per request.
export async function answerVisitor(visit: Visit, services: Services): Promise<Response> {
  const { method, url } = visit.request
  const { pathname } = new URL(url)
  const answer = answers[`${method === 'HEAD' ? 'GET' : method} ${pathname}`]
  if (answer) return answer(visit, services)
  const isKnown = Object.keys(answers).some((route) => route.endsWith(` ${pathname}`))
  return isKnown ? page(services, pages.useTheForm, 405) : page(services, pages.notFound, 404)
}

async function subscribe(visit: Visit, services: Services): Promise<Response> {
  const wantsJson = visit.request.headers.get('content-type')?.startsWith('application/json') ?? false
  const reply = (message: MessagePage, status: number) => page(services, message, status, wantsJson)
  const asked = readVisitorRequest(await readFields(visit.request))
  const secrets = await services.readSecrets()
  const network = `network#${hashAddress(visit.ip, secrets.addressPepper)}`
  if ((await services.rates.add(network, hour, visit.now)) > limits.network) return reply(pages.tooMany, 429)
  const address = asked && normalizeAddress(asked.email)
  if (!address) return reply(pages.invalidAddress, 422)
  if (asked.website) return reply(pages.checkInbox, 200) // only a robot fills in a field that nobody sees

  // From here on the answer is the same whether the address is known or not.
  const hash = hashAddress(address, secrets.addressPepper)
  const arrival: Arrival = {
    kind: 'requested',
    id: randomBytes(12).toString('hex'),
    address,
    choices: readChoices(asked, services.site.publication),
    consent: { source: wantsJson ? 'api' : 'form', at: visit.now.toISOString() },
  }
  const subscriber = await arrive(hash, arrival, services)
  const mails = await services.rates.add(`address#${hash}`, hour, visit.now)
  if (mails <= limits.address) {
    await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID() })
  }
  return reply(pages.checkInbox, 200)
}

async function arrive(hash: string, arrival: Arrival, services: Services): Promise<Subscriber> {
  const before = await services.subscribers.find(hash)
  const after = applyArrival(before, arrival)
  if (after === before || (await services.subscribers.save(before, after, hash)) === 'saved') return after
  return arrive(hash, arrival, services)
}

type Act = (
  subscriber: Subscriber | undefined,
  token: string,
  services: Services,
  visit: Visit,
) => Promise<MessagePage | Response>

/** Opens the link's token. A subscriber who is gone has been erased; what they ask for is done already. */
async function withToken(purpose: TokenPurpose, visit: Visit, services: Services, act: Act): Promise<Response> {
  const token = new URL(visit.request.url).searchParams.get('t') ?? ''
  const verified = verifyToken(await services.readSecrets(), purpose, token, visit.now)
  if (verified.kind === 'forged') return page(services, pages.brokenLink, 400)
  if (verified.kind === 'expired') return page(services, pages.expiredLink, 410)
  const answer = await act(await services.subscribers.get(verified.subscriberId), token, services, visit)
  return answer instanceof Response ? answer : page(services, answer, 200)
}

async function confirm(subscriber: Subscriber | undefined, _token: string, services: Services, { now }: Visit) {
  if (!subscriber) return pages.expiredLink
  const after = await apply(subscriber, { kind: 'confirmed', at: now.toISOString() }, services)
  return after.state === 'confirmed' ? pages.confirmed(services.site.publication, after) : pages.expiredLink
}

async function unsubscribe(subscriber: Subscriber | undefined, _token: string, services: Services, { now }: Visit) {
  if (subscriber) await apply(subscriber, { kind: 'unsubscribed', at: now.toISOString() }, services)
  return pages.unsubscribed
}

async function choose(subscriber: Subscriber | undefined, token: string, services: Services, visit: Visit) {
  if (!subscriber) return pages.erased
  const fields = await readFields(visit.request)
  const asked = readVisitorRequest(fields) ?? { email: '' }
  const { publication } = services.site
  const choices = { ...readChoices({ ...asked, language: subscriber.language }, publication) }
  const after = await apply(subscriber, { kind: 'chose', choices, pausedUntil: readPause(fields) }, services)
  return pages.preferences(publication, after, token, true)
}

async function exportData(subscriber: Subscriber | undefined): Promise<MessagePage | Response> {
  if (!subscriber) return pages.erased
  const headers = { 'content-disposition': 'attachment; filename="my-subscription.json"', ...privately }
  return Response.json(subscriber, { headers })
}

async function erase(subscriber: Subscriber | undefined, token: string, services: Services, visit: Visit) {
  if (!subscriber) return pages.erased
  const fields = await readFields(visit.request)
  if (fields.sure !== 'yes') return pages.askToErase(token)
  const { addressPepper } = await services.readSecrets()
  const removed = await services.subscribers.remove(subscriber, hashAddress(subscriber.address, addressPepper))
  return removed === 'saved' ? pages.erased : pages.askToErase(token)
}

async function apply(before: Subscriber, fact: SubscriberFact, services: Services): Promise<Subscriber> {
  const after = applySubscriber(before, fact)
  if (after === before) return before
  const { addressPepper } = await services.readSecrets()
  const saved = await services.subscribers.save(before, after, hashAddress(before.address, addressPepper))
  if (saved === 'saved') return after
  const current = await services.subscribers.get(before.id)
  return current ? apply(current, fact, services) : before
}

const privately = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }

function page({ site }: Services, message: MessagePage, status: number, json = false): Response {
  const headers = { ...privately, ...(status === 429 && { 'retry-after': String(hour) }) }
  if (json)
    return Response.json(
      { ok: status < 400, title: message.title, message: message.paragraphs.join(' ') },
      { status, headers },
    )
  return new Response(renderMessagePage(site, message), {
    status,
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
  })
}
