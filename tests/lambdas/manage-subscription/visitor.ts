import { hashAddress } from '../../../core/subscribers/hash-address.ts'
import { signToken, type TokenPurpose } from '../../../core/subscribers/token.ts'
import { answerVisitor } from '../../../lambdas/manage-subscription.ts'
import { sampleSubscriber, secrets } from '../../core/subscribers/sample-subscriber.ts'
import type { memoryServices } from './memory-services.ts'

export type Memory = ReturnType<typeof memoryServices>
export type Sent = {
  readonly body?: BodyInit
  readonly headers?: Record<string, string>
  readonly ip?: string
  readonly now?: Date
}

export const now = new Date('2026-11-21T06:00:00Z')
/** One subscriber in each state. */
export const ada = sampleSubscriber()
export const pending = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
export const unsubscribed = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: '2026-11-05T00:00:00.000Z' })
export const suppression = { reason: 'complaint', at: '2026-11-05T00:00:00.000Z' } as const
export const hash = hashAddress(ada.address, secrets.addressPepper)

export function visit(memory: Memory, method: string, path: string, sent: Sent = {}): Promise<Response> {
  const { ip = '203.0.113.9', now: at = now, ...init } = sent
  const request = new Request(`https://news.example.org${path}`, { method, ...init })
  return answerVisitor({ request, ip, now: at }, memory.services)
}

export function form(fields: Record<string, string> | [string, string][]): Sent {
  return { body: new URLSearchParams(fields) }
}

/** What every form of ours sends, and all that a form without other fields sends. */
export const button: Sent = form({ pressed: 'yes' })

export function json(value: unknown): Sent {
  return { body: JSON.stringify(value), headers: { 'content-type': 'application/json' } }
}

/** Returns the token of a link in Ada's mail. */
export function link(purpose: TokenPurpose, expiresAt?: Date, bound?: string): string {
  return signToken(secrets, purpose, ada.id, expiresAt, bound)
}

export const only = (memory: Memory) => [...memory.subscribers.values()][0]

/** Returns the fields that a browser would send if a visitor did not change the first form on a page. */
export function fieldsOf(html: string): [string, string][] {
  const text = (/<form[\s\S]*?<\/form>/.exec(html)?.[0] ?? '').replaceAll('&#x3D;', '=')
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  const fields: [string, string][] = []
  let select = ''
  for (const [tag] of text.matchAll(/<(?:input|select|option)\b[^>]*>/g)) {
    if (tag.startsWith('<select')) select = attribute(tag, 'name')
    else if (tag.startsWith('<option')) {
      if (tag.includes(' selected')) fields.push([select, attribute(tag, 'value')])
    } else if (attribute(tag, 'type') !== 'checkbox' || tag.includes(' checked')) {
      fields.push([attribute(tag, 'name'), attribute(tag, 'value')])
    }
  }
  return fields
}
