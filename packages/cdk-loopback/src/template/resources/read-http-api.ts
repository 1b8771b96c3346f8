import * as z from 'zod'
import { text, whole, withoutMeaning } from '../language/property-types.ts'
import { apiDomain } from '../language/resource-identity.ts'
import type { Template } from '../language/template.ts'
import type { FunctionPlan, HttpRoutePlan } from '../stack-plan.ts'
import type { ResourcePolicies } from './read-resource-policies.ts'

const apiProperties = z.strictObject({
  Name: text,
  ProtocolType: z.literal('HTTP'),
  ...withoutMeaning('Description', 'IpAddressType', 'Tags', 'Version'),
})
const integrationProperties = z.strictObject({
  ApiId: text,
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: text,
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: whole.default(30_000),
  ...withoutMeaning('Description', 'IntegrationMethod'),
})
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

/** Reads the routes of the stack's HTTP API, and the domain at which the distribution finds it. */
export function readHttpApi(
  template: Template,
  functions: readonly FunctionPlan[],
  policies: ResourcePolicies,
): { readonly routes: HttpRoutePlan[]; readonly domain: string | undefined } {
  const [api, ...others] = template.read('AWS::ApiGatewayV2::Api', apiProperties)
  for (const other of others) template.report(other, '', 'cdk-loopback serves only one HTTP API')
  const stages = template.read('AWS::ApiGatewayV2::Stage', stageProperties)
  if (api && stages.length === 0) template.report(api, '', 'has no stage, so it cannot be called')
  const integrations = template.read('AWS::ApiGatewayV2::Integration', integrationProperties)
  const routes = template.read('AWS::ApiGatewayV2::Route', routeProperties).flatMap((route) => {
    const integration = integrations.find(({ ref }) => route.properties.Target === `integrations/${ref}`)
    const uri = integration?.properties.IntegrationUri
    const target = functions.find(({ arn }) => uri === arn || uri?.endsWith(`/functions/${arn}/invocations`))
    if (integration && target) {
      const { TimeoutInMillis: integrationTimeout } = integration.properties
      policies.require(route, 'Target', target.arn, {
        service: 'apigateway.amazonaws.com',
        sourceArn: routeArn(template, route.properties.ApiId, route.properties.RouteKey),
      })
      return [{ routeKey: route.properties.RouteKey, functionArn: target.arn, integrationTimeout }]
    }
    template.report(route, 'Target', 'does not lead to a function that cdk-loopback runs')
    return []
  })
  return { routes, domain: api && apiDomain(api) }
}

/** Returns the ARN for which API Gateway invokes the function of a route. */
function routeArn({ region, account }: Template, apiId: string, routeKey: string): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/$default/${routeKey.replace(' ', '')}`
}
