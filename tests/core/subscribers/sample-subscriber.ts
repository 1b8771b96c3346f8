import type { Arrival } from '../../../core/subscribers/apply-subscriber.ts'
import type { Secrets } from '../../../core/subscribers/secrets.ts'
import type { Choices, Subscriber } from '../../../core/subscribers/subscriber.ts'

export const secrets: Secrets = {
  addressPepper: 'aa'.repeat(32),
  signingKeys: [
    { id: '2', key: 'bb'.repeat(32) },
    { id: '1', key: 'cc'.repeat(32) },
  ],
}

export const choices: Choices = { digest: 'daily', topics: [], language: 'en', timeZone: 'Europe/Berlin' }

export function sampleSubscriber(changes: Partial<Subscriber> = {}): Subscriber {
  return {
    id: 'a0b1c2d3e4f5a6b7c8d9e0f1',
    address: 'ada@example.org',
    state: 'confirmed',
    ...choices,
    consent: { source: 'form', at: '2026-11-01T00:00:00.000Z' },
    createdAt: '2026-11-01T00:00:00.000Z',
    confirmedAt: '2026-11-02T00:00:00.000Z',
    unsubscribedAt: undefined,
    pausedUntil: undefined,
    revision: 1,
    ...changes,
  }
}

export function sampleArrival(kind: Arrival['kind'], changes: Partial<Arrival> = {}): Arrival {
  const consent = { source: kind === 'imported' ? 'import: fair' : 'form', at: '2026-11-10T00:00:00.000Z' }
  return { kind, id: 'ffffffffffffffffffffffff', address: 'ada@example.org', choices, consent, ...changes }
}
