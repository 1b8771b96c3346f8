import { streamArn } from '../../dynamodb/protocol/permissions.ts'
import { busNameOf, defaultBus } from '../../events/event-buses.ts'
import { dkimTokens } from '../../ses/account/dkim-tokens.ts'

/** A resource with its physical name. */
export type NamedResource = {
  readonly logicalId: string
  readonly name: string
  readonly account: string
  readonly region: string
  /** Without a trailing slash. */
  readonly awsUrl: string
  /** The site's host and port. */
  readonly siteHost: string
  /** Name of what contains the resource: the bus of a rule, the group of a schedule. */
  readonly parent?: string
}

type Identity = (resource: NamedResource) => {
  /** The value of `Ref`. Default: the name. */
  readonly ref?: string
  /** The values of `Fn::GetAtt`. */
  readonly attributes?: Readonly<Record<string, string>>
}

/** The property that holds a resource's name, by type. */
export const nameProperties: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SES::ReceiptRuleSet': 'RuleSetName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::CloudFront::Function': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
}

/** The property that names what contains a resource, by type. */
export const parentProperties: Readonly<Record<string, string>> = {
  'AWS::Events::Rule': 'EventBusName',
  'AWS::Scheduler::Schedule': 'GroupName',
}

const table: Identity = (r) => {
  const own = arn(r, 'dynamodb', `table/${r.name}`)
  return { attributes: { Arn: own, StreamArn: streamArn(own) } }
}
const withId: Identity = (r) => ({ ref: localId(r), attributes: { Id: localId(r) } })

/** The values of references to each resource type. They are AWS's, except for the addresses, which are this machine's. */
const identities: Readonly<Record<string, Identity>> = {
  'AWS::S3::Bucket': (r) => ({
    attributes: {
      Arn: `arn:aws:s3:::${r.name}`,
      DomainName: `${r.name}.s3.amazonaws.com`,
      RegionalDomainName: `${r.name}.s3.${r.region}.amazonaws.com`,
    },
  }),
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': (r) => ({
    ref: queueUrl(r),
    attributes: { Arn: arn(r, 'sqs', r.name), QueueName: r.name, QueueUrl: queueUrl(r) },
  }),
  'AWS::SNS::Topic': (r) => ({
    ref: arn(r, 'sns', r.name),
    attributes: { TopicArn: arn(r, 'sns', r.name), TopicName: r.name },
  }),
  'AWS::Lambda::Function': (r) => ({ attributes: { Arn: arn(r, 'lambda', `function:${r.name}`) } }),
  'AWS::Logs::LogGroup': (r) => ({ attributes: { Arn: arn(r, 'logs', `log-group:${r.name}:*`) } }),
  'AWS::IAM::Role': (r) => ({ attributes: { Arn: iamArn(r, `role/${r.name}`) } }),
  'AWS::IAM::ManagedPolicy': (r) => ({
    ref: iamArn(r, `policy/${r.name}`),
    attributes: { PolicyArn: iamArn(r, `policy/${r.name}`) },
  }),
  'AWS::Scheduler::Schedule': (r) => ({
    attributes: { Arn: arn(r, 'scheduler', `schedule/${r.parent ?? 'default'}/${r.name}`) },
  }),
  'AWS::Events::EventBus': (r) => ({
    attributes: { Arn: arn(r, 'events', `event-bus/${r.name}`), Name: r.name },
  }),
  'AWS::Events::Rule': (r) => {
    const bus = busNameOf(r.parent)
    return bus === defaultBus
      ? { attributes: { Arn: arn(r, 'events', `rule/${r.name}`) } }
      : { ref: `${bus}|${r.name}`, attributes: { Arn: arn(r, 'events', `rule/${bus}/${r.name}`) } }
  },
  'AWS::Scheduler::ScheduleGroup': (r) => ({ attributes: { Arn: arn(r, 'scheduler', `schedule-group/${r.name}`) } }),
  'AWS::SES::EmailIdentity': (r) => ({ attributes: dkimRecords(r.name) }),
  'AWS::ApiGatewayV2::Api': (r) => ({
    ref: localId(r),
    attributes: { ApiId: localId(r), ApiEndpoint: `https://${apiDomain(r)}` },
  }),
  'AWS::ApiGatewayV2::Integration': (r) => ({ ref: localId(r) }),
  'AWS::CloudFront::Distribution': (r) => ({
    ref: localId(r),
    attributes: { Id: localId(r), DomainName: r.siteHost },
  }),
  'AWS::CloudFront::Function': (r) => ({
    ref: globalArn(r, 'cloudfront', `function/${r.name}`),
    attributes: {
      FunctionARN: globalArn(r, 'cloudfront', `function/${r.name}`),
      'FunctionMetadata.FunctionARN': globalArn(r, 'cloudfront', `function/${r.name}`),
    },
  }),
  'AWS::CloudFront::OriginAccessControl': withId,
  'AWS::CloudFront::ResponseHeadersPolicy': withId,
  'AWS::CloudFront::CachePolicy': withId,
  'AWS::CloudFront::OriginRequestPolicy': withId,
}

export function identify(type: string, resource: NamedResource): { ref: string; attributes: Record<string, string> } {
  const identity = identities[type]?.(resource)
  return { ref: identity?.ref ?? resource.name, attributes: { ...identity?.attributes } }
}

/** Returns the domain at which CloudFront finds an HTTP API. */
export function apiDomain(r: NamedResource): string {
  return `${localId(r)}.execute-api.${r.region}.amazonaws.com`
}

function localId(r: NamedResource): string {
  return r.logicalId.toLowerCase()
}

function queueUrl(r: NamedResource): string {
  return `${r.awsUrl}/${r.account}/${r.name}`
}

function arn(r: NamedResource, service: string, rest: string): string {
  return `arn:aws:${service}:${r.region}:${r.account}:${rest}`
}

function iamArn(r: NamedResource, rest: string): string {
  return globalArn(r, 'iam', rest)
}

function globalArn(r: NamedResource, service: string, rest: string): string {
  return `arn:aws:${service}::${r.account}:${rest}`
}

/** Returns the DNS records that a deployment would require. They are not published locally. */
function dkimRecords(domain: string): Record<string, string> {
  const tokens = dkimTokens.flatMap((token, index) => [
    [`DkimDNSTokenName${index + 1}`, `${token}._domainkey.${domain}`],
    [`DkimDNSTokenValue${index + 1}`, `${token}.dkim.amazonses.com`],
  ])
  return Object.fromEntries(tokens)
}
