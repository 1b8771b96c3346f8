import { expect, test } from 'vitest'
import { readSignature } from '../../../src/endpoint/signature/read-signature.ts'
import { s3Refusals } from '../../../src/endpoint/signature/refusals.ts'

const read = (headers: Record<string, string>) => {
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
  return readSignature({ method: 'GET', target: '/', headers: lists }, s3Refusals)
}
const authorization =
  'AWS4-HMAC-SHA256 Credential=operator/20260101/us-east-1/s3/aws4_request,SignedHeaders=date;host, Signature=00'

test('the time may be an HTTP date', () => {
  const expected = { timestamp: '20260101T010203Z', time: new Date('2026-01-01T01:02:03Z') }
  expect(read({ authorization, date: 'Thu, 01 Jan 2026 01:02:03 GMT' })).toMatchObject(expected)
  expect(read({ authorization, date: '20260101T010203Z' })).toMatchObject(expected)
  expect(read({ authorization, date: 'x', 'x-amz-date': '20260101T010203Z' })).toMatchObject(expected)
})

test('a request without a readable time is refused', () => {
  for (const headers of [{}, { date: 'soon' }, { 'x-amz-date': '2026-01-01T01:02:03Z' }]) {
    expect(() => read({ authorization, ...headers })).toThrow('requires a valid Date or x-amz-date header')
  }
})
