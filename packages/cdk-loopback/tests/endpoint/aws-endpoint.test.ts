import { expect, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'

test('answers are dated by the stack’s clock, so that no SDK takes the difference for its own clock’s fault', async () => {
  const endpoint = await startAwsEndpoint({}, { now: () => new Date('2040-02-29T12:00:00Z') })
  const answer = await fetch(endpoint.url)
  expect(answer.headers.get('date')).toBe('Wed, 29 Feb 2040 12:00:00 GMT')
  await endpoint.close()
})
