import * as z from 'zod'
import { isAllowed } from '../../iam/policy.ts'
import { text, whole, withoutMeaning } from '../language/property-types.ts'
import { apiDomain } from '../language/resource-identity.ts'
import type { Resource, Template } from '../language/template.ts'
import type { FunctionPlan, HttpRoutePlan, QueuePlan, RouteMessagePlan } from '../stack-plan.ts'
import type { ResourcePolicies } from './read-resource-policies.ts'
import type { Role } from './read-roles.ts'
import type { ServiceCaller } from './service-statements.ts'

const apiProperties = z.strictObject({
  Name: text,
  ProtocolType: z.literal('HTTP'),
  ...withoutMeaning('Description', 'IpAddressType', 'Tags', 'Version'),
})
/** A value of a parameter: text in which parts of the request, in braces, are filled in, or one such part, or its body. */
const mapping = z
  .string()
  .regex(
    /^(\$request\.(body|path|(querystring|header|path)\.[\w-]+)|([^$]|\$\{request\.(path|(querystring|header|path)\.[\w-]+)\})+)$/,
    'must be text, $request.body, or refer to the query string, the headers or the path',
  )
const integrationProperties = z.strictObject({
  ApiId: text,
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationSubtype: z.literal('SQS-SendMessage').optional(),
  IntegrationUri: text.optional(),
  PayloadFormatVersion: z.enum(['1.0', '2.0']),
  TimeoutInMillis: whole.default(30_000),
  CredentialsArn: text.optional(),
  RequestParameters: z
    .strictObject({ QueueUrl: text, MessageBody: mapping, MessageAttributes: mapping.optional() })
    .optional(),
  ...withoutMeaning('ConnectionType', 'Description', 'IntegrationMethod'),
})
type Integration = Resource<z.output<typeof integrationProperties>>

const routeProperties = z.strictObject({
  ApiId: text,
  RouteKey: z.string().regex(/^(\$default|[A-Z]+ \/\S*)$/, 'must be $default or METHOD /path'),
  Target: text,
  AuthorizationType: z.literal('NONE').optional(),
  ...withoutMeaning('OperationName'),
})
const stageProperties = z.strictObject({
  ApiId: text,
  StageName: z.literal('$default'),
  AutoDeploy: z.preprocess((value) => value === 'true' || value, z.literal(true)),
  // Logs, and throttling: only its owner calls the local API.
  ...withoutMeaning('AccessLogSettings', 'DefaultRouteSettings', 'Description', 'RouteSettings', 'Tags'),
})

/** What a route may lead to. */
type Targets = {
  readonly functions: readonly FunctionPlan[]
  readonly queues: readonly QueuePlan[]
  readonly roles: ReadonlyMap<string, Role>
}

/** Reads the routes of the stack's HTTP API, and the domain at which the distribution finds it. */
export function readHttpApi(
  template: Template,
  targets: Targets,
  policies: ResourcePolicies,
): { readonly routes: HttpRoutePlan[]; readonly domain: string | undefined } {
  const [api, ...others] = template.read('AWS::ApiGatewayV2::Api', apiProperties)
  for (const other of others) template.report(other, '', 'cdk-loopback serves only one HTTP API')
  const stages = template.read('AWS::ApiGatewayV2::Stage', stageProperties)
  if (api && stages.length === 0) template.report(api, '', 'has no stage, so it cannot be called')
  const integrations = template.read('AWS::ApiGatewayV2::Integration', integrationProperties)
  const routes = template.read('AWS::ApiGatewayV2::Route', routeProperties).flatMap((route): HttpRoutePlan[] => {
    const { ApiId, RouteKey: routeKey, Target } = route.properties
    const caller = { service: 'apigateway.amazonaws.com', sourceArn: routeArn(template, ApiId, routeKey) }
    const integration = integrations.find(({ ref }) => Target === `integrations/${ref}`)
    const { IntegrationUri: uri, PayloadFormatVersion: version, TimeoutInMillis } = integration?.properties ?? {}
    const base = { routeKey, integrationTimeout: TimeoutInMillis ?? 0 }
    if (integration?.properties.IntegrationSubtype) {
      const message = readMessage(template, integration, caller, targets)
      return message ? [{ ...base, message }] : []
    }
    const target = targets.functions.find(({ arn }) => uri === arn || uri?.endsWith(`/functions/${arn}/invocations`))
    if (target && version === '2.0') {
      policies.require(route, 'Target', target.arn, caller)
      return [{ ...base, functionArn: target.arn }]
    }
    template.report(route, 'Target', 'does not lead to a function that cdk-loopback runs')
    return []
  })
  return { routes, domain: api && apiDomain(api) }
}

/** Reads what a route sends to a queue. API Gateway sends with the integration's role, which must allow that. */
function readMessage(
  template: Template,
  integration: Integration,
  caller: ServiceCaller,
  { queues, roles }: Targets,
): RouteMessagePlan | undefined {
  const { CredentialsArn = '', PayloadFormatVersion, RequestParameters } = integration.properties
  if (PayloadFormatVersion !== '1.0') template.report(integration, 'PayloadFormatVersion', 'must be 1.0')
  const queue = queues.find(({ url }) => url === RequestParameters?.QueueUrl)
  if (!queue || !RequestParameters) {
    template.report(integration, 'RequestParameters.QueueUrl', 'is no queue of this stack')
    return undefined
  }
  const role = roles.get(CredentialsArn)
  if (!role?.isAssumableBy(caller)) {
    template.report(integration, 'CredentialsArn', `is no role that ${caller.service} can assume`)
  } else if (!isAllowed(role.statements, { action: 'sqs:SendMessage', resource: queue.arn })) {
    template.report(integration, 'CredentialsArn', `does not allow sqs:SendMessage on ${queue.arn}`)
  }
  const { QueueUrl: _url, ...parameters } = RequestParameters
  return { queueArn: queue.arn, parameters }
}

/** Returns the ARN for which API Gateway invokes the function of a route. */
function routeArn({ region, account }: Template, apiId: string, routeKey: string): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/$default/${routeKey.replace(' ', '')}`
}
