import { type App, Fn } from 'aws-cdk-lib'
import type { Publication } from '../core/publication.ts'
import { CertificateStack, certificateOutput, certificateRegion } from './site-domain.ts'
import { PostriderStack } from './stack.ts'

/**
 * Adds the stack of a publication. If it needs a certificate and is deployed outside the region of certificates, also
 * adds a stack for the certificate, which is deployed first. The stack of the publication is the same in every region.
 * @param region where the publication will be deployed; undefined in local mode
 * @throws {Error} if CloudFront does not support the domain in the region
 */
export function createStacks(app: App, publication: Publication, region: string | undefined): PostriderStack {
  const { domain, stack } = publication
  if (domain && region?.startsWith('cn-')) {
    throw new Error(
      `publication.json: "domain" is not supported in ${region}, where CloudFront accepts no certificates from ACM`,
    )
  }
  if (domain?.hostedZone === undefined || region === undefined || region === certificateRegion)
    return new PostriderStack(app, stack, publication)

  // All certificates are in one region, so the stack of each publication and region needs a name of its own.
  const certificates = new CertificateStack(app, `${stack}-certificate-${region}`, domain)
  const certificateArn = Fn.getStackOutput(certificates.stackName, certificateOutput, certificateRegion)
  const main = new PostriderStack(app, stack, publication, { certificateArn })
  main.addStackDependency(certificates)
  return main
}
