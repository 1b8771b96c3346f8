import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Publication } from '../core/publication.ts'
import type { Lambda } from './lambda.ts'
import { SenderIdentity } from './mail/sender-identity.ts'

/** In cdk-nag's notation. */
export const anyIdentity = 'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*'
export const identityReason = 'SES picks the identity. The condition allows only the sender’s address.'

/** The SES configuration set of every mail, and the topic to which SES reports what happened to each one. */
export class Mailing extends Construct {
  readonly configurationSet: ConfigurationSet
  readonly events: Topic
  private readonly senderAddress: string

  constructor(scope: Construct, publication: Publication) {
    super(scope, 'Mailing')
    this.senderAddress = publication.sender.address
    this.events = new Topic(this, 'Events', { enforceSSL: true })
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
    // CDK lets SES publish to the topic for this configuration set only, and creates that policy before SES checks the
    // topic.
    new ConfigurationSetEventDestination(this, 'EventDestination', {
      configurationSet: this.configurationSet,
      destination: EventDestination.snsTopic(this.events),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    })
    if (publication.sender.identity === 'create') new SenderIdentity(this, publication, this.configurationSet)
  }

  /** Lets a Lambda remove addresses that bounced from SES's own suppression list, but not look through the list. */
  grantLifting(lambda: Lambda): void {
    lambda.allow(['ses:GetSuppressedDestination', 'ses:DeleteSuppressedDestination'], ['*'])
    lambda.acknowledgeWildcard('*', 'These operations do not support resource-level permissions.')
  }

  grantSend(lambda: Lambda): void {
    for (const statement of this.sending()) lambda.addToRolePolicy(statement)
    lambda.acknowledgeWildcard(anyIdentity, identityReason)
    lambda.acknowledgeWildcard('*', 'GetSendQuota does not support resource-level permissions.')
  }

  /** What a sender of this publication's mails needs. */
  sending(): readonly PolicyStatement[] {
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName })
    // IAM checks the identity that SES picks: the address, its domain or a parent domain. In the sandbox, it also
    // checks the recipient's identity. So the grant restricts the From address instead.
    const address = this.senderAddress
    const action = 'ses:SendRawEmail'
    return [
      new PolicyStatement({
        actions: [action],
        resources: [arn('identity', '*')],
        conditions: { StringEquals: { 'ses:FromAddress': [...new Set([address, address.toLowerCase()])] } },
      }),
      new PolicyStatement({
        actions: [action],
        resources: [arn('configuration-set', this.configurationSet.configurationSetName)],
      }),
      new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }),
    ]
  }
}
