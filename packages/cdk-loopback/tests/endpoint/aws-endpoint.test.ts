import { expect, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { identities } from '../operator.ts'

test('responses carry the date of the stack’s clock, so that SDKs do not suspect clock skew', async () => {
  const endpoint = await startAwsEndpoint({}, { identities, now: () => new Date('2040-02-29T12:00:00Z') })
  const answer = await fetch(endpoint.url)
  expect(answer.headers.get('date')).toBe('Wed, 29 Feb 2040 12:00:00 GMT')
  await endpoint.close()
})
