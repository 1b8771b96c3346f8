import * as z from 'zod'
import { text, whole, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { FunctionPlan } from '../stack-plan.ts'
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
  // The processor architecture, destinations of logs and traces, encryption, and the size of /tmp.
  ...withoutMeaning(
    'Architectures',
    'Description',
    'EphemeralStorage',
    'KmsKeyArn',
    'LoggingConfig',
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
  destinations: Destinations,
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
      asyncInvocation: asyncSettings.read(resource, properties.DeadLetterConfig?.TargetArn, statements),
      statements,
    }
  })
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
