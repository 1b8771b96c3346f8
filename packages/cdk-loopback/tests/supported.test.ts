import { expect, test } from 'vitest'
import * as z from 'zod'
import { operations as cloudformation } from '../src/cloudformation/cloudformation-operations.ts'
import { operations as cloudwatch } from '../src/cloudwatch/cloudwatch-service.ts'
import { operations as dynamodb, operationsOfStreams as streams } from '../src/dynamodb/dynamodb-service.ts'
import { operations as events } from '../src/events/events-operations.ts'
import { comparisons, keys, negations } from '../src/iam/condition.ts'
import { operations as logs } from '../src/logs/logs-operations.ts'
import { operations as sqs } from '../src/queues/sqs/sqs-service.ts'
import { operations as s3 } from '../src/s3/s3-service.ts'
import { operations as scheduler } from '../src/schedules/scheduler-api.ts'
import { operations as ses } from '../src/ses/v1/operations.ts'
import { operations as sesv2 } from '../src/ses/v2/rest-api.ts'
import { globals, prototypes, statics } from '../src/site/edge-engine/builtins.ts'
import { functions } from '../src/template/language/intrinsics.ts'
import type { Template } from '../src/template/language/template.ts'
import { withoutLocalMeaning } from '../src/template/language/without-local-meaning.ts'
import { readPlan } from '../src/template/read-stack.ts'

/** Lists the schema of each resource type that the reader of templates supports. */
function listSchemas(): [string, z.ZodType][] {
  const schemas = new Map<string, z.ZodType>()
  const template: Template = {
    ...{ stackName: '', stackId: '', account: '', region: '', awsUrl: '', siteUrl: '', parameters: {} },
    read: (type, schema) => {
      schemas.set(type, schema)
      return []
    },
    outputs: () => ({}),
    describe: () => ({ description: undefined, parameters: {}, outputDescriptions: {}, resources: [] }),
    requireOneOf: () => {},
    report: () => {},
    problems: () => [],
  }
  readPlan(template, { assetFolder: () => undefined, tags: {}, template: {} })
  return [...schemas].toSorted(([one], [other]) => (one < other ? -1 : 1))
}

type Properties = { readonly read: readonly string[]; readonly ignored: readonly string[] }

/** Lists a type's properties. Descends into a property that wraps all others, as `DistributionConfig` does. */
function listProperties(schema: z.ZodType, prefix = ''): Properties {
  if (!(schema instanceof z.ZodObject)) throw new TypeError('Properties are described by an object')
  const members = Object.entries<z.ZodType>(schema.shape).map(([name, member]) => ({ name, member }))
  const isIgnored = (member: z.ZodType) => member instanceof z.ZodOptional && member.unwrap() instanceof z.ZodUnknown
  const read = members.filter(({ member }) => !isIgnored(member))
  const ignored = members.filter(({ member }) => isIgnored(member)).map(({ name }) => `${prefix}${name}`)
  const [only] = read
  if (only && read.length === 1 && only.member instanceof z.ZodObject) {
    const inner = listProperties(only.member, `${prefix}${only.name}.`)
    return { read: inner.read, ignored: [...inner.ignored, ...ignored] }
  }
  return { read: read.map(({ name }) => `${prefix}${name}`), ignored }
}

const code = (names: Iterable<string>) => [...names].map((name) => `\`${name}\``).join(', ')

const listMembers = (members: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(members).flatMap(([name, own]) => (own.length > 0 ? [`${name}: ${own.join(' ')}`] : []))

function renderSupport(): string {
  const resources = listSchemas().map(([type, schema]) => {
    const { read, ignored } = listProperties(schema)
    return `| \`${type}\` | ${code(read)} | ${code(ignored)} |`
  })
  const passedOver = Object.entries(withoutLocalMeaning).map(([type, reason]) => `| \`${type}\` | ${reason} |`)
  return `# What cdk-loopback supports

This page is generated from the code by \`tests/supported.test.ts\`. Update it with \`npx vitest run supported -u\`.

## CloudFormation

Intrinsic functions: ${code(Object.keys(functions))}. Conditions: \`Fn::Equals\`, \`Fn::And\`, \`Fn::Or\`, \`Fn::Not\`, \`Condition\`.

A template that uses any other resource type or property is refused, with all problems in one message.

| resource type | properties read | properties accepted without effect |
|---|---|---|
${resources.join('\n')}

Resources that are accepted and passed over:

| resource type | reason |
|---|---|
${passedOver.join('\n')}

## CloudFront Functions

Code that CloudFront's engine would not run is refused at start, with its line, although V8 would run it. Supported are ES 5.1 in strict mode,
\`const\`, \`let\`, arrow functions, template literals, rest parameters, \`**\`, named groups, numeric separators, and \`async\` functions at the top
level, without \`await\` in arguments. \`cloudfront-js-1.0\` has less. The code has at most 10 KB. Modules, \`require\`, \`Buffer\`, \`TextEncoder\`,
\`TextDecoder\`, \`atob\` and \`btoa\` are not emulated. Anything else that is not in these lists does not exist:

- Globals: ${code(globals)}.
- Properties of built-in objects: ${code(listMembers(statics))}.
- Methods and accessors: ${code(listMembers(prototypes))}.

## IAM

Policy statements with \`Action\`, \`NotAction\`, \`Resource\`, \`NotResource\` and \`Condition\` are enforced. Policy variables are not supported.

- Condition operators: ${code([...Object.keys(comparisons), ...Object.keys(negations)])}, also with \`IfExists\`, \`ForAllValues:\` and \`ForAnyValue:\`.
- Condition keys: ${code(Object.keys(keys))}.

## Operations

- **S3:** ${code(s3.map(({ name }) => name))}.
- **DynamoDB:** ${code(dynamodb.keys())}.
- **DynamoDB Streams:** ${code(streams.keys())}.
- **SQS:** ${code(sqs.keys())}.
- **SES:** ${code(Object.keys(ses))}.
- **SES v2:** ${code(Object.keys(sesv2))}.
- **CloudWatch:** ${code(Object.keys(cloudwatch))}, with values only for the age of a queue's oldest message.
- **CloudWatch Logs:** ${code(Object.keys(logs))}, with filter patterns of terms and of JSON.
- **EventBridge:** ${code(Object.keys(events))}.
- **EventBridge Scheduler:** ${code(Object.keys(scheduler))}.
- **CloudFormation:** ${code(Object.keys(cloudformation))}.
- **STS:** \`GetCallerIdentity\`.
- **Lambda:** \`Invoke\`, with the types \`RequestResponse\`, \`Event\` and \`DryRun\`.
`
}

test('SUPPORTED.md agrees with the code', async () => {
  await expect(renderSupport()).toMatchFileSnapshot('../SUPPORTED.md')
})
