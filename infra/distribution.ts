import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Duration, Fn } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  Function as ViewerFunction,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { originKeyHeader } from '../core/environment.ts'
import { accessLogFolder } from '../core/feeds/addresses.ts'
import { clickFolder } from '../core/issues/counted-links.ts'
import { globalName } from './global-name.ts'
import { securityHeaders } from './security-headers.ts'
import type { SiteAddress } from './site-address.ts'
import type { Storage } from './storage.ts'
import { visitorPaths } from './subscribers.ts'

type SiteOptions = {
  readonly address: SiteAddress
  readonly originKey: string
  readonly hub: string | undefined
  readonly domain: { readonly name: string; readonly certificate: ICertificate } | undefined
}

/** Serves the site bucket and the subscription API at one address. */
export class SiteDistribution extends Construct {
  readonly distribution: Distribution

  constructor(scope: Construct, storage: Storage, api: HttpApi, { address, originKey, hub, domain }: SiteOptions) {
    super(scope, 'SiteDistribution')
    const responseHeadersPolicy = securityHeaders(this)
    // A link in a mail is also opened with a slash at its end. `/subscribe/` is a page.
    const visitorPatterns = visitorPaths.flatMap((each) => (each === '/subscribe' ? [each] : [each, `${each}/`]))
    const visitors: BehaviorOptions = {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint)), {
        customHeaders: { [originKeyHeader]: originKey },
      }),
      // Nothing redirects these to the domain: links in mails that were sent before there was a domain must
      // keep working, and one-click unsubscription must not be redirected (RFC 8058, section 3.1).
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy,
      functionAssociations: [
        { function: this.viewerFunction('visitor-request', {}), eventType: FunctionEventType.VIEWER_REQUEST },
      ],
    }
    const originAccessControl = new S3OriginAccessControl(this, 'OriginAccessControl', {
      originAccessControlName: globalName(this, 'site', 64),
    })
    const pages: BehaviorOptions = {
      // CDK's interfaces are not written for exactOptionalPropertyTypes.
      origin: S3BucketOrigin.withOriginAccessControl(storage.site as IBucket, { originAccessControl }),
      compress: true,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      functionAssociations: [
        {
          function: this.viewerFunction('viewer-request', { DOMAIN_NAME: address.domain }),
          eventType: FunctionEventType.VIEWER_REQUEST,
        },
        {
          function: this.viewerFunction('viewer-response', {
            SITE_URL: address.configured,
            // Edge functions contain the address between single quotes, and headers contain only ASCII.
            HUB_URL: hub ? new URL(hub).href.replaceAll("'", '%27') : '',
          }),
          eventType: FunctionEventType.VIEWER_RESPONSE,
        },
      ],
    }
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Postrider: feeds, pages, subscriptions',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(storage.accessLogs && {
        enableLogging: true,
        logBucket: storage.accessLogs as IBucket,
        logFilePrefix: accessLogFolder,
        logIncludesCookies: false,
      }),
      ...(domain && {
        domainNames: [domain.name],
        certificate: domain.certificate,
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      defaultBehavior: pages,
      additionalBehaviors: {
        ...Object.fromEntries(visitorPatterns.map((pattern) => [pattern, visitors])),
        [`${clickFolder}/*`]: { ...visitors, allowedMethods: AllowedMethods.ALLOW_GET_HEAD },
        // The function answers requests of other methods, so they reach no origin.
        '/subscribe/': { ...pages, allowedMethods: AllowedMethods.ALLOW_ALL },
      },
      // Without the right to list the bucket, S3 answers 403 for a missing file.
      errorResponses: [
        ...[403, 404].map((httpStatus) => ({
          httpStatus,
          responseHttpStatus: 404,
          responsePagePath: '/404.html',
          ttl: Duration.seconds(10),
        })),
        // CloudFront caches errors even of behaviors without a cache, by path: one visitor's error would be everybody's.
        ...[500, 502, 503, 504].map((httpStatus) => ({
          httpStatus,
          responseHttpStatus: httpStatus,
          responsePagePath: '/503.html',
          ttl: Duration.seconds(0),
        })),
      ],
    })
  }

  /** Reads the function of infra/<name>.js and fills in its placeholders. */
  private viewerFunction(name: string, values: Readonly<Record<string, string>>): ViewerFunction {
    const code = readFileSync(path.join(import.meta.dirname, `${name}.js`), 'utf8')
    const filled = Object.entries(values).reduce(
      (text, [placeholder, value]) => text.replaceAll(placeholder, () => value),
      code,
    )
    return new ViewerFunction(this, name, {
      functionName: globalName(this, name, 64),
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(filled),
    })
  }
}
