import { expect, test } from 'vitest'
import { deliveryTags } from '../../../core/deliveries/delivery.ts'

test('tags contain only characters that SES allows', () => {
  for (const value of Object.values(deliveryTags({ issueId: 'daily-12', subscriberId: 'ab12cd34' }))) {
    expect(value).toMatch(/^[A-Za-z0-9_-]+$/)
  }
})
