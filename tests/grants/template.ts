import { readFile } from 'node:fs/promises'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }

/** The synthesized template with every intrinsic function replaced by its value in the local stack. */
export type Template = ReadonlyMap<string, Resource & { readonly logicalId: string }>

type Place = Pick<StackPlan, 'region' | 'account' | 'stackName' | 'stackId' | 'deployment'>

/** Reads a template. Only the names of resources come from the emulator; it resolves policies on its own, too. */
export async function readTemplate(file: string, place: Place): Promise<Template> {
  const { Resources } = JSON.parse(await readFile(file, 'utf8')) as { Resources: Record<string, Resource> } // by CDK
  const resolver = createResolver(Resources, place)
  const kinds = /^AWS::(IAM|Lambda|Scheduler|SQS|Events|Logs|DynamoDB)::/
  const entries = Object.entries(Resources)
    .filter(([, { Type }]) => kinds.test(Type))
    .map(([logicalId, { Type, Properties = {} }]) => {
      const properties = resolver(Properties) as Record<string, unknown> // resolving keeps the form
      return [logicalId, { logicalId, Type, Properties: properties }] as const
    })
  return new Map(entries)
}

/** Lists the resources of a type with their properties. */
export function resourcesOf(template: Template, type: string) {
  return [...template.values()].flatMap(({ logicalId, Type, Properties = {} }) =>
    Type === type ? [{ logicalId, properties: Properties }] : [],
  )
}

function createResolver(resources: Readonly<Record<string, Resource>>, place: Place): (value: unknown) => unknown {
  const { region, account, stackName, stackId, deployment } = place
  const physical = new Map(deployment.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]))
  const pseudo = new Map([
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::AccountId', account],
    ['AWS::StackName', stackName],
    ['AWS::StackId', stackId],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ])
  // Roles and functions keep their logical ids, so that they can be found again.
  const keepsId = (name: string) => /^AWS::(IAM::Role|Lambda::Function)$/.test(resources[name]?.Type ?? '')
  const reference = (name: string) =>
    keepsId(name)
      ? name
      : (pseudo.get(name) ?? physical.get(name) ?? deployment.parameters[name] ?? `unresolved-${name}`)

  const attribute = (logicalId: string, name: string): string => {
    const id = reference(logicalId)
    const last = id.split('/').at(-1) ?? ''
    const arns: Readonly<Record<string, string>> = {
      'AWS::S3::Bucket': `s3:::${id}`,
      'AWS::DynamoDB::GlobalTable': `dynamodb:${region}:${account}:table/${id}`,
      'AWS::SQS::Queue': `sqs:${region}:${account}:${last}`,
      'AWS::Lambda::Function': `lambda:${region}:${account}:function:${id}`,
      'AWS::Logs::LogGroup': `logs:${region}:${account}:log-group:${id}:*`,
      'AWS::Events::EventBus': `events:${region}:${account}:event-bus/${id}`,
      'AWS::IAM::Role': `iam::${account}:role/${id}`,
    }
    const arn = `arn:aws:${arns[resources[logicalId]?.Type ?? ''] ?? `unresolved:::${logicalId}`}`
    if (name === 'StreamArn') return `${arn}/stream/2026-01-01T00:00:00.000`
    return name === 'Arn' ? arn : `unresolved-${logicalId}.${name}`
  }

  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    const [name, argument] = entries.length === 1 ? (entries[0] ?? []) : []
    if (name === 'Ref') return reference(argument)
    if (name === 'Fn::GetAtt') return attribute(argument[0], argument[1])
    if (name === 'Fn::Join') return (resolve(argument[1]) as string[]).join(argument[0]) // the function's form
    return Object.fromEntries(entries.map(([key, each]) => [key, resolve(each)]))
  }
  return resolve
}
