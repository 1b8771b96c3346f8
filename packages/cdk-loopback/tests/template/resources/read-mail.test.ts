import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { expect, test } from 'vitest'
import { plan, refusals, resource } from '../synthesize.ts'

test('SES sends events to the topics of its configuration set', () => {
  const { configurationSets, topics } = plan((stack) => {
    const set = new ConfigurationSet(stack, 'Set', { configurationSetName: 'digests', reputationMetrics: true })
    const events = [EmailSendingEvent.SEND, EmailSendingEvent.DELIVERY_DELAY]
    set.addEventDestination('On', { destination: EventDestination.snsTopic(new Topic(stack, 'Events')), events })
    set.addEventDestination('Off', {
      destination: EventDestination.snsTopic(new Topic(stack, 'Nobody')),
      enabled: false,
      events,
    })
  })
  expect(configurationSets).toEqual([
    { name: 'digests', destinations: [{ topicArn: topics[0]?.arn, eventTypes: ['send', 'deliveryDelay'] }] },
  ])
})

test('a configuration set has its own reasons for suppression, or those of the account', () => {
  const { configurationSets } = plan((stack) => {
    const suppressionReasons = SuppressionReasons.COMPLAINTS_ONLY
    new ConfigurationSet(stack, 'Own', { configurationSetName: 'own', suppressionReasons })
    new ConfigurationSet(stack, 'Default', { configurationSetName: 'default' })
  })
  expect(configurationSets).toEqual([
    { name: 'own', suppressedReasons: ['COMPLAINT'], destinations: [] },
    { name: 'default', destinations: [] },
  ])
})

test('an identity is verified, with its default configuration set', () => {
  const { identities } = plan((stack) => {
    const configurationSet = new ConfigurationSet(stack, 'Set', { configurationSetName: 'digests' })
    new EmailIdentity(stack, 'Domain', {
      identity: Identity.domain('example.com'),
      configurationSet,
      mailFromDomain: 'bounces.example.com',
      feedbackForwarding: false,
    })
    new EmailIdentity(stack, 'Address', { identity: Identity.email('a@example.org') })
  })
  expect(identities).toEqual([{ name: 'example.com', configurationSet: 'digests' }, { name: 'a@example.org' }])
})

test('an identity whose default configuration set is not in the stack is refused', () => {
  const problems = refusals((stack) => {
    const ConfigurationSetAttributes = { ConfigurationSetName: 'elsewhere' }
    resource(stack, 'Sender', 'AWS::SES::EmailIdentity', { EmailIdentity: 'example.com', ConfigurationSetAttributes })
  })
  expect(problems).toEqual([
    'Sender ConfigurationSetAttributes.ConfigurationSetName: elsewhere is not a resource that cdk-loopback runs',
  ])
})
