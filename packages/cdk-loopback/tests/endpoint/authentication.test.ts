import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClock } from '../../src/clock.ts'
import { openDynamo } from '../../src/dynamodb/dynamodb-service.ts'
import { type Interceptor, startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { createIdentities } from '../../src/endpoint/identities.ts'
import { openQueues } from '../../src/queues/queue-service.ts'
import { openS3 } from '../../src/s3/s3-service.ts'
import { openSes } from '../../src/ses/ses-service.ts'
import { operator } from '../operator.ts'
import { presign, signedFetch, signHeaders, type Unsigned } from '../signing.ts'

const minute = 60_000
const clock = createClock()
const identities = createIdentities()
identities.add('operator', operator)
const worker = identities.add('Worker')
/** Who called which operation. */
const calls: string[] = []
const record: Interceptor = ({ caller, call }, next) => {
  calls.push(`${caller} ${call.operation}`)
  return next()
}

let url: string
let close: () => Promise<void>

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'authentication-'))
  const s3 = openS3({ folder: path.join(folder, 's3'), now: clock.now })
  const dynamodb = openDynamo({ folder: path.join(folder, 'dynamodb'), now: clock.now })
  const queues = openQueues({ folder: path.join(folder, 'queues'), region: 'us-east-1', account: '000000000000' })
  const ses = openSes({ folder: path.join(folder, 'ses'), mailFolder: path.join(folder, 'mail') })
  s3.createBucket('uploads')
  const services = { s3, dynamodb, ses, sqs: queues.sqs, sns: queues.sns }
  const endpoint = await startAwsEndpoint(services, { identities, interceptor: record, now: clock.now })
  url = endpoint.url
  close = async () => {
    await endpoint.close()
    await Promise.all([s3.close(), dynamodb.close(), ses.close(), queues.close()])
    rmSync(folder, { recursive: true })
  }
})
afterAll(() => close())
beforeEach(() => void calls.splice(0))
afterEach(() => clock.move(-clock.offsetMs))

type Refusal = { readonly status: number; readonly code: string | undefined; readonly text: string }

async function refusal(response: Response | Promise<Response>): Promise<Refusal> {
  const { status, text } = { status: (await response).status, text: await (await response).text() }
  return { status, code: /<Code>(\w+)/.exec(text)?.[1] ?? /"__type":"(?:[\w.]+#)?(\w+)/.exec(text)?.[1], text }
}

const json = (target: string) => ({ 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' })
const form = { 'content-type': 'application/x-www-form-urlencoded' }
/** A harmless request to each service. */
const requests = {
  s3: { service: 's3', method: 'GET' },
  dynamodb: { service: 'dynamodb', method: 'POST', headers: json('DynamoDB_20120810.ListTables'), body: '{}' },
  sqs: { service: 'sqs', method: 'POST', headers: json('AmazonSQS.ListQueues'), body: '{}' },
  'sqs (query)': { service: 'sqs', method: 'POST', headers: form, body: 'Action=ListQueues' },
  sns: { service: 'sns', method: 'POST', headers: form, body: 'Action=ListTopics' },
  ses: { service: 'ses', method: 'POST', headers: form, body: 'Action=GetSendQuota' },
} as const satisfies Record<string, Unsigned>
const names = Object.keys(requests) as (keyof typeof requests)[] // the keys above

describe.each(names)('%s', (name) => {
  const request: Unsigned = requests[name]
  const isJson = name === 'dynamodb' || name === 'sqs'
  const status = name === 'dynamodb' ? 400 : 403
  const codeOf = (s3: string, jsonCode: string, query: string) => (name === 's3' ? s3 : isJson ? jsonCode : query)

  test('accepts genuine signatures, and knows who signed', async () => {
    expect((await signedFetch(url, request)).status).toBe(200)
    expect((await signedFetch(url, { ...request, credentials: worker })).status).toBe(200)
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['operator', 'Worker'])
  })

  test('refuses a wrong secret', async () => {
    const credentials = { ...operator, secretAccessKey: 'y' }
    const code = codeOf('SignatureDoesNotMatch', 'InvalidSignatureException', 'SignatureDoesNotMatch')
    expect(await refusal(signedFetch(url, { ...request, credentials }))).toMatchObject({ status, code })
    expect(calls).toEqual([])
  })

  test('refuses a signed request that was changed on its way', async () => {
    const headers = await signHeaders(url, request)
    const code = codeOf('SignatureDoesNotMatch', 'InvalidSignatureException', 'SignatureDoesNotMatch')
    const query = { method: request.method ?? '', headers, ...(request.body && { body: request.body }) }
    expect(await refusal(fetch(`${url}/?x=1`, query))).toMatchObject({ status, code })
    if (request.body) {
      expect(await refusal(fetch(url, { ...query, body: `${request.body} ` }))).toMatchObject({ status, code })
    }
  })

  test('refuses an unknown access key', async () => {
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }
    const code = codeOf('InvalidAccessKeyId', 'UnrecognizedClientException', 'InvalidClientTokenId')
    expect(await refusal(signedFetch(url, { ...request, credentials }))).toMatchObject({ status, code })
  })

  test('refuses temporary credentials with a wrong token or none, and others with one', async () => {
    const { accessKeyId, secretAccessKey } = worker
    const unknown = codeOf('InvalidAccessKeyId', 'UnrecognizedClientException', 'InvalidClientTokenId')
    const invalid = codeOf('InvalidToken', 'UnrecognizedClientException', 'InvalidClientTokenId')
    const ask = async (credentials: Unsigned['credentials']) =>
      (await refusal(signedFetch(url, { ...request, ...(credentials && { credentials }) }))).code
    expect(await ask({ accessKeyId, secretAccessKey })).toBe(unknown)
    expect(await ask({ accessKeyId, secretAccessKey, sessionToken: 'x' })).toBe(invalid)
    expect(await ask({ ...operator, sessionToken: 'x' })).toBe(invalid)
  })

  test('refuses a scope with another region', async () => {
    const code = codeOf('AuthorizationHeaderMalformed', 'InvalidSignatureException', 'SignatureDoesNotMatch')
    const answer = await refusal(signedFetch(url, { ...request, region: 'eu-west-1' }))
    expect(answer).toMatchObject({ status: name === 's3' ? 400 : status, code })
    if (name === 's3') expect(answer.text).toContain('<Region>us-east-1</Region>')
  })

  test('refuses a request without a signature', async () => {
    const { method = '', headers, body } = request
    const unsigned = { method, ...(headers && { headers }), ...(body && { body }) }
    const code = codeOf('AccessDenied', 'MissingAuthenticationTokenException', 'MissingAuthenticationToken')
    expect(await refusal(fetch(url, unsigned))).toMatchObject({ status: isJson ? 400 : 403, code })
    expect(calls).toEqual([])
  })

  test('refuses a request that is too old or too new', async () => {
    const limit = (name === 's3' ? 15 : 5) * minute
    const ask = (ms: number) => refusal(signedFetch(url, { ...request, at: new Date(Date.now() + ms) }))
    const code = codeOf('RequestTimeTooSkewed', 'InvalidSignatureException', 'SignatureDoesNotMatch')
    expect((await ask(-limit + minute)).status).toBe(200)
    expect((await ask(limit - minute)).status).toBe(200)
    expect(await ask(-limit - minute)).toMatchObject({ status, code })
    expect(await ask(limit + minute)).toMatchObject({ status, code })
  })

  test('follows the clock of the stack, without refusing clients that follow the machine', async () => {
    clock.move(30 * 24 * 60 * minute)
    expect((await signedFetch(url, { ...request, at: clock.now() })).status).toBe(200)
    expect((await signedFetch(url, request)).status).toBe(200)
    expect((await signedFetch(url, { ...request, at: new Date(Date.now() - 20 * minute) })).status).not.toBe(200)
  })

  test.each([
    'AWS4-HMAC-SHA256',
    'AWS4-HMAC-SHA256 Credential=operator/20260101/us-east-1/s3/aws4_request',
    'AWS4-HMAC-SHA256 Credential=operator/us-east-1/s3, SignedHeaders=host, Signature=00',
    'AWS4-HMAC-SHA256 Credential=operator/2026/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00',
    'AWS4-HMAC-SHA256 Credential=operator/20260101/us-east-1/s3/aws3, SignedHeaders=host, Signature=00',
    'Basic b3BlcmF0b3I6eA==',
    'AWS operator:c2lnbmF0dXJl',
    'AWS4-ECDSA-P256-SHA256 Credential=operator/20260101/s3/aws4_request, SignedHeaders=host, Signature=00',
  ])('refuses the authorization %s', async (authorization) => {
    const headers = { ...request.headers, authorization: authorization.replace('/s3/', `/${request.service}/`) }
    const answer = await refusal(fetch(url, { method: 'POST', headers, body: 'x' }))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(calls).toEqual([])
  })
})

describe('S3', () => {
  const object = () => `${url}/uploads/a%20b`

  test.each([
    ['version 2', 'AWS operator:c2lnbmF0dXJl', 'InvalidRequest', /Please use AWS4-HMAC-SHA256/],
    ['version 4A', 'AWS4-ECDSA-P256-SHA256 Credential=x', 'InvalidArgument', /Unsupported Authorization Type/],
  ])('does not accept signature %s', async (_, authorization, code, text) => {
    const answer = await refusal(fetch(object(), { headers: { authorization } }))
    expect(answer).toMatchObject({ status: 400, code, text: expect.stringMatching(text) })
  })

  test('does not accept URLs that are presigned with version 2', async () => {
    const answer = await refusal(fetch(`${object()}?AWSAccessKeyId=operator&Signature=x%3D&Expires=4102444800`))
    expect(answer).toMatchObject({ status: 400, code: 'InvalidRequest' })
  })

  test('refuses an anonymous read and write, and stores nothing', async () => {
    expect(await refusal(fetch(object()))).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(await refusal(fetch(object(), { method: 'PUT', body: 'x' }))).toMatchObject({ status: 403 })
    expect(await refusal(signedFetch(object()))).toMatchObject({ status: 404, code: 'NoSuchKey' })
  })

  test('needs a signature that covers the host and each x-amz header', async () => {
    const headers = await signHeaders(object(), { method: 'PUT', body: 'x' })
    const extended = { ...headers, 'x-amz-meta-later': '1' }
    const answer = await refusal(fetch(object(), { method: 'PUT', headers: extended, body: 'x' }))
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(answer.text).toContain('<HeadersNotSigned>x-amz-meta-later</HeadersNotSigned>')
    const authorization = (headers.authorization ?? '').replace('host;', '')
    const hostless = await refusal(
      fetch(object(), { method: 'PUT', headers: { ...headers, authorization }, body: 'x' }),
    )
    expect(hostless.text).toContain('<HeadersNotSigned>host</HeadersNotSigned>')
  })

  test('needs the hash of the body, and compares it with the body', async () => {
    const headers = await signHeaders(object(), { method: 'PUT', body: 'signed' })
    const answer = await refusal(fetch(object(), { method: 'PUT', headers, body: 'forged' }))
    expect(answer).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' })
    const { 'x-amz-content-sha256': _, ...without } = headers
    expect(await refusal(fetch(object(), { headers: without }))).toMatchObject({ status: 400, code: 'InvalidRequest' })
    const word = await signHeaders(object(), { headers: { 'x-amz-content-sha256': 'NO-PAYLOAD' } })
    expect(await refusal(fetch(object(), { headers: word }))).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })

  test('accepts an unsigned payload if the signature says so', async () => {
    const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const headers = await signHeaders(object(), { method: 'PUT', headers: unsigned })
    expect((await fetch(object(), { method: 'PUT', headers, body: 'anything' })).status).toBe(200)
    expect((await signedFetch(object(), { method: 'DELETE' })).status).toBe(204)
  })

  test('names the allowed skew', async () => {
    const { text } = await refusal(signedFetch(object(), { at: new Date(Date.now() - 16 * minute) }))
    expect(text).toMatch(/<RequestTime>\d{8}T\d{6}Z<\/RequestTime>/)
    expect(text).toContain('<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>')
  })
})

describe('a presigned URL', () => {
  const object = () => `${url}/uploads/presigned`
  const parameter = (address: string, name: string, value: string) => {
    const changed = new URL(address)
    changed.searchParams.set(name, value)
    return changed.href
  }

  test('works for its method, and until it expires by the clock of the stack', async () => {
    const write = await presign(object(), 60, { method: 'PUT' })
    expect((await fetch(write, { method: 'PUT', body: 'x' })).status).toBe(200)
    const read = await presign(object(), 60)
    expect(await (await fetch(read)).text()).toBe('x')
    expect(await refusal(fetch(read, { method: 'DELETE' }))).toMatchObject({ code: 'SignatureDoesNotMatch' })
    clock.move(61_000)
    const late = await refusal(fetch(read))
    expect(late).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      text: expect.stringContaining('Request has expired'),
    })
  })

  test('is not valid long before it was signed', async () => {
    const early = await presign(object(), 60, { at: new Date(Date.now() + 20 * minute) })
    expect(await refusal(fetch(early))).toMatchObject({ status: 403, code: 'AccessDenied' })
  })

  test.each([
    ['another key', (address: string) => address.replace('presigned', 'other'), 403, 'SignatureDoesNotMatch'],
    ['a longer life', (address: string) => parameter(address, 'X-Amz-Expires', '61'), 403, 'SignatureDoesNotMatch'],
    ['another parameter', (address: string) => `${address}&versionId=1`, 403, 'SignatureDoesNotMatch'],
    [
      'a forged signature',
      (address: string) => parameter(address, 'X-Amz-Signature', 'ü'.repeat(64)),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'no signature',
      (address: string) => address.replace(/&X-Amz-Signature=\w+/, ''),
      400,
      'AuthorizationQueryParametersError',
    ],
    [
      'a week and a second',
      (address: string) => parameter(address, 'X-Amz-Expires', '604801'),
      400,
      'AuthorizationQueryParametersError',
    ],
    [
      'no number of seconds',
      (address: string) => parameter(address, 'X-Amz-Expires', 'soon'),
      400,
      'AuthorizationQueryParametersError',
    ],
    [
      'a negative life',
      (address: string) => parameter(address, 'X-Amz-Expires', '-1'),
      400,
      'AuthorizationQueryParametersError',
    ],
    [
      'a malformed time',
      (address: string) => parameter(address, 'X-Amz-Date', '20261301T000000Z'),
      400,
      'AuthorizationQueryParametersError',
    ],
    [
      'another day',
      (address: string) => parameter(address, 'X-Amz-Date', '20260101T000000Z'),
      400,
      'AuthorizationQueryParametersError',
    ],
    [
      'signature version 4A',
      (address: string) => parameter(address, 'X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256'),
      400,
      'AuthorizationQueryParametersError',
    ],
  ])('with %s is refused', async (_, tamper, status, code) => {
    expect(await refusal(fetch(tamper(await presign(object(), 60))))).toMatchObject({ status, code })
  })

  test('of another region is refused, and names the right one', async () => {
    const { code, text } = await refusal(fetch(await presign(object(), 60, { region: 'eu-west-1' })))
    expect([code, /<Region>(.*)<\/Region>/.exec(text)?.[1]]).toEqual(['AuthorizationQueryParametersError', 'us-east-1'])
  })

  test('works with temporary credentials only with their token', async () => {
    const read = await presign(object(), 60, { credentials: worker })
    expect((await fetch(read)).status).toBe(200)
    const { sessionToken: _, ...rest } = worker
    expect(await refusal(fetch(await presign(object(), 60, { credentials: rest })))).toMatchObject({
      code: 'InvalidAccessKeyId',
    })
  })

  test('cannot be sent with an Authorization header', async () => {
    const headers = await signHeaders(object())
    const answer = await refusal(fetch(await presign(object(), 60), { headers }))
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })
})

test('what a page on the web can send without asking, a form, is refused', async () => {
  const body = new URLSearchParams({
    Action: 'Publish',
    TopicArn: 'arn:aws:sns:us-east-1:000000000000:Topic',
    Message: 'x',
  })
  expect(await refusal(fetch(url, { method: 'POST', headers: form, body }))).toMatchObject({
    status: 403,
    code: 'MissingAuthenticationToken',
  })
  const upload = new FormData()
  upload.set('key', 'articles/forged.md')
  upload.set('file', new Blob(['x']))
  expect(
    (await fetch(`${url}/uploads`, { method: 'POST', headers: { origin: 'https://evil.example' }, body: upload }))
      .status,
  ).toBe(403)
  const text = { 'content-type': 'text/plain', 'x-amz-target': 'DynamoDB_20120810.ListTables' }
  expect(await refusal(fetch(url, { method: 'POST', headers: text, body: '{}' }))).toMatchObject({
    code: 'MissingAuthenticationTokenException',
  })
  expect(calls).toEqual([])
})
