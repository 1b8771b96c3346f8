import { expect, test } from 'vitest'
import { describeSubscriber } from '../../../core/subscribers/subscriber.ts'
import { sampleSubscriber } from './sample-subscriber.ts'

test('the description has all that is stored, and says whether the address is suppressed', () => {
  const { revision, ...ada } = sampleSubscriber()
  expect(describeSubscriber(sampleSubscriber(), undefined)).toEqual({
    ...ada,
    suppressed: false,
    suppression: undefined,
  })
  const suppression = { reason: 'bounce', at: '2026-11-05T00:00:00.000Z' } as const
  expect(describeSubscriber(sampleSubscriber(), suppression)).toMatchObject({ suppressed: true, suppression })
})
