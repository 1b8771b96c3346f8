import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { afterAll, expect, it } from 'vitest'
import { build } from '../../build/build.ts'
import { readPublication } from '../../build/read-publication.ts'
import { PostriderStack } from '../../infra/stack.ts'

await build() // the stack names the folders of the bundles
const outdir = mkdtempSync(path.join(tmpdir(), 'postrider-synth-'))
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

const stack = new PostriderStack(new App({ outdir, analyticsReporting: false }), 'Postrider', await readPublication())
const template = Template.fromStack(stack)
const propertiesOf = (type: string): Record<string, unknown>[] =>
  Object.values(template.findResources(type)).map((resource) => resource.Properties)

// A new logical ID makes CloudFormation create an empty table or bucket, and local mode names its own after it.
it('buckets and tables keep their logical IDs, so that a deployment keeps their data', () => {
  const ids = ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    Object.keys(template.findResources(type)),
  )
  expect(ids.sort()).toEqual([
    'StorageArticles861864AA',
    'StorageContent05955A69',
    'StorageDeliveriesE42B5069',
    'StorageIssues56CDF170',
    'StorageSiteDBA682E2',
    'StorageSubscribers73F6E21D',
    'StorageUploadsBDC5E374',
  ])
})

it('every consumer reports which messages of a batch failed', () => {
  const consumers = propertiesOf('AWS::Lambda::EventSourceMapping')
  expect(consumers).toHaveLength(propertiesOf('AWS::SQS::Queue').filter((queue) => queue.RedrivePolicy).length)
  for (const consumer of consumers) expect(consumer.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
})

it("every consumed queue has a dead-letter queue and six times its consumer's timeout as visibility timeout", () => {
  const queues = template.findResources('AWS::SQS::Queue')
  const functions = template.findResources('AWS::Lambda::Function')
  for (const { EventSourceArn, FunctionName } of propertiesOf('AWS::Lambda::EventSourceMapping')) {
    const queue = queues[idOf(EventSourceArn)]?.Properties
    const timeout = functions[idOf(FunctionName)]?.Properties.Timeout
    expect(queue.RedrivePolicy).toMatchObject({ maxReceiveCount: 5 })
    expect(queue.VisibilityTimeout).toBe(6 * timeout)
  }
})

it("a sender's timeout is shorter than the lease of its claims", async () => {
  const { claimLeaseSeconds } = await import('../../core/deliveries/apply-delivery.ts')
  const [sender] = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) =>
    id.includes('SendDeliveries'),
  )
  expect(sender?.[1].Properties.Timeout).toBeLessThan(claimLeaseSeconds)
})

it('every consumed queue has an alarm for its dead letters, and every alarm has a section in the runbook', () => {
  const runbook = readFileSync(path.join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  const sections = new Map(
    runbook.split(/^## /m).map((section) => [section.split('\n', 1)[0]?.trim(), section] as const),
  )
  const alarms = propertiesOf('AWS::CloudWatch::Alarm')
  const named = alarms.map(({ AlarmDescription }) => /section (\w+)\.$/.exec(String(AlarmDescription))?.[1] ?? '')
  const queues = propertiesOf('AWS::Lambda::EventSourceMapping')
  expect(named.filter((name) => name.endsWith('Failures'))).toHaveLength(queues.length)
  for (const name of named) {
    for (const part of ['Description', 'Investigation', 'Resolution'])
      expect(sections.get(name), `${name} in docs/runbook.md`).toContain(`**${part}.**`)
  }
  for (const { AlarmActions } of alarms) expect(AlarmActions).toHaveLength(1)
})

it('no bucket is public, and every ETag is the MD5 of the bytes', () => {
  for (const bucket of propertiesOf('AWS::S3::Bucket')) {
    expect(bucket.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
    expect(JSON.stringify(bucket.BucketEncryption)).toContain('AES256')
  }
})

it('no Lambda is granted a wildcard action, and tables are granted by partition', () => {
  for (const { PolicyDocument } of propertiesOf('AWS::IAM::Policy')) {
    const { Statement } = PolicyDocument as { Statement: Record<string, unknown>[] } // CloudFormation's form
    for (const statement of Statement) {
      const actions = [statement.Action].flat().map(String)
      expect(actions.filter((action) => action.includes('*'))).toEqual([])
      const isIndex = JSON.stringify(statement.Resource).includes('/index/')
      if (actions.some((action) => action.startsWith('dynamodb:')) && !isIndex) {
        expect(statement.Condition).toHaveProperty('ForAllValues:StringLike')
      }
    }
  }
})

it('deleting the stack keeps its buckets and tables, but a failed first deployment leaves none behind', () => {
  for (const type of ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable']) {
    for (const resource of Object.values(template.findResources(type))) {
      expect(resource).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' })
    }
  }
})

function idOf(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: [string, string] } // CloudFormation's forms
  return Ref ?? attribute?.[0] ?? ''
}
