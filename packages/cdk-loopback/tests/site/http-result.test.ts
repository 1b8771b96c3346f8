import { expect, test } from 'vitest'
import { readHttpResult } from '../../src/site/http-result.ts'

test('a structured result gives status, headers, cookies and body', () => {
  const result = {
    statusCode: '201',
    headers: { 'X-Count': 3, Connection: 'close' },
    cookies: ['a=1'],
    body: 'w6k=',
    isBase64Encoded: true,
  }
  expect(readHttpResult(result)).toEqual({
    status: 201,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      'x-count': '3',
      'content-length': '2',
      'set-cookie': ['a=1'],
    },
    body: Buffer.from('é'),
  })
})

test('a result without a status code is the body', () => {
  const headers = { 'content-type': 'application/json', 'content-length': '8' }
  expect(readHttpResult({ done: 1 })).toMatchObject({ status: 200, headers: { 'content-length': '10' } })
  expect(readHttpResult('plainest')).toEqual({ status: 200, headers, body: Buffer.from('plainest') })
  expect(readHttpResult(undefined)?.body).toEqual(Buffer.from('null'))
})

test.each([{ statusCode: 99 }, { statusCode: 'ok' }, { statusCode: 200, body: 5 }])(
  '%j is not a response',
  (result) => {
    expect(readHttpResult(result)).toBeUndefined()
  },
)
