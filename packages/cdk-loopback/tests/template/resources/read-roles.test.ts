import type { Stack } from 'aws-cdk-lib'
import { type IRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { expect, test } from 'vitest'
import { isAllowed } from '../../../src/iam/policy.ts'
import { lambda } from '../lambda.ts'
import { plan, refusals, resource } from '../synthesize.ts'

test('a function has exactly the permissions of its role, wherever they are written', () => {
  const { functions } = plan((stack) => {
    const bucket = new Bucket(stack, 'Uploads', { bucketName: 'uploads' })
    const work = lambda(stack, 'Work')
    bucket.grantRead(work, 'articles/*')
    const shared = new ManagedPolicy(stack, 'Shared', { statements: [allow('sqs:SendMessage', '*')] })
    work.role?.addManagedPolicy(shared)
    lambda(stack, 'Other').addToRolePolicy(allow('s3:DeleteObject', '*'))
    withInlinePolicy(stack, 'Third')
  })
  const statements = (id: string) => functions.find(({ logicalId }) => logicalId.startsWith(id))?.statements ?? []
  const read = { action: 's3:GetObject', resource: 'arn:aws:s3:::uploads/articles/a.md' }
  const send = { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:000000000000:x' }
  const log = { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:us-east-1:000000000000:log-group:x' }
  const mail = { action: 'ses:SendRawEmail', resource: '*' }
  const allowed = (id: string) => [read, send, log, mail].map((permission) => isAllowed(statements(id), permission))
  expect(allowed('Work')).toEqual([true, true, true, false])
  expect(allowed('Other')).toEqual([false, false, true, false])
  expect(allowed('Third')).toEqual([false, false, false, true])
})

function withInlinePolicy(stack: Stack, id: string) {
  const PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'ses:*', Resource: '*' } }
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
  const role = resource(stack, 'Inline', 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    Policies: [{ PolicyName: 'p', PolicyDocument }],
  })
  const written = lambda(stack, id).node.defaultChild as CfnFunction // an L2 function's default child
  written.addPropertyOverride('Role', role.getAtt('Arn'))
}

function allow(action: string, resourceArn: string): PolicyStatement {
  return new PolicyStatement({ actions: [action], resources: [resourceArn] })
}

test('a function whose role Lambda cannot assume is refused', () => {
  const lines = refusals((stack) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') })
    lambda(stack, 'Work', { role: role as IRole }) // CDK's interfaces are not written for exactOptionalPropertyTypes
  })
  expect(lines).toEqual([expect.stringMatching(/^Work\w+ Role: cannot be assumed by lambda.amazonaws.com$/)])
})
