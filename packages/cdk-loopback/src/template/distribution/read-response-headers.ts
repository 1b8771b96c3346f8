import * as z from 'zod'
import { flag, text, whole, withoutMeaning } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'
import type { BehaviorPlan, CorsPlan } from './distribution-plan.ts'

const items = z.strictObject({ Items: z.array(text) })
const cors = z.strictObject({
  AccessControlAllowCredentials: flag,
  AccessControlAllowHeaders: items,
  AccessControlAllowMethods: items,
  AccessControlAllowOrigins: items,
  AccessControlExposeHeaders: items.optional(),
  AccessControlMaxAgeSec: whole.optional(),
  OriginOverride: flag,
})
const override = { Override: flag }
const security = z.strictObject({
  ContentSecurityPolicy: z.strictObject({ ...override, ContentSecurityPolicy: text }).optional(),
  ContentTypeOptions: z.strictObject(override).optional(),
  FrameOptions: z.strictObject({ ...override, FrameOption: text }).optional(),
  ReferrerPolicy: z.strictObject({ ...override, ReferrerPolicy: text }).optional(),
  StrictTransportSecurity: z
    .strictObject({
      ...override,
      AccessControlMaxAgeSec: whole,
      IncludeSubdomains: flag.default(false),
      Preload: flag.default(false),
    })
    .optional(),
  XSSProtection: z
    .strictObject({ ...override, Protection: flag, ModeBlock: flag.default(false), ReportUri: text.optional() })
    .optional(),
})
const policyProperties = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    CorsConfig: cors.optional(),
    CustomHeadersConfig: z
      .strictObject({ Items: z.array(z.strictObject({ ...override, Header: text, Value: text })) })
      .optional(),
    RemoveHeadersConfig: z.strictObject({ Items: z.array(z.strictObject({ Header: text })) }).optional(),
    SecurityHeadersConfig: security.optional(),
    // Server timing measures CloudFront itself.
    ...withoutMeaning('Comment', 'Name', 'ServerTimingHeadersConfig'),
  }),
})

export type HeadersPolicy = Pick<BehaviorPlan, 'responseHeaders' | 'removedHeaders' | 'cors'>

/** Reads the stack's response headers policies by id. */
export function readHeadersPolicies(template: Template): ReadonlyMap<string, HeadersPolicy> {
  const policies = template.read('AWS::CloudFront::ResponseHeadersPolicy', policyProperties)
  return new Map(
    policies.map(({ ref, properties: { ResponseHeadersPolicyConfig: config } }) => {
      const custom = (config.CustomHeadersConfig?.Items ?? []).map(({ Header, Value, Override }) => ({
        name: Header,
        value: Value,
        override: Override,
      }))
      const removedHeaders = (config.RemoveHeadersConfig?.Items ?? []).map(({ Header }) => Header.toLowerCase())
      const responseHeaders = [...securityHeaders(config.SecurityHeadersConfig ?? {}), ...custom]
      return [ref, { responseHeaders, removedHeaders, cors: config.CorsConfig && planCors(config.CorsConfig) }]
    }),
  )
}

function securityHeaders(config: z.output<typeof security>): HeadersPolicy['responseHeaders'][number][] {
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy } = config
  const { StrictTransportSecurity, XSSProtection } = config
  return [
    header('content-security-policy', ContentSecurityPolicy, (policy) => policy.ContentSecurityPolicy),
    header('x-content-type-options', ContentTypeOptions, () => 'nosniff'),
    header('x-frame-options', FrameOptions, (policy) => policy.FrameOption),
    header('referrer-policy', ReferrerPolicy, (policy) => policy.ReferrerPolicy),
    header('strict-transport-security', StrictTransportSecurity, (policy) =>
      parts(
        `max-age=${policy.AccessControlMaxAgeSec}`,
        policy.IncludeSubdomains && 'includeSubDomains',
        policy.Preload && 'preload',
      ),
    ),
    header('x-xss-protection', XSSProtection, (policy) =>
      parts(
        policy.Protection ? '1' : '0',
        policy.ModeBlock && 'mode=block',
        policy.ReportUri !== undefined && `report=${policy.ReportUri}`,
      ),
    ),
  ].flat()
}

function header<Config extends { Override: boolean }>(
  name: string,
  config: Config | undefined,
  write: (config: Config) => string,
): HeadersPolicy['responseHeaders'] {
  return config ? [{ name, value: write(config), override: config.Override }] : []
}

function parts(...each: (string | false)[]): string {
  return each.filter((part) => part !== false).join('; ')
}

function planCors(config: z.output<typeof cors>): CorsPlan {
  return {
    origins: config.AccessControlAllowOrigins.Items,
    methods: config.AccessControlAllowMethods.Items.flatMap((method) =>
      method === 'ALL' ? ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] : [method],
    ),
    headers: config.AccessControlAllowHeaders.Items,
    exposedHeaders: config.AccessControlExposeHeaders?.Items ?? [],
    credentials: config.AccessControlAllowCredentials,
    maxAge: config.AccessControlMaxAgeSec,
    override: config.OriginOverride,
  }
}
