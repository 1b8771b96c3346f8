import type { StackPlan } from '../src/template/stack-plan.ts'
import { deliveryPlan } from './deliveries/plans.ts'
import { deployment, stackId } from './deployment.ts'
import { writeFunction } from './lambda/bundles.ts'
import { queuePlan } from './queues/plans.ts'

/** Lets the functions below call the embedded services without an SDK. */
const call = `
import { createHash, createHmac } from 'node:crypto'
const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()
const call = (service, path, { method = 'GET', headers = {}, body = '' } = {}) => {
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '')
  const scope = [time.slice(0, 8), AWS_REGION, service, 'aws4_request']
  const signed = {
    host: new URL(AWS_ENDPOINT_URL).host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': time,
    'x-amz-security-token': AWS_SESSION_TOKEN,
  }
  const lines = Object.entries(signed).map((header) => header.join(':'))
  const names = Object.keys(signed).join(';')
  const canonical = [method, path, '', ...lines, '', names, sha256(body)].join('\\n')
  const key = scope.reduce(hmac, 'AWS4' + AWS_SECRET_ACCESS_KEY)
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\\n')).toString('hex')
  const credential = [AWS_ACCESS_KEY_ID, ...scope].join('/')
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + credential + ', SignedHeaders=' + names + ', Signature=' + signature
  return fetch(AWS_ENDPOINT_URL + path, { method, headers: { ...signed, authorization, ...headers }, ...(body && { body }) })
}
`

/** For each message, copies the object of an S3 event to `receipts/`; fails or hangs if the object's text says so. */
const ingest = `${call}
export const handler = async ({ Records }) => {
  const batchItemFailures = []
  for (const { messageId, body } of Records) {
    const { Records: [{ s3 }] } = JSON.parse(body)
    const path = '/' + s3.bucket.name + '/' + s3.object.key.replaceAll('+', '%20')
    const text = await (await call('s3', path)).text()
    if (text === 'hang') await new Promise((done) => setTimeout(done, 60_000))
    const put = await call('s3', path.replace('articles/', 'receipts/'), { method: 'PUT', body: text + ' at ' + new Date().toISOString() })
    if (text === 'fail' || !put.ok) batchItemFailures.push({ itemIdentifier: messageId })
  }
  return { batchItemFailures }
}`

/** Stores each message as an object. */
const record = `${call}
export const handler = async (event) => {
  for (const { messageId, body } of event.Records ?? [{ messageId: 'direct', body: JSON.stringify(event) }]) {
    await call('s3', '/uploads/records/' + messageId, { method: 'PUT', body })
  }
}`

/** Stores each change of an item as an object; fails if the item says so. */
const copy = `${call}
export const handler = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    const { pk, text } = dynamodb.NewImage
    if (text?.S === 'fail') throw new Error('told to fail')
    await call('s3', '/uploads/changes/' + pk.S, { method: 'PUT', body: JSON.stringify(dynamodb) })
  }
}`

/** Answers HTTP requests. Invoked directly, sends the request in the event. */
const answer = `${call}
export const handler = async (event) => {
  if (event.rawPath) return { statusCode: 200, body: event.rawPath }
  const response = await call(event.service, event.path, event)
  return { status: response.status, text: await response.text() }
}`

/** Stores the names in the events that it gets. */
const note = `${call}
export const handler = async ({ name }) => {
  await call('s3', '/uploads/notes/' + name, { method: 'PUT', body: name })
}`

const streamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/table/stream/2026-01-01T00:00:00.000'
const bucketArn = 'arn:aws:s3:::uploads'

/**
 * Uploads under `articles/` are ingested; SES events and a schedule are recorded; items whose key starts with `copy-` are
 * copied to the bucket; events are noted, and those of objects below `strays/` recorded; the site serves the bucket and `/api`.
 */
export function pipeline(
  folder: string,
  { awsUrl, siteUrl }: { awsUrl: string; siteUrl: string },
  ingestTimeout = 60,
): StackPlan {
  const dead = queuePlan('Dead', awsUrl)
  const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 })
  const ingestQueue = queuePlan('IngestQueue', awsUrl, { VisibilityTimeout: '600', RedrivePolicy: redrive })
  const recordQueue = queuePlan('RecordQueue', awsUrl)
  const topic = { logicalId: 'MailEvents', name: 'MailEvents', arn: 'arn:aws:sns:us-east-1:000000000000:MailEvents' }
  const mayWrite = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `${bucketArn}/*` } as const
  const functions = [
    writeFunction(folder, 'Ingest', ingest, { statements: [mayWrite], timeout: ingestTimeout }),
    writeFunction(folder, 'Record', record, { statements: [mayWrite] }),
    writeFunction(folder, 'Copy', copy, { statements: [mayWrite] }),
    writeFunction(folder, 'Note', note, { statements: [mayWrite] }),
    writeFunction(folder, 'Answer', answer, { statements: [{ ...mayWrite, Action: 's3:GetObject' }] }),
  ] as const
  const [ingestFunction, recordFunction, copyFunction, noteFunction, answerFunction] = functions
  const source = { batchSize: 10, batchWindow: 0, maximumConcurrency: undefined, reportsItemFailures: true }
  const input = JSON.stringify({ scheduled: '<aws.scheduler.scheduled-time>' })
  const passOn = { kind: 'all-except', names: [] } as const
  const behavior = {
    ...{ allowedMethods: ['GET', 'HEAD'], compress: true, viewerRequestCode: undefined, viewerResponseCode: undefined },
    ...{ responseHeaders: [], removedHeaders: [], cors: undefined },
  }
  const api = { kind: 'http-api', forwarded: { headers: passOn, cookies: passOn, queryStrings: passOn } } as const
  return {
    ...{
      stackName: 'Test',
      stackId,
      deployment,
      region: 'us-east-1',
      account: '000000000000',
      outputs: { UploadsBucket: 'uploads', SiteUrl: siteUrl },
    },
    buckets: [
      {
        logicalId: 'Uploads',
        name: 'uploads',
        settings: { eventBridge: true },
        notifications: [
          { events: ['s3:ObjectCreated:*'], prefix: 'articles/', suffix: '.md', queueArn: ingestQueue.arn },
        ],
      },
    ],
    tables: [
      {
        ...{ logicalId: 'Table', name: 'table', globalSecondaryIndexes: [], timeToLiveAttribute: 'expires' },
        attributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        keySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        stream: { arn: streamArn, viewType: 'NEW_AND_OLD_IMAGES' },
      },
    ],
    queues: [ingestQueue, recordQueue, dead],
    topics: [topic],
    subscriptions: [{ topicArn: topic.arn, queueArn: recordQueue.arn, raw: true, filterPolicy: undefined }],
    functions,
    eventSources: [
      { ...source, logicalId: 'IngestSource', queueArn: ingestQueue.arn, functionArn: ingestFunction.arn },
      { ...source, logicalId: 'RecordSource', queueArn: recordQueue.arn, functionArn: recordFunction.arn },
    ],
    streamSources: [
      {
        ...{ logicalId: 'CopySource', streamArn, functionArn: copyFunction.arn, start: 'TRIM_HORIZON' },
        ...{ batchSize: 10, batchWindow: 1, bisects: true, parallelization: 1, reportsItemFailures: false },
        filters: ['{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"copy-"}]}}}}'],
        ...{ maximumRetries: 1, maximumAge: undefined, failureDestination: { kind: 'queue', arn: dead.arn } },
      },
    ],
    schedules: [
      {
        ...{ logicalId: 'Daily', name: 'daily', enabled: true },
        ...{ expression: 'cron(30 2 * * ? *)', timeZone: 'Europe/Berlin' },
        arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/daily',
        target: { ...deliveryPlan({ kind: 'queue', arn: recordQueue.arn }), input },
      },
    ],
    eventBuses: [],
    rules: [
      {
        ...{ logicalId: 'Notes', name: 'notes', arn: 'arn:aws:events:us-east-1:000000000000:rule/notes' },
        ...{ busName: 'default', enabled: true, description: undefined, pattern: '{"source":["notes"]}' },
        targets: [
          {
            ...deliveryPlan({ kind: 'function', arn: noteFunction.arn }),
            ...{ id: 'note', input: { kind: 'path', path: '$.detail' } },
          },
        ],
      },
      {
        ...{ logicalId: 'Strays', name: 'strays', arn: 'arn:aws:events:us-east-1:000000000000:rule/strays' },
        ...{ busName: 'default', enabled: true, description: undefined },
        pattern: '{"source":["aws.s3"],"detail":{"object":{"key":[{"prefix":"strays/"}]}}}',
        targets: [{ ...deliveryPlan({ kind: 'queue', arn: recordQueue.arn }), id: 'record', input: { kind: 'event' } }],
      },
    ],
    httpRoutes: [{ routeKey: 'GET /api/{proxy+}', functionArn: answerFunction.arn, integrationTimeout: 10_000 }],
    distribution: {
      ...{ defaultRootObject: 'index.html', errorResponses: [] },
      behaviors: [
        { ...behavior, pathPattern: '/api/*', origin: api },
        { ...behavior, pathPattern: '*', origin: { kind: 'bucket', bucketName: 'uploads', listable: true } },
      ],
    },
    ...{ identities: [{ name: 'example.com' }], ruleSets: [], receiptRules: [], logGroups: [], managedPolicies: [] },
    configurationSets: [{ name: 'mailing', destinations: [{ topicArn: topic.arn, eventTypes: ['SEND', 'bounce'] }] }],
  }
}
