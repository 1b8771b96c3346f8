import { expect, test } from 'vitest'
import { nameResource, readRefusal } from '../../../core/deployment/refused-call.ts'

const user = 'User: arn:aws:sts::111111111111:assumed-role/Editor/ada'
const table = 'arn:aws:dynamodb:eu-west-1:111111111111:table/Postrider-Subscribers'
const queue = 'arn:aws:sqs:eu-west-1:111111111111:Postrider-Failures'
const object = 'arn:aws:s3:::uploads/articles/a.md'

test.each([
  [
    'DynamoDB',
    {
      ...{ name: 'AccessDeniedException', status: 400 },
      message: `${user} is not authorized to perform: dynamodb:Query on resource: ${table} because no identity-based policy allows the dynamodb:Query action`,
    },
    { action: 'dynamodb:Query', resource: table },
  ],
  [
    'SQS',
    {
      ...{ name: 'AccessDenied', status: 403 },
      message: `${user} is not authorized to perform: sqs:receivemessage on resource: ${queue}`,
    },
    { action: 'sqs:receivemessage', resource: queue },
  ],
  [
    'SES',
    {
      ...{ name: 'AccessDenied', status: 403 },
      message: `User \`arn:aws:iam::1:user/ada' is not authorized to perform \`ses:SendRawEmail' on resource \`arn:aws:ses:eu-west-1:1:identity/news.org'`,
    },
    { action: 'ses:SendRawEmail', resource: 'arn:aws:ses:eu-west-1:1:identity/news.org' },
  ],
  [
    'S3',
    {
      ...{ name: 'AccessDenied', status: 403, call: 'S3 PutObject' },
      message: `${user} is not authorized to perform: s3:PutObject on resource: "${object}" because no identity-based policy allows the s3:PutObject action`,
    },
    { action: 's3:PutObject', resource: object },
  ],
  [
    'S3, in its older form',
    { name: 'AccessDenied', status: 403, message: 'Access Denied', call: 'S3 GetObject' },
    { action: 'S3 GetObject' },
  ],
  [
    'S3, without a body',
    { name: '403', status: 403, message: 'UnknownError', call: 'S3 HeadObject' },
    { action: 'S3 HeadObject' },
  ],
  ['another call', { name: 'AccessDenied', message: 'no' }, { action: 'a call' }],
])('a refusal by %s is recognized', (_service, facts, refused) => {
  expect(readRefusal(facts)).toEqual(refused)
})

test.each([
  { name: 'ResourceNotFoundException', message: 'Requested resource not found', status: 400 },
  { name: 'SignatureDoesNotMatch', message: 'The signature does not match', status: 403 },
  { name: 'NotFound', message: 'UnknownError', status: 404 },
])('another error is no refusal: $name', (facts) => {
  expect(readRefusal(facts)).toBeUndefined()
})

test.each([
  [table, 'the table Postrider-Subscribers'],
  [queue, 'the queue Postrider-Failures'],
  [object, 'the object articles/a.md'],
  ['arn:aws:s3:::uploads', 'the bucket uploads'],
  ['arn:aws:cloudformation:eu-west-1:1:stack/News/*', 'the stack News'],
  ['arn:aws:ses:eu-west-1:1:identity/news.org', 'the identity news.org'],
])('a resource is named without its account: %s', (arn, text) => {
  expect(nameResource(arn)).toBe(text)
})
