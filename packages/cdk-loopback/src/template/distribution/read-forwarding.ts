import * as z from 'zod'
import { flag, text, withoutMeaning } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'
import type { ForwardedPlan, NameFilter } from './distribution-plan.ts'

const behavior = z.enum(['none', 'whitelist', 'allExcept', 'all'])
const cookies = z.strictObject({ CookieBehavior: behavior, Cookies: z.array(text).default([]) })
const queryStrings = z.strictObject({ QueryStringBehavior: behavior, QueryStrings: z.array(text).default([]) })
/** Excludes headers that CloudFront adds, except the visitor's address, because the emulator cannot produce them. */
const headerName = text.pipe(
  z
    .string()
    .toLowerCase()
    .regex(/^(?!cloudfront-(?!viewer-address$))/, 'cdk-loopback does not know what CloudFront would send'),
)
const headers = z.strictObject({
  HeaderBehavior: z.enum(['none', 'whitelist', 'allExcept', 'allViewer']),
  Headers: z.array(headerName).default([]),
})
const cachePolicyProperties = z.strictObject({
  CachePolicyConfig: z.strictObject({
    ParametersInCacheKeyAndForwardedToOrigin: z.strictObject({
      CookiesConfig: cookies,
      HeadersConfig: headers,
      QueryStringsConfig: queryStrings,
      EnableAcceptEncodingBrotli: flag.default(false),
      EnableAcceptEncodingGzip: flag.default(false),
    }),
    // The emulator has no cache.
    ...withoutMeaning('Comment', 'DefaultTTL', 'MaxTTL', 'MinTTL', 'Name'),
  }),
})
const originRequestPolicyProperties = z.strictObject({
  OriginRequestPolicyConfig: z.strictObject({
    CookiesConfig: cookies,
    HeadersConfig: headers,
    QueryStringsConfig: queryStrings,
    ...withoutMeaning('Comment', 'Name'),
  }),
})

export type CachePolicy = { readonly forwarded: ForwardedPlan; readonly compresses: boolean }

const nothing: NameFilter = { kind: 'only', names: [] }
const everything: NameFilter = { kind: 'all-except', names: [] }
export const forwardsNothing: ForwardedPlan = { headers: nothing, cookies: nothing, queryStrings: nothing }

/** AWS's own policies by their fixed ids. */
const managedCachePolicies: Readonly<Record<string, CachePolicy>> = {
  // CachingOptimized
  '658327ea-f89d-4fab-a63d-7e88639e58f6': { forwarded: forwardsNothing, compresses: true },
  // CachingOptimizedForUncompressedObjects
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': { forwarded: forwardsNothing, compresses: false },
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': { forwarded: forwardsNothing, compresses: false },
}
const managedOriginRequestPolicies: Readonly<Record<string, ForwardedPlan>> = {
  // AllViewer
  '216adef6-5c7f-47e4-b989-5492eafa07d3': { headers: everything, cookies: everything, queryStrings: everything },
  // AllViewerExceptHostHeader
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    headers: { kind: 'all-except', names: ['host'] },
    cookies: everything,
    queryStrings: everything,
  },
}

/** Reads cache policies by id: the stack's and AWS's. */
export function readCachePolicies(template: Template): ReadonlyMap<string, CachePolicy> {
  const own = template.read('AWS::CloudFront::CachePolicy', cachePolicyProperties).map((resource) => {
    const parameters = resource.properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin
    const { EnableAcceptEncodingBrotli: brotli, EnableAcceptEncodingGzip: gzip } = parameters
    if (brotli !== gzip)
      template.report(resource, 'CachePolicyConfig', 'cdk-loopback compresses with both br and gzip, or not at all')
    return [resource.ref, { forwarded: plan(parameters), compresses: brotli && gzip }] as const
  })
  return new Map([...Object.entries(managedCachePolicies), ...own])
}

/** Reads origin request policies by id: the stack's and AWS's. */
export function readOriginRequestPolicies(template: Template): ReadonlyMap<string, ForwardedPlan> {
  const own = template
    .read('AWS::CloudFront::OriginRequestPolicy', originRequestPolicyProperties)
    .map(({ ref, properties }) => [ref, plan(properties.OriginRequestPolicyConfig)] as const)
  return new Map([...Object.entries(managedOriginRequestPolicies), ...own])
}

/** Returns what at least one of two policies lets through. */
export function unite(one: ForwardedPlan, other: ForwardedPlan): ForwardedPlan {
  return {
    headers: uniteFilters(one.headers, other.headers),
    cookies: uniteFilters(one.cookies, other.cookies),
    queryStrings: uniteFilters(one.queryStrings, other.queryStrings),
  }
}

function uniteFilters(one: NameFilter, other: NameFilter): NameFilter {
  if (one.kind === 'only' && other.kind === 'only') return { kind: 'only', names: [...one.names, ...other.names] }
  if (one.kind === 'only') return uniteFilters(other, one)
  const stillExcepted = one.names.filter((name) => other.names.includes(name) === (other.kind === 'all-except'))
  return { kind: 'all-except', names: stillExcepted }
}

type Parameters = {
  readonly CookiesConfig: z.output<typeof cookies>
  readonly HeadersConfig: z.output<typeof headers>
  readonly QueryStringsConfig: z.output<typeof queryStrings>
}

function plan({ CookiesConfig, HeadersConfig, QueryStringsConfig }: Parameters): ForwardedPlan {
  return {
    headers: filter(HeadersConfig.HeaderBehavior, HeadersConfig.Headers),
    cookies: filter(CookiesConfig.CookieBehavior, CookiesConfig.Cookies),
    queryStrings: filter(QueryStringsConfig.QueryStringBehavior, QueryStringsConfig.QueryStrings),
  }
}

function filter(kind: z.output<typeof behavior> | 'allViewer', names: readonly string[]): NameFilter {
  if (kind === 'none') return nothing
  if (kind === 'whitelist') return { kind: 'only', names }
  return kind === 'allExcept' ? { kind: 'all-except', names } : everything
}
