import { type App, Fn } from 'aws-cdk-lib'
import { checkPartition } from '../core/deployment/check-account.ts'
import type { Publication } from '../core/publication.ts'
import { CertificateStack, certificateOutput, certificateRegion } from './site-domain.ts'
import { PostriderStack } from './stack.ts'

/**
 * Adds the stack of a publication. If it needs a certificate and is deployed outside the region of certificates, also
 * adds a stack for the certificate, which is deployed first. The stack of the publication is the same in every region.
 * @param region where the publication will be deployed; undefined in local mode
 * @param version of what is deployed
 * @throws {Error} if the region is not supported
 */
export function createStacks(
  app: App,
  publication: Publication,
  region: string | undefined,
  version?: string,
): PostriderStack {
  const { domain, stack } = publication
  const props = version === undefined ? {} : { version }
  const [problem] = checkPartition(region ?? '')
  if (problem !== undefined) throw new Error(problem)
  if (domain?.hostedZone === undefined || region === undefined || region === certificateRegion)
    return new PostriderStack(app, stack, publication, props)

  const certificates = new CertificateStack(app, certificateStackName(stack, region), domain)
  const certificateArn = Fn.getStackOutput(certificates.stackName, certificateOutput, certificateRegion)
  const main = new PostriderStack(app, stack, publication, { ...props, certificateArn })
  main.addStackDependency(certificates)
  return main
}

/** Stacks of the same name in several regions have their certificates in the same region. */
const certificateStackName = (stack: string, region: string) => `${stack}-certificate-${region}`
