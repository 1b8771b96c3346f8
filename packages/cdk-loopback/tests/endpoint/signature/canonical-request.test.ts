import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalRequest } from '../../../src/endpoint/signature/canonical-request.ts'
import { createSigningKeys, sha256 } from '../../../src/endpoint/signature/signing-key.ts'
import { signerOf } from '../../signing.ts'

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const emptyHash = sha256('')

test("the signature of AWS's example of a GET from S3 matches", () => {
  const headers = {
    host: ['examplebucket.s3.amazonaws.com'],
    range: ['bytes=0-9'],
    'x-amz-content-sha256': [emptyHash],
    'x-amz-date': ['20130524T000000Z'],
  }
  const signedHeaders = Object.keys(headers)
  const request = { method: 'GET', target: '/test.txt', headers }
  const canonical = canonicalRequest(request, { service: 's3', signedHeaders, payloadHash: emptyHash })
  expect(sha256(canonical)).toBe('7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972')
  const key = createSigningKeys()(secret, { date: '20130524', region: 'us-east-1', service: 's3' })
  const stringToSign = ['AWS4-HMAC-SHA256', '20130524T000000Z', key.scope, sha256(canonical)].join('\n')
  expect(key.sign(stringToSign)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
})

function lines(target: string, headers: Record<string, string[]> = {}, service = 's3'): string[] {
  const signature = { service, signedHeaders: Object.keys(headers), payloadHash: '-' }
  return canonicalRequest({ method: 'GET', target, headers }, signature).split('\n')
}

test.each([
  ['/a b/ü%2b%7E', '/a%20b/%FC%2B~'],
  ['/bucket//a/../b/.', '/bucket//a/../b/.'],
  ["/a!'()*$&+,;=:@", '/a%21%27%28%29%2A%24%26%2B%2C%3B%3D%3A%40'],
])('S3 takes the path %s as it is, encoded once: %s', (target, path) => {
  expect(lines(target)[1]).toBe(path)
})

test.each([
  ['/', '/'],
  ['', '/'],
  ['/a%20b/', '/a%2520b/'],
  ['/a/./b/../c//d', '/a/c/d'],
])('other services normalize the path %s and encode it again: %s', (target, path) => {
  expect(lines(target, {}, 'sqs')[1]).toBe(path)
})

test.each([
  ['b=2&a=1&a-b=3&a=0', 'a=0&a=1&a-b=3&b=2'],
  ['acl&prefix=a+b%2Fc&B=', 'B=&acl=&prefix=a%20b%2Fc'],
  ['X-Amz-Signature=00&X-Amz-Date=1', 'X-Amz-Date=1'],
  ['a=b=c&&%zz', '%25zz=&a=b%3Dc'],
])('the query %s is sorted and encoded: %s', (query, canonical) => {
  expect(lines(`/?${query}`)[2]).toBe(canonical)
})

test('the values of headers are trimmed, joined and without repeated spaces', () => {
  const headers = { a: [' one   two ', 'three'], b: ['\u00a0kept\u00a0'], c: ['"x   y"'] }
  expect(lines('/', headers).slice(3, 6)).toEqual(['a:one two,three', 'b:\u00a0kept\u00a0', 'c:"x y"'])
})

/** Encodes as clients send paths and queries, RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

test("every request that the SDK's signer signs has the same signature here", async () => {
  const text = fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((value) => value.replace(/[^ -~]/g, '_'))
  const names = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/)
  const segment = fc.string({ unit: 'grapheme', maxLength: 10 }).map((value) => value.replaceAll('/', '_'))
  const requests = fc.record({
    path: fc.array(segment, { maxLength: 4 }),
    query: fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), text, { maxKeys: 4 }),
    headers: fc.dictionary(
      names.map((name) => `x-amz-meta-${name}`),
      text,
      { maxKeys: 4 },
    ),
    service: fc.constantFrom('s3', 'sqs'),
  })
  const signingDate = new Date('2026-01-01T00:00:00Z')
  const signingKey = createSigningKeys()
  await fc.assert(
    fc.asyncProperty(requests, async ({ path, query, headers, service }) => {
      const encoded = `/${path.map(encode).join('/')}`
      const unsigned = {
        method: 'GET',
        protocol: 'http:',
        hostname: 'h',
        path: encoded,
        query,
        headers: { host: 'h', ...headers },
      }
      const credentials = { accessKeyId: 'AKIA', secretAccessKey: secret }
      const signed = await signerOf({ service, credentials }).sign(unsigned, { signingDate })
      const [, list = '', signature] =
        /SignedHeaders=([^,]*), Signature=(\w+)/.exec(signed.headers.authorization ?? '') ?? []
      const request = {
        method: 'GET',
        target: `${encoded}?${Object.entries(query)
          .map((pair) => pair.map(encode).join('='))
          .join('&')}`,
        headers: Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name, [value]])),
      }
      const canonical = canonicalRequest(request, { service, signedHeaders: list.split(';'), payloadHash: emptyHash })
      const key = signingKey(secret, { date: '20260101', region: 'us-east-1', service })
      expect(key.sign(['AWS4-HMAC-SHA256', '20260101T000000Z', key.scope, sha256(canonical)].join('\n'))).toBe(
        signature,
      )
    }),
  )
})
