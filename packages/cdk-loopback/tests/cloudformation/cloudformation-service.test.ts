import path from 'node:path'
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation'
import { Aws, CfnOutput, CfnParameter, type Stack } from 'aws-cdk-lib'
import { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, onTestFinished, test } from 'vitest'
import { startLocal } from '../../src/start-local.ts'
import { lambda } from '../template/lambda.ts'
import { synthesize, temporaryFolder } from '../template/synthesize.ts'

/** Runs a stack with a function, 120 queues and an output. */
async function start() {
  const define = (scope: Stack) => {
    // CDK's interfaces are not written for exactOptionalPropertyTypes.
    const bucket = new Bucket(scope, 'Site') as IBucket
    new Distribution(scope, 'Distribution', {
      defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket) },
    })
    new CfnParameter(scope, 'Color', { default: 'red' })
    new CfnParameter(scope, 'Secret', { default: 'hidden', noEcho: true })
    const actions = ['cloudformation:DescribeStacks']
    lambda(scope, 'Reader', { functionName: 'reader' }).addToRolePolicy(
      new PolicyStatement({ actions, resources: [scope.stackId] }),
    )
    for (let number = 0; number < 120; number++) new Queue(scope, `Queue${number}`)
    new CfnOutput(scope, 'StackId', { value: Aws.STACK_ID, description: 'the id of the stack' })
  }
  const assembly = synthesize(define, { description: 'a demo & more', tags: { team: 'news' } })
  const data = path.join(temporaryFolder(), 'data')
  const stack = await startLocal({ assembly, data, parameters: { Color: 'blue' } })
  onTestFinished(stack.close)
  const clientOf = (caller: string) => {
    const credentials = stack.identify(caller)
    const client = new CloudFormationClient({ endpoint: stack.aws, region: 'us-east-1', maxAttempts: 1, credentials })
    onTestFinished(() => client.destroy())
    return client
  }
  return { stack, client: clientOf('operator'), clientOf }
}

const idPattern =
  /^arn:aws:cloudformation:us-east-1:000000000000:stack\/Demo\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

test('a stack is described by its name or id, with what its template says', async () => {
  const { client } = await start()
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: 'Demo' }))
  expect(Stacks).toHaveLength(1)
  const [described] = Stacks
  expect(described).toMatchObject({
    StackName: 'Demo',
    StackId: expect.stringMatching(idPattern),
    Description: 'a demo & more',
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: expect.any(Date),
    Tags: [{ Key: 'team', Value: 'news' }],
  })
  expect(described?.LastUpdatedTime).toBeUndefined()
  expect(described?.Parameters).toEqual(
    expect.arrayContaining([
      { ParameterKey: 'Color', ParameterValue: 'blue' },
      { ParameterKey: 'Secret', ParameterValue: '****' },
    ]),
  )
  expect(described?.Outputs).toEqual([
    { OutputKey: 'StackId', OutputValue: described?.StackId, Description: 'the id of the stack' },
  ])
  const byId = await client.send(new DescribeStacksCommand({ StackName: described?.StackId }))
  expect(byId.Stacks).toEqual(Stacks)
  expect((await client.send(new DescribeStacksCommand({}))).Stacks).toEqual(Stacks)
})

test('a stack that does not exist is an error', async () => {
  const { client } = await start()
  await expect(client.send(new DescribeStacksCommand({ StackName: 'Other' }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id Other does not exist',
    $metadata: { httpStatusCode: 400 },
  })
})

test('stacks are listed by status', async () => {
  const { client } = await start()
  const { StackSummaries } = await client.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }))
  expect(StackSummaries).toMatchObject([{ StackName: 'Demo', TemplateDescription: 'a demo & more' }])
  const deleted = await client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))
  expect(deleted.StackSummaries ?? []).toEqual([])
})

test('the template is the synthesized one', async () => {
  const { client } = await start()
  const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: 'Demo' }))
  expect(JSON.parse(TemplateBody)).toMatchObject({
    Description: 'a demo & more',
    Parameters: { Color: { Default: 'red' } },
  })
  await expect(client.send(new GetTemplateCommand({}))).rejects.toThrow("Value null at 'stackName'")
})

test.each(['abc', '-100', '5'])('a list that goes on at %s is refused', async (NextToken) => {
  const { client } = await start()
  const command = new ListStackResourcesCommand({ StackName: 'Demo', NextToken })
  await expect(client.send(command)).rejects.toMatchObject({ name: 'ValidationError' })
})

test('resources are listed in pages, with their physical ids', async () => {
  const { client } = await start()
  const resources = []
  let pages = 0
  for await (const page of paginateListStackResources({ client }, { StackName: 'Demo' })) {
    pages += 1
    resources.push(...(page.StackResourceSummaries ?? []))
  }
  expect(pages).toBe(2)
  expect(resources.filter(({ ResourceType }) => ResourceType === 'AWS::SQS::Queue')).toHaveLength(120)
  expect(resources).toContainEqual(
    expect.objectContaining({
      LogicalResourceId: expect.stringMatching(/^Reader/),
      PhysicalResourceId: 'reader',
      ResourceType: 'AWS::Lambda::Function',
      ResourceStatus: 'CREATE_COMPLETE',
      LastUpdatedTimestamp: expect.any(Date),
    }),
  )
})

test('a resource is described by its logical id', async () => {
  const { stack, client } = await start()
  const LogicalResourceId = stack.plan.functions[0]?.logicalId
  const input = { StackName: 'Demo', LogicalResourceId }
  const { StackResources } = await client.send(new DescribeStackResourcesCommand(input))
  expect(StackResources).toMatchObject([{ StackName: 'Demo', PhysicalResourceId: 'reader' }])
  const { StackResourceDetail } = await client.send(new DescribeStackResourceCommand(input))
  expect(StackResourceDetail).toMatchObject({ PhysicalResourceId: 'reader' })
  const missing = new DescribeStackResourceCommand({ StackName: 'Demo', LogicalResourceId: 'None' })
  await expect(client.send(missing)).rejects.toThrow('Resource None does not exist for stack Demo')
})

test('a function needs the permission for the stack', async () => {
  const { stack, clientOf } = await start()
  const reader = clientOf(stack.plan.functions[0]?.logicalId ?? '')
  expect((await reader.send(new DescribeStacksCommand({ StackName: 'Demo' }))).Stacks).toHaveLength(1)
  await expect(reader.send(new DescribeStacksCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
  await expect(reader.send(new GetTemplateCommand({ StackName: 'Demo' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  })
})
