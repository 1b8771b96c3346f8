import { GetObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import type { Credentials } from '../../../src/endpoint/identities.ts'
import { operator } from '../../operator.ts'
import { signerOf } from '../../signing.ts'
import { bucket, countBodies, useS3Server } from '../s3-server.ts'

const server = useS3Server()

type Form = {
  readonly conditions: readonly unknown[]
  readonly fields: Readonly<Record<string, string>>
  readonly file: string | Blob
  readonly fileName: string
  readonly credentials: Credentials
  readonly region: string
  readonly seconds: number
  readonly service: string
  /** Replaces members of the policy before it is signed. */
  readonly policy: { readonly expiration?: string; readonly conditions?: readonly unknown[] }
  /** Changes the form after it is signed. */
  readonly tamper: (form: FormData) => void
}

/** Signs a policy and returns the form that it allows, like `generate_presigned_post` of boto3. */
async function sign(options: Partial<Form>): Promise<FormData> {
  const { conditions = [], fields = {}, credentials = operator, region = 'us-east-1', seconds = 60 } = options
  const { service = 's3' } = options
  const at = new Date()
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '')
  const signed = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${credentials.accessKeyId}/${time.slice(0, 8)}/${region}/${service}/aws4_request`,
    'x-amz-date': time,
  }
  const document = {
    expiration: new Date(at.getTime() + seconds * 1000).toISOString(),
    conditions: [{ bucket }, ...conditions, ...Object.entries(signed).map(([name, value]) => ({ [name]: value }))],
    ...options.policy,
  }
  const policy = Buffer.from(JSON.stringify(document)).toString('base64')
  const signature = await signerOf({ credentials, region, service }).sign(policy, { signingDate: at })
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fields, ...signed, policy, 'x-amz-signature': signature })) {
    form.append(name, value)
  }
  const { file = 'content' } = options
  form.append('file', typeof file === 'string' ? new Blob([file]) : file, options.fileName ?? 'a b.txt')
  options.tamper?.(form)
  return form
}

const key = 'posted/k'
const allowed: Partial<Form> = { conditions: [['starts-with', '$key', 'posted/']], fields: { key } }

async function post(options: Partial<Form> = {}, path = bucket) {
  const body = await sign({ ...allowed, ...options })
  const answer = await fetch(`${server.url}/${path}`, { method: 'POST', body, redirect: 'manual' })
  const text = await answer.text()
  return { status: answer.status, code: /<Code>(\w+)/.exec(text)?.[1], text, headers: answer.headers }
}

const head = (Key = key): Promise<HeadObjectCommandOutput> =>
  server.client.send(new HeadObjectCommand({ Bucket: bucket, Key }))

test('a form with a signed policy stores its file', async () => {
  const { status, headers } = await post()
  expect([status, headers.get('etag')]).toEqual([204, '"9a0364b9e99bb480dd25e1f0284c8555"'])
  const { Body } = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  expect(await Body?.transformToString()).toBe('content')
  const event = server.service.pendingEvents(1000).at(-1)
  expect(event?.record).toMatchObject({ eventName: 'ObjectCreated:Post', s3: { object: { key } } })
})

test('the key may contain the name of the file, and fields become headers', async () => {
  const fields = {
    key: 'posted/$' + '{filename}',
    'Content-Type': 'text/plain',
    'x-amz-meta-a': '1',
    acl: 'bucket-owner-full-control',
  }
  const conditions = Object.keys(fields).map((name) => ['starts-with', `$${name}`, ''])
  expect((await post({ fields, conditions })).status).toBe(204)
  expect(await head('posted/a b.txt')).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } })
})

test('metadata in any script is returned encoded, and no other field may contain such', async () => {
  const conditions = ['key', 'x-amz-meta-a', 'Content-Type'].map((name) => ['starts-with', `$${name}`, ''])
  expect((await post({ fields: { key, 'x-amz-meta-a': '日本' }, conditions })).status).toBe(204)
  expect((await head()).Metadata).toEqual({ a: '=?UTF-8?B?5pel5pys?=' })
  expect(await post({ fields: { key, 'Content-Type': '日本' }, conditions })).toMatchObject({
    status: 400,
    code: 'InvalidArgument',
  })
})

test('the form chooses the answer', async () => {
  const conditions = [...(allowed.conditions ?? []), ['starts-with', '$success_action_status', '']]
  const fields = { key, success_action_status: '201' }
  const created = await post({ fields, conditions })
  expect([created.status, created.text]).toEqual([201, expect.stringContaining(`<Key>${key}</Key>`)])
  expect((await post({ fields: { ...fields, success_action_status: '200' }, conditions })).status).toBe(200)
  const target = { success_action_redirect: 'http://example.org/done?x=1' }
  const redirected = await post({
    fields: { key, ...target },
    conditions: [...(allowed.conditions ?? []), target],
  })
  const location = new URL(redirected.headers.get('location') ?? '')
  expect([redirected.status, location.searchParams.get('x'), location.searchParams.get('key')]).toEqual([303, '1', key])
})

const withoutBucket = ['key', 'x-amz-algorithm', 'x-amz-credential', 'x-amz-date'].map((name) => [
  'starts-with',
  `$${name}`,
  '',
])

test('operators and fields of conditions are read without case', async () => {
  expect((await post({ conditions: [['StArTs-WiTh', '$KeY', 'posted/']] })).status).toBe(204)
})

test.each<[string, Partial<Form>, number, string]>([
  ['a wrong secret', { credentials: { ...operator, secretAccessKey: 'y' } }, 403, 'SignatureDoesNotMatch'],
  ['an unknown key', { credentials: { accessKeyId: 'AKIA', secretAccessKey: 'y' } }, 403, 'InvalidAccessKeyId'],
  ['another region', { region: 'eu-west-1' }, 400, 'AuthorizationHeaderMalformed'],
  ['a changed policy', { tamper: (form) => form.set('policy', 'e30=') }, 403, 'SignatureDoesNotMatch'],
  ['no signature', { tamper: (form) => form.delete('x-amz-signature') }, 400, 'InvalidArgument'],
  [
    'neither a policy nor a signature',
    { tamper: (form) => ['policy', 'x-amz-signature'].forEach((name) => void form.delete(name)) },
    403,
    'AccessDenied',
  ],
  ['signature version 2', { fields: { key, AWSAccessKeyId: 'operator', signature: 'x' } }, 400, 'InvalidRequest'],
  ['an expired policy', { seconds: -1 }, 403, 'AccessDenied'],
  ['a key that the policy does not allow', { fields: { key: 'articles/k' } }, 403, 'AccessDenied'],
  ['a field that no condition allows', { fields: { key, 'x-amz-meta-a': '1' } }, 403, 'AccessDenied'],
  [
    'too large a file',
    { conditions: [...(allowed.conditions ?? []), ['content-length-range', 0, 6]] },
    400,
    'EntityTooLarge',
  ],
  [
    'too small a file',
    { conditions: [...(allowed.conditions ?? []), ['content-length-range', 8, 9]] },
    400,
    'EntityTooSmall',
  ],
  [
    'an expiration of another form',
    { policy: { expiration: 'Fri, 01 Jan 2100 00:00:00 GMT' } },
    400,
    'InvalidPolicyDocument',
  ],
  ['a condition without a property', { conditions: [{}] }, 400, 'InvalidPolicyDocument'],
  ['a condition with two properties', { conditions: [{ key, bucket }] }, 400, 'InvalidPolicyDocument'],
  ['a condition that is no text', { conditions: [{ key: 1 }] }, 400, 'InvalidPolicyDocument'],
  ['a policy that names no bucket', { policy: { conditions: withoutBucket } }, 403, 'AccessDenied'],
  ['no time of its signature', { tamper: (form) => form.delete('x-amz-date') }, 400, 'InvalidArgument'],
  ['another day', { tamper: (form) => form.set('x-amz-date', '20300101T000000Z') }, 400, 'InvalidArgument'],
  ['a signature for another service', { service: 'sqs' }, 400, 'InvalidArgument'],
  ['no key', { fields: {}, conditions: [] }, 400, 'InvalidArgument'],
  ['an unknown condition', { conditions: [['ends-with', '$key', '']] }, 400, 'InvalidPolicyDocument'],
  ['no file', { tamper: (form) => form.delete('file') }, 400, 'InvalidArgument'],
  ['a large field', { fields: { key, 'x-ignore-a': 'x'.repeat(30_000) } }, 400, 'MaxPostPreDataLengthExceeded'],
  [
    'a public ACL',
    { fields: { key, acl: 'public-read' }, conditions: [['starts-with', '$key', ''], { acl: 'public-read' }] },
    400,
    'AccessControlListNotSupported',
  ],
])('a form with %s is refused and stores nothing', async (_, options, status, code) => {
  const before = await countBodies(server.folder)
  expect(await post(options)).toMatchObject({ status, code })
  await expect.poll(() => countBodies(server.folder)).toBe(before)
})

test('a refused form is answered although its file is still being sent', async () => {
  const file = new Blob([Buffer.alloc(8 * 1024 ** 2)])
  expect(await post({ file, credentials: { ...operator, secretAccessKey: 'y' } })).toMatchObject({ status: 403 })
  expect(await post({ file, fields: { key: 'articles/k' } })).toMatchObject({ status: 403 })
})

test('a form that is cut off, or none at all, is refused', async () => {
  const send = async (type: string, body: string) => {
    const answer = await fetch(`${server.url}/${bucket}`, { method: 'POST', headers: { 'content-type': type }, body })
    return [answer.status, /<Code>(\w+)/.exec(await answer.text())?.[1]]
  }
  expect(await send('multipart/form-data', 'x')).toEqual([400, 'MalformedPOSTRequest'])
  expect(await send('multipart/form-data; boundary=b', '--b\r\n')).toEqual([400, expect.any(String)])
  expect(await send('text/plain', 'x')).toEqual([403, 'AccessDenied'])
})
