import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { App } from 'aws-cdk-lib'
import { expect, onTestFinished, test } from 'vitest'
import { WordCountStack } from '../examples/word-count/stack.ts'
import { startLocal } from '../src/start-local.ts'
import { temporaryFolder } from './template/synthesize.ts'

// CDK bundles the three functions with esbuild, one process each.
const timeout = 120_000

test('the example app counts an uploaded text, shows the count and writes it to the front page', {
  timeout,
}, async () => {
  const app = new App({ outdir: temporaryFolder() })
  new WordCountStack(app, 'WordCount')
  const assembly = app.synth().directory
  const stack = await startLocal({ assembly, data: path.join(temporaryFolder(), 'data'), log: console.error })
  onTestFinished(stack.close)
  const client = { endpoint: stack.aws, region: 'us-east-1', credentials: stack.credentials }
  const { TextsBucket: Bucket } = stack.plan.outputs

  await new S3Client(client).send(new PutObjectCommand({ Bucket, Key: 'fox & hound.txt', Body: 'The quick brown fox' }))
  await stack.idle()
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(client))
  const row = await table.send(
    new GetCommand({ TableName: stack.plan.tables[0]?.name, Key: { text: 'fox & hound.txt' } }),
  )
  expect(row.Item).toEqual({ text: 'fox & hound.txt', words: 4 })

  expect((await fetch(`${stack.site}/`)).status).toBe(403)
  const counts = await (await fetch(`${stack.site}/counts`)).text()
  expect(counts).toContain('<li>fox &#38; hound.txt: 4 words</li>')
  await stack.fire(stack.plan.schedules[0]?.logicalId ?? '')
  await stack.idle()
  const frontPage = await fetch(`${stack.site}/`)
  expect([frontPage.headers.get('content-type'), await frontPage.text()]).toEqual(['text/html; charset=utf-8', counts])
})
