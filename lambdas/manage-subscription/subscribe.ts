import { randomBytes, randomUUID } from 'node:crypto'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { type Arrival, applyArrival } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { hashOrigin } from '../../core/subscribers/hash-origin.ts'
import { requestRateLimits, secondsLeft } from '../../core/subscribers/rate-limits.ts'
import { requestedTopics } from '../../core/subscribers/requests/read-choices.ts'
import { readSignUp } from '../../core/subscribers/requests/read-sign-up.ts'
import { tooMany } from '../../core/subscribers/requests/sign-up-responses.ts'
import { isJson, type VisitorResponse } from '../../core/subscribers/requests/visitor-response.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { readFields, type Visit } from '../runtime/http-handler.ts'
import { findExceededLimit } from './rate-limit.ts'
import type { Services } from './services.ts'

export async function subscribe({ request, ip, now }: Visit, services: Services): Promise<VisitorResponse> {
  const { publication } = services.site
  const fields = await readFields(request)
  const topics = await findTopics(requestedTopics(fields, publication), services)
  const signUp = readSignUp(fields, request.headers.get('accept-language'), publication, topics, now)
  if (signUp.kind === 'answered') return signUp.response
  const { address, choices, name, agreed, hasWorked } = signUp
  const addressPepper = await services.readAddressPepper()
  const hash = hashAddress(address, addressPepper)
  const exceeded = await findExceededLimit(requestRateLimits(ip, address, addressPepper, hasWorked), services, now)
  if (exceeded) return tooMany(signUp.messages, secondsLeft(exceeded, now))

  const id = randomBytes(12).toString('hex')
  const source = isJson(request.headers.get('content-type')) ? 'api' : 'form'
  const consent = { source, at: now.toISOString(), from: hashOrigin(ip, await services.salts.get(now)), ...agreed }
  const arrival: Arrival = { kind: 'requested', id, address, choices, name, consent }
  const { id: subscriberId } = await saveArrival(hash, arrival, services)
  await services.confirmation.add({ subscriberId, requestId: randomUUID() })
  return signUp.response
}

/** Returns those of the topics that an article has or had. */
async function findTopics(slugs: readonly string[], { topics }: Services): Promise<ReadonlySet<string>> {
  const found = slugs.length > 0 ? await topics.find(slugs) : []
  return new Set(found.map(({ slug }) => slug))
}

/** Makes the same reads and writes whether or not the address is known, so that the duration does not reveal it. */
async function saveArrival(hash: string, arrival: Arrival, { subscribers }: Services): Promise<Subscriber> {
  return saveWithRetry(async () => {
    const before = await subscribers.find(hash)
    if (!before) await subscribers.get(arrival.id)
    const after = applyArrival(before, arrival)
    return (await subscribers.save(before, after, hash)) === 'saved' ? after : 'superseded'
  })
}
