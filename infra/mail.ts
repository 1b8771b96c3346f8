import { Stack } from 'aws-cdk-lib'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Lambda } from './lambda.ts'

/** The SES configuration set of every mail, and the topic to which SES reports what happened to each one. */
export class Mailing extends Construct {
  readonly configurationSet: ConfigurationSet
  readonly events: Topic
  private readonly domain: string

  constructor(scope: Construct, senderAddress: string) {
    super(scope, 'Mailing')
    this.domain = senderAddress.slice(senderAddress.lastIndexOf('@') + 1)
    this.events = new Topic(this, 'Events', { enforceSSL: true })
    this.events.grantPublish(new ServicePrincipal('ses.amazonaws.com'))
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
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
  }

  grantSend(lambda: Lambda): void {
    const { region, account } = Stack.of(this)
    const set = this.configurationSet.configurationSetName
    lambda.allow(
      ['ses:SendRawEmail'],
      [
        `arn:aws:ses:${region}:${account}:identity/${this.domain}`,
        `arn:aws:ses:${region}:${account}:configuration-set/${set}`,
      ],
    )
    lambda.allow(['ses:GetSendQuota'], ['*'])
    lambda.acknowledgeWildcard('*', 'GetSendQuota does not support resource-level permissions.')
  }
}
