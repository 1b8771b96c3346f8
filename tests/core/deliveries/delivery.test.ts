import { expect, test } from 'vitest'
import { deliveryTags, ledgerEntry } from '../../../core/deliveries/delivery.ts'

test('tags contain only characters that SES allows', () => {
  for (const value of Object.values(deliveryTags({ issueId: 'daily-12', subscriberId: 'ab12cd34' }))) {
    expect(value).toMatch(/^[A-Za-z0-9_-]+$/)
  }
})

test('a planned delivery keeps its recipient, its articles and its batch, and has no history', () => {
  const recipient = { subscriberId: 'ab12cd34', articles: ['a', 'b'] }
  const none = {
    reason: undefined,
    claim: undefined,
    handedOverAt: undefined,
    messageId: undefined,
    outcome: undefined,
  }
  const planned = { ...recipient, ...none, issueId: 'daily-12', state: 'pending', attempts: 0, givenUp: 0, repeats: [] }
  expect(ledgerEntry('daily-12', recipient)).toStrictEqual(planned)
  expect(ledgerEntry('daily-12', recipient, 'a-12-3')).toStrictEqual({ ...planned, batch: 'a-12-3' })
})
