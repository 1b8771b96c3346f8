import type { App } from 'aws-cdk-lib'
import type { Publication } from '../core/publication.ts'
import { CertificateStack, certificateRegion } from './site-domain.ts'
import { PostriderStack } from './stack.ts'

/** Where the stacks will be deployed. Local mode knows neither. */
export type Environment = { readonly account: string | undefined; readonly region: string | undefined }

/**
 * Adds the stack of a publication. If it needs a certificate and is outside of the region of certificates, adds a stack for
 * the certificate, which is deployed first.
 * @throws {Error} if CloudFront does not support the domain in the region
 */
export function createStacks(app: App, publication: Publication, { account, region }: Environment): PostriderStack {
  const { domain, stack } = publication
  if (!domain || region === undefined) return new PostriderStack(app, stack, publication)
  if (region.startsWith('cn-')) {
    throw new Error(
      `publication.json: "domain" is not supported in ${region}, where CloudFront takes no certificates of ACM`,
    )
  }
  if (domain.hostedZone === undefined || region === certificateRegion)
    return new PostriderStack(app, stack, publication)
  const place = (region: string) => ({ env: { region, ...(account && { account }) }, crossRegionReferences: true })
  const { certificate } = new CertificateStack(app, `${stack}-certificate`, domain, place(certificateRegion))
  return new PostriderStack(app, stack, publication, { ...place(region), certificate })
}
