import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { Access } from '../../infra/access.ts'
import { Storage } from '../../infra/storage.ts'

const stack = new Stack(new App({ analyticsReporting: false }), 'Access')
const storage = new Storage(stack, { hub: undefined, feedAudience: false })
new Access(stack, storage)
const template = Template.fromStack(stack)
const [[id, policy] = ['', { Properties: {} }], ...others] = Object.entries(
  template.findResources('AWS::IAM::ManagedPolicy'),
)

/** Writes `{'Fn::Join': ['', [{'Fn::GetAtt': [uploads, 'Arn']}, '/articles/*']]}` as `<uploads>/articles/*`. */
function readArn(value: unknown): string {
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as Record<string, [string, unknown]> // CDK renders ARNs so
  if (join) return (join[1] as unknown[]).map((part) => (typeof part === 'string' ? part : readArn(part))).join('')
  return stack.resolve(storage.uploads.bucketArn)['Fn::GetAtt'].join() === attribute?.join() ? '<uploads>' : '<other>'
}

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown }
const statements = (policy.Properties.PolicyDocument.Statement as Statement[]).map((statement) => ({
  effect: statement.Effect,
  actions: [statement.Action].flat().sort(),
  resources: [statement.Resource].flat().map(readArn),
  condition: statement.Condition,
}))

it('editors may change uploads below four prefixes, read these, their versions and the receipts, and list them: nothing else', () => {
  const editable = ['<uploads>/articles/*', '<uploads>/backfill/*', '<uploads>/issues/*', '<uploads>/welcome/*']
  const prefixes = [
    'articles',
    'articles/*',
    'backfill',
    'backfill/*',
    'issues',
    'issues/*',
    'welcome',
    'welcome/*',
    'receipts',
    'receipts/*',
  ]
  expect(others).toEqual([])
  expect(statements).toEqual([
    {
      effect: 'Allow',
      actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: editable,
      condition: undefined,
    },
    {
      effect: 'Allow',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [...editable, '<uploads>/receipts/*'],
      condition: undefined,
    },
    {
      effect: 'Allow',
      actions: ['s3:ListBucket', 's3:ListBucketVersions'],
      resources: ['<uploads>'],
      condition: { StringLike: { 's3:prefix': prefixes } },
    },
    {
      effect: 'Allow',
      actions: ['s3:ListBucket'],
      resources: ['<uploads>'],
      condition: { StringEquals: { 's3:prefix': '', 's3:delimiter': '/' } },
    },
    { effect: 'Allow', actions: ['s3:GetBucketLocation'], resources: ['<uploads>'], condition: undefined },
  ])
})

it('the name of the policy is unique, so that several stacks fit into an account, and an output tells it', () => {
  expect(policy.Properties.ManagedPolicyName).toBeUndefined()
  expect(template.findOutputs('EditorPolicy').EditorPolicy?.Value).toEqual({ Ref: id })
})
