import { App, Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { Storage } from '../../infra/storage.ts'

const stack = new Stack(new App({ analyticsReporting: false }), 'Storage')
new Storage(stack, { hub: undefined, feedAudience: false })
const template = Template.fromStack(stack)

it('old versions of uploads and the markers of deleted ones expire', () => {
  const buckets = Object.values(template.findResources('AWS::S3::Bucket')).map(({ Properties }) => Properties)
  const [uploads, ...others] = buckets.filter((bucket) => bucket.VersioningConfiguration)
  expect(others).toEqual([])
  expect(uploads.LifecycleConfiguration.Rules).toContainEqual({
    Status: 'Enabled',
    NoncurrentVersionExpiration: { NoncurrentDays: 90 },
    ExpiredObjectDeleteMarker: true,
  })
})

it('tables are protected from deletion once the operator says so, because a failed creation must delete them', () => {
  const [[parameter = '', { Default = '' } = {}] = []] = Object.entries(template.findParameters('ProtectTables'))
  expect(Default).toBe('false')
  const tables = Object.values(template.findResources('AWS::DynamoDB::GlobalTable'))
  expect(tables).toHaveLength(4)
  for (const { Properties } of tables) {
    const [condition, ...values] = Properties.Replicas[0].DeletionProtectionEnabled['Fn::If']
    expect(values).toEqual([true, false])
    expect(template.findConditions(condition)[condition]).toEqual({ 'Fn::Equals': [{ Ref: parameter }, 'true'] })
  }
})

it('uploads in other folders reach the queue through the default bus, but no receipt does', () => {
  const [[bucket = ''] = []] = Object.entries(template.findResources('AWS::S3::Bucket')).filter(
    ([, { Properties }]) => Properties.NotificationConfiguration,
  )
  const [[queue = ''] = []] = Object.entries(template.findResources('AWS::SQS::Queue')).filter(([id]) =>
    id.includes('IngestQueue'),
  )
  template.hasResourceProperties('AWS::S3::Bucket', {
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  })
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: Match.absent(),
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created', 'Object Deleted'],
      detail: {
        bucket: { name: [{ Ref: bucket }] },
        object: {
          key: [{ 'anything-but': { prefix: ['articles/', 'backfill/', 'issues/', 'welcome/', 'receipts/'] } }],
        },
      },
    },
    Targets: [{ Arn: { 'Fn::GetAtt': [queue, 'Arn'] }, Id: 'Ingest' }],
  })
})
