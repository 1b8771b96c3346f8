import { Aws, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53'
import {
  type ConfigurationSet,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  Identity,
  MailFromBehaviorOnMxFailure,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import {
  type DnsRecord,
  mailFromDomain,
  recordTtl,
  renderZoneLine,
  senderRecords,
  senderZone,
} from '../../core/mail/dns-records.ts'
import { senderDomain } from '../../core/mail/header.ts'
import type { Publication } from '../../core/publication.ts'

/** The SES identity of the sender's domain. The stack sets the DNS records that verify it, or outputs them. */
export class SenderIdentity extends Construct {
  constructor(scope: Construct, publication: Publication, configurationSet: ConfigurationSet) {
    super(scope, 'SenderIdentity')
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(senderDomain(publication)),
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
      configurationSet,
      mailFromDomain: mailFromDomain(publication),
      // Until the MX record exists, mail still goes out, under SES's own MAIL FROM domain.
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
      // Bounces and complaints arrive through the topic. Forwarded, they would also fill the sender's mailbox.
      feedbackForwarding: false,
    })
    // Other programs may send from the domain, too. An identity whose default configuration set was deleted cannot send
    // at all.
    for (const kept of [identity, configurationSet]) kept.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    const zone = senderZone(publication)
    for (const record of recordsOf(identity, publication)) {
      // The DMARC record is never set: if the domain already has one, the deployment would fail.
      if (zone === undefined || record.purpose === 'Dmarc') this.print(record)
      else this.publish(record, zone)
    }
  }

  /** Sets a record in the zone. It stays as long as the identity, which is not verified without it. */
  private publish({ purpose, name, type, value }: DnsRecord, hostedZoneId: string): void {
    const record = new CfnRecordSet(this, purpose, {
      hostedZoneId,
      name,
      type,
      ttl: String(recordTtl),
      resourceRecords: [value],
    })
    record.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
  }

  private print(record: DnsRecord): void {
    const { purpose } = record
    new CfnOutput(Stack.of(this), `DnsRecord${purpose}`, {
      description: `A line for the DNS zone of the sender's domain${purpose === 'Dmarc' ? dmarcAdvice : ''}`,
      value: renderZoneLine(record),
    })
  }
}

const dmarcAdvice =
  '. Leave it out if the domain or a parent domain already has a DMARC record. Receivers send reports to the address in it.'

function recordsOf(identity: EmailIdentity, publication: Publication): readonly DnsRecord[] {
  const [first, second, third] = [
    { name: identity.dkimDnsTokenName1, value: identity.dkimDnsTokenValue1 },
    { name: identity.dkimDnsTokenName2, value: identity.dkimDnsTokenValue2 },
    { name: identity.dkimDnsTokenName3, value: identity.dkimDnsTokenValue3 },
  ] as const
  return senderRecords(publication, [first, second, third], Aws.REGION)
}
