import { expect, test } from 'vitest'
import { createAuthorization } from '../../src/endpoint/authorization.ts'
import type { Interceptor } from '../../src/endpoint/aws-endpoint.ts'
import { AwsError } from '../../src/endpoint/aws-service.ts'
import type { Statement } from '../../src/iam/policy.ts'

const bucket = 'arn:aws:s3:::uploads'
const read: Statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/*` }
const list: Statement = { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket }

function ask(
  statements: readonly Statement[],
  context: Partial<Parameters<Interceptor>[0]>,
  status = 200,
  log: string[] = [],
) {
  const authorization = createAuthorization(
    (caller) => (caller === 'Reader' ? statements : undefined),
    (line) => log.push(line),
  )
  const permissions = [{ action: 's3:GetObject', resource: `${bucket}/a` }]
  const call = { operation: 'GetObject', resource: 'uploads', key: 'a', permissions }
  return authorization({ service: 's3', caller: 'Reader', call, ...context }, async () => ({ status, headers: {} }))
}

test('a function may do what its statements allow; the operator may do everything', async () => {
  expect(await ask([read], {})).toMatchObject({ status: 200 })
  expect(await ask([], { caller: 'operator' })).toMatchObject({ status: 200 })
  expect(await ask([], { caller: undefined })).toMatchObject({ status: 200 })
})

test('a call needs all its permissions, and a missing one is named and logged', async () => {
  const permissions = [
    { action: 's3:GetObject', resource: `${bucket}/a` },
    { action: 's3:GetObjectTagging', resource: `${bucket}/a` },
  ]
  const log: string[] = []
  const message = `User: Reader is not authorized to perform: s3:GetObjectTagging on resource: ${bucket}/a because no identity-based policy allows the s3:GetObjectTagging action`
  const denied = ask([read], { call: { operation: 'GetObject', permissions } }, 200, log)
  await expect(denied).rejects.toMatchObject({ code: 'AccessDenied', status: 403, message })
  expect(log).toEqual([message])
})

test.each([
  ['s3', 'AccessDenied', 403],
  ['dynamodb', 'AccessDeniedException', 400],
  ['sqs', 'AccessDenied', 403],
  ['sns', 'AuthorizationError', 403],
  ['ses', 'AccessDenied', 403],
] as const)('a denial by %s is %s with status %i', async (service, code, status) => {
  await expect(ask([], { service })).rejects.toMatchObject({ code, status })
})

test('a denial by SES has SES’s own text, and its address is not logged', async () => {
  const log: string[] = []
  const resource = 'arn:aws:ses:us-east-1:000000000000:identity/ann@example.org'
  const call = { operation: 'SendRawEmail', permissions: [{ action: 'ses:SendRawEmail', resource }] }
  const message = `User \`Reader' is not authorized to perform \`ses:SendRawEmail' on resource \`${resource}'`
  await expect(ask([read], { service: 'ses', call }, 200, log)).rejects.toMatchObject({ message })
  expect(log).toEqual([message.replace('ann@', '…@')])
})

test('a missing object is a 403 for a caller who may not list the bucket', async () => {
  await expect(ask([read], {}, 404)).rejects.toMatchObject({ code: 'AccessDenied', status: 403 })
  expect(await ask([read, list], {}, 404)).toMatchObject({ status: 404 })
  const authorization = createAuthorization(
    () => [read],
    () => {},
  )
  const context = {
    service: 's3',
    caller: 'Reader',
    call: { operation: 'HeadObject', resource: 'uploads', permissions: [] },
  } as const
  const failing = (error: Error) => authorization(context, () => Promise.reject(error))
  await expect(failing(new AwsError('NotFound', 404, 'x'))).rejects.toMatchObject({ code: 'AccessDenied' })
  await expect(failing(new AwsError('SlowDown', 503, 'x'))).rejects.toMatchObject({ code: 'SlowDown' })
})
