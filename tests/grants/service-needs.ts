import type { Need } from './needs/need.ts'
import { resourcesOf, type Template } from './template.ts'

/** A need of a role that an AWS service assumes, with the part of the template that it follows from. */
export type ServiceNeed = { readonly role: string; readonly need: Need }

/**
 * Derives what AWS services do with the roles of the template: Lambda reads queues and streams, and writes logs and
 * failures; the scheduler invokes functions and writes failures. No function signs these calls.
 */
export function readServiceNeeds(template: Template): ServiceNeed[] {
  const functions = resourcesOf(template, 'AWS::Lambda::Function')
  const roleOf = (name: unknown) => roleId(functions.find(({ logicalId }) => logicalId === name)?.properties.Role)
  return [
    ...functions.flatMap(({ properties }) => logNeeds(properties)),
    ...resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(({ properties }) =>
      sourceNeeds(properties).map((need) => ({ role: roleOf(properties.FunctionName), need })),
    ),
    ...resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').flatMap(({ properties }) =>
      destinations(properties).map((arn) => ({ role: roleOf(properties.FunctionName), need: sending(arn) })),
    ),
    ...resourcesOf(template, 'AWS::Scheduler::Schedule').flatMap(({ properties }) => scheduleNeeds(properties)),
  ]
}

function logNeeds({ Role, LoggingConfig }: Readonly<Record<string, unknown>>): ServiceNeed[] {
  const { LogGroup } = LoggingConfig as { LogGroup: string } // every Lambda of this stack has one
  const stream = `arn:aws:logs:us-east-1:000000000000:log-group:${LogGroup}:log-stream:2026/01/01/[$LATEST]1`
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents']
  return actions.map((action) => ({ role: roleId(Role), need: { action, resource: stream, context: {} } }))
}

function sourceNeeds(properties: Readonly<Record<string, unknown>>): Need[] {
  const source = String(properties.EventSourceArn)
  const actions = source.includes(':sqs:')
    ? ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']
    : ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator']
  return [
    ...actions.map((action) => ({ action, resource: source, context: {} })),
    ...(source.includes('/stream/') ? [{ action: 'dynamodb:ListStreams', resource: '*', context: {} }] : []),
    ...destinations(properties).map(sending),
  ]
}

/** Returns the ARN to which Lambda sends events that failed, if there is one. */
function destinations({ DestinationConfig }: Readonly<Record<string, unknown>>): string[] {
  const config = DestinationConfig as { OnFailure?: { Destination: string } } | undefined // CloudFormation's form
  return config?.OnFailure ? [config.OnFailure.Destination] : []
}

function scheduleNeeds({ Target }: Readonly<Record<string, unknown>>): ServiceNeed[] {
  const target = Target as { Arn: string; RoleArn: string; DeadLetterConfig?: { Arn: string } } // CloudFormation's form
  const role = roleId(target.RoleArn)
  return [
    { role, need: { action: 'lambda:InvokeFunction', resource: target.Arn, context: {} } },
    ...(target.DeadLetterConfig ? [{ role, need: sending(target.DeadLetterConfig.Arn) }] : []),
  ]
}

function sending(arn: string): Need {
  return { action: 'sqs:SendMessage', resource: arn, context: {} }
}

/** Reads the logical id of a role from its ARN, as `readTemplate` writes it. */
export function roleId(arn: unknown): string {
  return String(arn).split('/').at(-1) ?? ''
}
