import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AwsEndpoint, startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import type { AwsService } from '../../src/endpoint/aws-service.ts'
import { identities } from '../operator.ts'
import { presign, signHeaders } from '../signing.ts'

/** A service that accepts everything. */
const service: AwsService = {
  describe: async () => ({ operation: 'Anything', permissions: [] }),
  handle: async () => ({ status: 200, headers: {} }),
  error: (_request, { code, status }) => ({ status, headers: {}, body: code }),
  close: async () => {},
}

let endpoint: AwsEndpoint
let port: string
beforeAll(async () => {
  endpoint = await startAwsEndpoint({ s3: service, dynamodb: service }, { identities })
  port = new URL(endpoint.url).port
})
afterAll(() => endpoint.close())

/** Sends a request with these headers, also those that `fetch` sets itself. Returns the status. */
function ask(path: string, headers: Readonly<Record<string, string>>, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(endpoint.url + path, { method, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

const pages = [
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' },
  { 'sec-fetch-site': 'same-site' }, // another port of this machine
]

test.each(pages)('a signed request that a page of another origin sends is refused: %o', async (headers) => {
  const signed = await signHeaders(`${endpoint.url}/uploads/a.md`)
  expect(await ask('/uploads/a.md', signed)).toBe(200)
  expect(await ask('/uploads/a.md', { ...signed, ...headers })).toBe(403)
  expect(await ask('/', { ...headers, 'x-amz-target': 'DynamoDB_20120810.Scan' }, 'POST')).toBe(403)
})

test('the endpoint’s own address and a typed address are allowed', async () => {
  const signed = await signHeaders(`${endpoint.url}/uploads/a.md`)
  for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: endpoint.url }, { 'sec-fetch-site': 'none' }])
    expect(await ask('/uploads/a.md', { ...signed, ...headers })).toBe(200)
})

test('a presigned URL works as a link on any page, as at S3', async () => {
  const { pathname, search } = new URL(await presign(`${endpoint.url}/uploads/a.md`, 60))
  expect(await ask(pathname + search, { 'sec-fetch-site': 'cross-site' })).toBe(200)
  expect(await ask(`${pathname}${search}0`, { 'sec-fetch-site': 'cross-site' })).toBe(403)
})

test.each([
  ...['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.0.1'],
  ...['evillocalhost', 'evilamazonaws.com', 'amazonaws.com.evil.example'],
])('a name that a page has rebound to this machine is refused, whatever the signature: %s', async (host) => {
  const presigned = new URL(await presign(`http://${host}/uploads/a.md`, 60))
  expect(await ask(presigned.pathname + presigned.search, { host })).toBe(421)
  const signed = await signHeaders(`http://${host}/uploads/a.md`)
  expect(await ask('/uploads/a.md', { ...signed, host })).toBe(421)
})

test('the endpoint is also reached as localhost', async () => {
  const signed = await signHeaders(`http://localhost:${port}/uploads/a.md`)
  expect(await ask('/uploads/a.md', { ...signed, host: `localhost:${port}` })).toBe(200)
})
