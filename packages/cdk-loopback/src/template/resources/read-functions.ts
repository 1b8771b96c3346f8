import * as z from 'zod'
import { isAllowed } from '../../iam/policy.ts'
import { text, whole, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { FunctionPlan, LogGroupPlan, LoggingPlan } from '../stack-plan.ts'
import { type Destinations, openAsyncSettings } from './read-async-invocation.ts'
import type { Role } from './read-roles.ts'

const functionProperties = z.strictObject({
  FunctionName: text.optional(),
  Code: z.strictObject({ S3Key: text, ...withoutMeaning('S3Bucket') }),
  PackageType: z.literal('Zip').optional(),
  Runtime: z.literal('nodejs24.x'),
  Handler: text,
  MemorySize: whole.default(128),
  Timeout: whole.default(3),
  Environment: z.strictObject({ Variables: z.record(z.string(), text).default({}) }).default({ Variables: {} }),
  ReservedConcurrentExecutions: whole.optional(),
  Role: text,
  DeadLetterConfig: z.strictObject({ TargetArn: text }).optional(),
  LoggingConfig: z
    .strictObject({
      LogGroup: text.optional(),
      LogFormat: z.enum(['JSON', 'Text']).default('Text'),
      // Which lines Lambda leaves out.
      ...withoutMeaning('ApplicationLogLevel', 'SystemLogLevel'),
    })
    .default({ LogFormat: 'Text' }),
  // The processor architecture, destinations of traces, encryption, and the size of /tmp.
  ...withoutMeaning(
    'Architectures',
    'Description',
    'EphemeralStorage',
    'KmsKeyArn',
    'RecursiveLoop',
    'RuntimeManagementConfig',
    'Tags',
    'TracingConfig',
  ),
})

export function readFunctions(
  template: Template,
  assetFolder: (objectKey: string) => string | undefined,
  roles: ReadonlyMap<string, Role>,
  { logGroups, ...destinations }: Destinations & { readonly logGroups: readonly LogGroupPlan[] },
): FunctionPlan[] {
  const resources = template.read('AWS::Lambda::Function', functionProperties)
  const names = new Set(resources.flatMap(({ name, arn }) => [name, arn]))
  const asyncSettings = openAsyncSettings(template, names, destinations)
  return resources.map((resource) => {
    const { logicalId, name, arn, properties } = resource
    const codeFolder = assetFolder(properties.Code.S3Key)
    const role = roles.get(properties.Role)
    const statements = role?.statements ?? []
    if (!codeFolder)
      template.report(resource, 'Code.S3Key', 'is no folder of this assembly: use Code.fromAsset(folder)')
    if (!role) template.report(resource, 'Role', 'is no role of this stack')
    else if (!role.isAssumableBy({ service: 'lambda.amazonaws.com', sourceArn: arn })) {
      template.report(resource, 'Role', 'cannot be assumed by lambda.amazonaws.com')
    }
    const environment = properties.Environment.Variables
    reportApiAddresses(template, resource, environment)
    return {
      logicalId,
      name,
      arn,
      codeFolder: codeFolder ?? '',
      handler: properties.Handler,
      memory: properties.MemorySize,
      timeout: properties.Timeout,
      environment,
      reservedConcurrency: properties.ReservedConcurrentExecutions,
      logging: readLogging(template, name, properties.LoggingConfig, { statements, logGroups }),
      asyncInvocation: asyncSettings.read(resource, properties.DeadLetterConfig?.TargetArn, statements),
      statements,
    }
  })
}

/**
 * Reads where a function logs to. Returns undefined if the role does not let it write there, or create the group that
 * the template lacks: then, as on AWS, its logs are lost.
 */
function readLogging(
  { region, account }: Pick<Template, 'region' | 'account'>,
  functionName: string,
  { LogGroup, LogFormat: format }: z.output<typeof functionProperties>['LoggingConfig'],
  { statements, logGroups }: Pick<FunctionPlan, 'statements'> & { readonly logGroups: readonly LogGroupPlan[] },
): LoggingPlan | undefined {
  const group = LogGroup ?? `/aws/lambda/${functionName}`
  const isDeclared = logGroups.some(({ name }) => name === group)
  const resource = `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:any`
  const needed = ['logs:CreateLogStream', 'logs:PutLogEvents', ...(isDeclared ? [] : ['logs:CreateLogGroup'])]
  return needed.every((action) => isAllowed(statements, { action, resource })) ? { group, format } : undefined
}

/** Reports variables with an API's own address: a call to it would leave this machine. */
function reportApiAddresses(
  template: Template,
  resource: Resource<unknown>,
  environment: Record<string, string>,
): void {
  for (const [name, value] of Object.entries(environment)) {
    if (!value.includes('.execute-api.')) continue
    template.report(
      resource,
      `Environment.Variables.${name}`,
      'cdk-loopback serves the API only through the site: use the site’s URL',
    )
  }
}
