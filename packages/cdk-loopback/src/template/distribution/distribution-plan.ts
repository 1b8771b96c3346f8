export type DistributionPlan = {
  readonly defaultRootObject: string
  /** In the order CloudFront tries them; the last is the default behaviour with pattern `*`. */
  readonly behaviors: readonly BehaviorPlan[]
  /** Where access logs go. `id` is that of the distribution. */
  readonly logging?: { readonly id: string; readonly bucketName: string; readonly prefix: string } | undefined
  readonly errorResponses: readonly {
    readonly errorCode: number
    readonly responseCode: number
    readonly pagePath: string
  }[]
}

export type BehaviorPlan = {
  readonly pathPattern: string
  readonly allowedMethods: readonly string[]
  readonly compress: boolean
  readonly origin: OriginPlan
  /** Source of the CloudFront Function that runs on viewer requests. */
  readonly viewerRequestCode: string | undefined
  /** Source of the one that runs on responses other than errors. */
  readonly viewerResponseCode: string | undefined
  /** Headers that the behaviour's response headers policy sets; `override` false keeps the origin's own. */
  readonly responseHeaders: readonly { readonly name: string; readonly value: string; readonly override: boolean }[]
  /** Lower-case names of the origin's headers that viewers must not get. */
  readonly removedHeaders: readonly string[]
  readonly cors: CorsPlan | undefined
}

export type OriginPlan =
  /** `listable`: CloudFront may list the bucket, so a missing key is a 404 and not a 403. */
  | { readonly kind: 'bucket'; readonly bucketName: string; readonly listable: boolean }
  /** `customHeaders`: lower-case names and values that CloudFront sets on each request, in place of the viewer's. */
  | {
      readonly kind: 'http-api'
      readonly forwarded: ForwardedPlan
      readonly customHeaders?: Readonly<Record<string, string>>
    }

/** The parts of a viewer's request that reach a custom origin, by the cache and origin request policies together. */
export type ForwardedPlan = {
  /** Header names are lower-case. */
  readonly headers: NameFilter
  readonly cookies: NameFilter
  readonly queryStrings: NameFilter
}

/** Only `names`, or everything but `names`. */
export type NameFilter = { readonly kind: 'only' | 'all-except'; readonly names: readonly string[] }

/** The CORS part of a response headers policy. Lists are as configured; `*` means any. */
export type CorsPlan = {
  readonly origins: readonly string[]
  readonly methods: readonly string[]
  readonly headers: readonly string[]
  readonly exposedHeaders: readonly string[]
  readonly credentials: boolean
  /** Seconds. */
  readonly maxAge: number | undefined
  /** Whether these replace CORS headers that the origin sends. */
  readonly override: boolean
}
