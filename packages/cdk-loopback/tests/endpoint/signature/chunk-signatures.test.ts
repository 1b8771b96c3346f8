import { expect, test } from 'vitest'
import { chunkSignatures } from '../../../src/endpoint/signature/chunk-signatures.ts'
import { createSigningKeys } from '../../../src/endpoint/signature/signing-key.ts'

// The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html.
const scope = { date: '20130524', region: 'us-east-1', service: 's3' }
const key = createSigningKeys()('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope)
const start = (signature: string, payloadHash: string) =>
  chunkSignatures(key, { timestamp: '20130524T000000Z', signature, payloadHash })

function accepts(signatures: ReturnType<typeof start>, size: number, signature: string): boolean {
  const chunk = signatures.start()
  chunk.update(Buffer.alloc(size, 'a'))
  return chunk.matches(signature)
}

test("the signatures of AWS's example of a chunked upload match", () => {
  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9'
  const signatures = start(seed, 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD')
  expect(signatures.matchesTrailers).toBeUndefined()
  expect([
    accepts(signatures, 65_536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
    accepts(signatures, 1024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
    accepts(signatures, 0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
  ]).toEqual([true, true, true])
})

test("the signatures of AWS's example with a trailer match", () => {
  const seed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'
  const signatures = start(seed, 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER')
  expect([
    accepts(signatures, 65_536, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'),
    accepts(signatures, 1024, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'),
    accepts(signatures, 0, '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992'),
  ]).toEqual([true, true, true])
  const trailer = 'x-amz-checksum-crc32c:sOO8/Q==\n'
  const signature = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435'
  expect(signatures.matchesTrailers?.(trailer, signature)).toBe(true)
})

test('a signature depends on all previous ones', () => {
  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9'
  const signatures = start(seed, 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD')
  expect(accepts(signatures, 1024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497')).toBe(false)
})
