import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../../src/endpoint/aws-service.ts'
import { createIdentities } from '../../src/endpoint/identities.ts'
import type { FaultRule } from '../../src/faults/fault-rule.ts'
import { createFaults } from '../../src/faults/faults.ts'

/** Creates a service that only counts its calls. Each request is an operation on the bucket and key of its path. */
function countingService(describeError: (error: AwsError) => AwsResponse) {
  const effects: string[] = []
  const service: AwsService = {
    describe: async ({ method, url }) => {
      const [, resource = '', ...key] = url.pathname.split('/')
      return { operation: operationOf(method), resource, key: key.join('/'), permissions: [] }
    },
    handle: async (request: AwsRequest) => {
      await request.bytes()
      effects.push(`${operationOf(request.method)} ${request.url.pathname}`)
      return { status: 200, headers: { etag: '"x"' }, body: request.method === 'GET' ? 'body' : '' }
    },
    error: (_request, error) => describeError(error),
    close: async () => {},
  }
  return { service, effects }
}

function operationOf(method: string): string {
  return { GET: 'GetObject', PUT: 'PutObject', HEAD: 'HeadObject' }[method] ?? 'GetItem'
}

const xmlError = ({ code, status, message }: AwsError) => {
  return { status, headers: {}, body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>` }
}
const jsonError = ({ code, status, message }: AwsError) => {
  return { status, headers: {}, body: JSON.stringify({ __type: code, message }) }
}

async function start() {
  const killed: string[] = []
  const faults = createFaults({ kill: (caller) => void killed.push(caller) })
  const s3 = countingService(xmlError)
  const dynamodb = countingService(jsonError)
  const { interceptor } = faults
  const identities = createIdentities()
  const endpoint = await startAwsEndpoint({ s3: s3.service, dynamodb: dynamodb.service }, { identities, interceptor })
  const credentials = identities.add('SendDeliveries')
  const config = { endpoint: endpoint.url, region: 'us-east-1', credentials, maxAttempts: 1 }
  const client = new S3Client(config)
  const tables = new DynamoDBClient(config)
  onTestFinished(async () => {
    faults.clear()
    client.destroy()
    tables.destroy()
    await endpoint.close()
  })
  return {
    faults,
    killed,
    effects: s3.effects,
    put: (Key: string, abortSignal?: AbortSignal) =>
      client.send(new PutObjectCommand({ Bucket: 'site', Key, Body: 'x' }), abortSignal ? { abortSignal } : {}),
    get: (Key: string) => client.send(new GetObjectCommand({ Bucket: 'site', Key })),
    head: (Key: string) => client.send(new HeadObjectCommand({ Bucket: 'site', Key })),
    getItem: () => tables.send(new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } })),
  }
}

describe('a rule', () => {
  test.each<[string, Partial<FaultRule>, boolean]>([
    ['nothing', {}, true],
    ['the service', { service: 's3' }, true],
    ['another service', { service: 'ses' }, false],
    ['the operation', { operation: 'PutObject' }, true],
    ['another operation', { operation: 'Put' }, false],
    ['the bucket', { resource: 'site' }, true],
    ['another bucket', { resource: 'uploads' }, false],
    ['the key', { key: 'pages/a.html' }, true],
    ['the key’s prefix', { key: { prefix: 'pages/' } }, true],
    ['another prefix', { key: { prefix: 'feeds/' } }, false],
    ['a matching pattern', { key: /\.html$/g }, true],
    ['another pattern', { key: /\.xml$/ }, false],
    ['the caller', { accessKey: 'SendDeliveries' }, true],
    ['another caller', { accessKey: 'operator' }, false],
    ['one wrong part of several', { service: 's3', key: 'pages/a.html', resource: 'uploads' }, false],
  ])('that names %s applies or not', async (_part, selector, applies) => {
    const { faults, put } = await start()
    const rule = faults.add({ ...selector, fault: 'throttle' })
    const result = await put('pages/a.html').then(
      () => false,
      () => true,
    )
    expect([result, rule.hits]).toEqual([applies, applies ? 1 : 0])
  })

  test('applies to one call, unless it sets a start and a number of calls', async () => {
    const { faults, put } = await start()
    const outcome = () =>
      put('a').then(
        () => 'done',
        () => 'failed',
      )
    faults.add({ fault: 'fail' })
    expect([await outcome(), await outcome()]).toEqual(['failed', 'done'])
    const rule = faults.add({ fault: 'fail', nth: 2, times: 2 })
    expect([await outcome(), await outcome(), await outcome(), await outcome()]).toEqual([
      'done',
      'failed',
      'failed',
      'done',
    ])
    expect(rule.hits).toBe(2)
  })

  test('with a global pattern applies each time', async () => {
    const { faults, put } = await start()
    const rule = faults.add({ key: /a/g, fault: 'fail', times: 2 })
    await expect(put('a')).rejects.toThrow()
    await expect(put('a')).rejects.toThrow()
    expect(rule.hits).toBe(2)
  })

  test('does not apply after it is removed or all rules are cleared', async () => {
    const { faults, put } = await start()
    const removed = faults.add({ fault: 'fail', times: 9 })
    removed.remove()
    faults.add({ fault: 'fail', times: 9 })
    faults.clear()
    await expect(put('a')).resolves.toBeDefined()
  })

  test('does not apply if an older rule does, but counts the call', async () => {
    const { faults, put } = await start()
    faults.add({ fault: 'throttle' })
    const second = faults.add({ fault: 'fail', nth: 2 })
    await expect(put('a')).rejects.toMatchObject({ name: 'SlowDown' })
    expect(second.hits).toBe(0)
    await expect(put('a')).rejects.toMatchObject({ name: 'InternalError' })
  })
})

describe('a fault', () => {
  test('throttles a call with the service’s own error, before any effect', async () => {
    const { faults, effects, put, getItem } = await start()
    faults.add({ fault: 'throttle', times: 2 })
    await expect(put('a')).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } })
    await expect(getItem()).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      $metadata: { httpStatusCode: 400 },
    })
    expect(effects).toEqual([])
  })

  test('fails a call with the rule’s error, or with HTTP 500', async () => {
    const { faults, effects, put } = await start()
    faults.add({ fault: 'fail', error: new AwsError('AccessDenied', 403, 'no') })
    await expect(put('a')).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } })
    faults.add({ fault: 'fail' })
    await expect(put('a')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
    expect(effects).toEqual([])
  })

  test('delays a call until its rule is removed', async () => {
    const { faults, effects, put } = await start()
    const rule = faults.add({ fault: 'hang' })
    const pending = put('a')
    await expect.poll(() => rule.hits).toBe(1)
    expect(effects).toEqual([])
    rule.remove()
    await pending
    expect(effects).toEqual(['PutObject /site/a'])
  })

  test('delays a call for the rule’s time', async () => {
    const { faults, put } = await start()
    faults.add({ fault: 'hang', milliseconds: 30 })
    const began = performance.now()
    await put('a')
    expect(performance.now() - began).toBeGreaterThanOrEqual(29)
  })

  test.each(['put', 'get', 'head'] as const)('loses the response after the effect (%s)', async (operation) => {
    const { faults, effects, ...client } = await start()
    faults.add({ fault: 'lose-response' })
    await expect(client[operation]('a')).rejects.toThrow()
    expect(effects).toHaveLength(1)
  })

  test('drops the connection, which the SDK reports as a network error, or responds with HTTP 500', async () => {
    const { faults, effects, put } = await start()
    faults.add({ fault: 'lose-response' })
    await expect(put('a')).rejects.toMatchObject({ code: 'ECONNRESET' })
    faults.add({ fault: 'lose-response', answer: 'error' })
    await expect(put('b')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
    expect(effects).toEqual(['PutObject /site/a', 'PutObject /site/b'])
  })

  test('cuts the response within its body', async () => {
    const { faults, get } = await start()
    faults.add({ fault: 'cut-response' })
    const { Body, ContentLength } = await get('a')
    expect(ContentLength).toBe('body'.length)
    await expect(Body?.transformToString()).rejects.toThrow('aborted')
  })

  test.each([
    ['kill-before', []],
    ['kill-after', ['PutObject /site/a']],
  ] as const)('%s kills the caller and never answers', async (fault, expected) => {
    const { faults, killed, effects, put } = await start()
    const rule = faults.add({ fault })
    const caller = new AbortController()
    const pending = put('a', caller.signal)
    await expect.poll(() => killed).toEqual(['SendDeliveries'])
    caller.abort()
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
    expect([effects, rule.hits]).toEqual([expected, 1])
  })
})

describe('around an invocation', () => {
  const invocation = { service: 'lambda', operation: 'Invoke', resource: 'Ingest' } as const

  async function invokeWith(rule: FaultRule) {
    const killed: string[] = []
    const faults = createFaults({ kill: (caller) => void killed.push(caller) })
    faults.add(rule)
    let runs = 0
    const run = async () => ++runs
    const other = await faults.aroundInvoke('Publish', run)
    const result = await faults.aroundInvoke('Ingest', run).catch((error: Error) => error.message)
    return { killed, other, result, runs: runs - 1 }
  }

  const lost = 'The answer of Ingest was lost (injected fault).'
  test.each<[FaultRule, object]>([
    [
      { ...invocation, fault: 'throttle' },
      { killed: [], result: 'Rate Exceeded.', runs: 0 },
    ],
    [
      { ...invocation, fault: 'fail', error: new AwsError('X', 500, 'broken') },
      { killed: [], result: 'broken', runs: 0 },
    ],
    [
      { ...invocation, fault: 'hang', milliseconds: 1 },
      { killed: [], result: 2, runs: 1 },
    ],
    [
      { ...invocation, fault: 'lose-response' },
      { killed: [], result: lost, runs: 1 },
    ],
    [
      { ...invocation, fault: 'kill-before' },
      { killed: ['Ingest'], result: lost, runs: 0 },
    ],
    [
      { ...invocation, fault: 'kill-after' },
      { killed: ['Ingest'], result: lost, runs: 1 },
    ],
    [
      { service: 's3', fault: 'fail' },
      { killed: [], result: 2, runs: 1 },
    ],
  ])('%j', async (rule, expected) => {
    expect(await invokeWith(rule)).toEqual({ ...expected, other: 1 })
  })
})
