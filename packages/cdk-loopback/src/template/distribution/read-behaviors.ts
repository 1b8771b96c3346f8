import { checkEdgeCode } from '../../site/edge-engine/check-code.ts'
import type { Template } from '../language/template.ts'
import type { BehaviorPlan, ForwardedPlan } from './distribution-plan.ts'
import { type BehaviorConfig, viewerFunctionProperties } from './distribution-properties.ts'
import { forwardsNothing, readCachePolicies, readOriginRequestPolicies, unite } from './read-forwarding.ts'
import { readHeadersPolicies } from './read-response-headers.ts'

/** A behaviour without its origin. */
export type ReadBehavior = Omit<BehaviorPlan, 'origin'> & { readonly forwarded: ForwardedPlan }

/** Returns a reader of behaviours. It looks up the policies and functions that a behaviour names. */
export function behaviorReader(template: Template) {
  const cachePolicies = readCachePolicies(template)
  const originRequestPolicies = readOriginRequestPolicies(template)
  const headersPolicies = readHeadersPolicies(template)
  const codes = readFunctionCodes(template)

  return (behavior: BehaviorConfig, report: (path: string, message: string) => void): ReadBehavior => {
    const find = <T>(values: ReadonlyMap<string, T>, id: string | undefined, path: string): T | undefined => {
      if (id === undefined) return undefined
      if (!values.has(id)) report(path, `${id} is neither of this stack nor one of AWS's that cdk-loopback knows`)
      return values.get(id)
    }
    const cache = find(cachePolicies, behavior.CachePolicyId, 'CachePolicyId')
    const request = find(originRequestPolicies, behavior.OriginRequestPolicyId, 'OriginRequestPolicyId')
    const headers = find(headersPolicies, behavior.ResponseHeadersPolicyId, 'ResponseHeadersPolicyId')
    const code = (type: 'viewer-request' | 'viewer-response') => {
      const at = behavior.FunctionAssociations.findIndex(({ EventType }) => EventType === type)
      return find(codes, behavior.FunctionAssociations[at]?.FunctionARN, `FunctionAssociations[${at}].FunctionARN`)
    }
    return {
      pathPattern: behavior.PathPattern ?? '*',
      allowedMethods: behavior.AllowedMethods,
      compress: behavior.Compress && cache?.compresses === true,
      forwarded: unite(cache?.forwarded ?? forwardsNothing, request ?? forwardsNothing),
      viewerRequestCode: code('viewer-request'),
      viewerResponseCode: code('viewer-response'),
      responseHeaders: headers?.responseHeaders ?? [],
      removedHeaders: headers?.removedHeaders ?? [],
      cors: headers?.cors,
    }
  }
}

/** Reads the code of the stack's CloudFront Functions by ARN. Reports what CloudFront's engine does not support. */
function readFunctionCodes(template: Template): ReadonlyMap<string, string> {
  const functions = template.read('AWS::CloudFront::Function', viewerFunctionProperties)
  for (const { properties, ...resource } of functions) {
    const { FunctionCode, FunctionConfig } = properties
    for (const problem of checkEdgeCode(FunctionCode, FunctionConfig.Runtime)) {
      template.report(resource, 'FunctionCode', problem)
    }
  }
  return new Map(functions.map(({ ref, properties }) => [ref, properties.FunctionCode]))
}
