import { CfnDeletionPolicy, CfnOutput, Stack } from 'aws-cdk-lib'
import {
  Certificate,
  CertificateValidation,
  type CfnCertificate,
  type ICertificate,
} from 'aws-cdk-lib/aws-certificatemanager'
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { CfnRecordSet, HostedZone } from 'aws-cdk-lib/aws-route53'
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets'
import { Construct } from 'constructs'
import type { Publication } from '../core/publication.ts'

export type Domain = NonNullable<Publication['domain']>

/** The only region whose certificates CloudFront accepts. */
export const certificateRegion = 'us-east-1'

/** The output of the certificate's stack that contains its ARN. */
export const certificateOutput = 'CertificateArn'

/** Creates the certificate of a domain, in a stack of its own because the publication's stack is in another region. */
export class CertificateStack extends Stack {
  constructor(scope: Construct, id: string, domain: Domain) {
    super(scope, id, {
      env: { region: certificateRegion },
      description: `Postrider: the certificate of ${domain.name}`,
    })
    const certificate = findCertificate(this, domain)
    const resource = certificate.node.defaultChild as CfnCertificate // an L2 certificate's default child is its CfnCertificate
    // For another domain, this stack makes another certificate. The distribution still uses this one then, so that
    // CloudFormation could not delete it. Certificates are free of charge.
    resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
    new CfnOutput(this, certificateOutput, {
      description: 'The certificate of the site',
      value: certificate.certificateArn,
    })
  }
}

/** Returns the certificate that publication.json names, or makes one and proves with a DNS record that the domain is ours. */
export function findCertificate(scope: Construct, { name, certificate, hostedZone = '' }: Domain): ICertificate {
  if (certificate !== undefined) return Certificate.fromCertificateArn(scope, 'Certificate', certificate)
  const zone = HostedZone.fromHostedZoneId(scope, 'Zone', hostedZone)
  return new Certificate(scope, 'Certificate', { domainName: name, validation: CertificateValidation.fromDns(zone) })
}

/** Points a domain to the distribution: with records in its zone, or with an output that says which record to set. */
export class DomainRecords extends Construct {
  constructor(scope: Construct, { name, hostedZone }: Domain, distribution: Distribution) {
    super(scope, 'DomainRecords')
    const target = distribution.distributionDomainName
    if (hostedZone === undefined) {
      new CfnOutput(Stack.of(this), 'DnsRecordSite', {
        description:
          'A line for the DNS zone of the site. A domain that is itself a zone needs ALIAS or ANAME, not CNAME.',
        value: `${name}. 300 IN CNAME ${target}.`,
      })
      return
    }
    const aliasTarget = { dnsName: target, hostedZoneId: CloudFrontTarget.getHostedZoneId(this) }
    // An HTTPS record tells browsers to begin with HTTP/3.
    for (const type of ['A', 'AAAA', 'HTTPS'])
      new CfnRecordSet(this, type, { hostedZoneId: hostedZone, name, type, aliasTarget })
  }
}
