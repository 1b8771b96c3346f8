import * as z from 'zod'
import { flag, text, withoutMeaning } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'
import type { ConfigurationSetPlan, IdentityPlan, TopicPlan } from '../stack-plan.ts'

const configurationSetProperties = z.strictObject({
  Name: text.optional(),
  SendingOptions: z.strictObject({ SendingEnabled: z.literal(true) }).optional(),
  SuppressionOptions: z
    .strictObject({ SuppressedReasons: z.array(z.enum(['BOUNCE', 'COMPLAINT'])).optional() })
    .optional(),
  // TLS towards mailboxes, and dashboards.
  ...withoutMeaning('DeliveryOptions', 'ReputationOptions', 'Tags', 'VdmOptions'),
})
/** Excludes `open` and `click`, for which the deployed SES would rewrite the mail. */
const eventType = z.enum([
  'bounce',
  'complaint',
  'delivery',
  'deliveryDelay',
  'reject',
  'renderingFailure',
  'send',
  'subscription',
])
const destinationProperties = z.strictObject({
  ConfigurationSetName: text,
  EventDestination: z.strictObject({
    Name: text.optional(),
    Enabled: flag.default(true),
    MatchingEventTypes: z.array(z.preprocess(lowerFirst, eventType)),
    SnsDestination: z.strictObject({ TopicARN: text }),
  }),
})

export function readConfigurationSets(template: Template, topics: readonly TopicPlan[]): ConfigurationSetPlan[] {
  const sets = template.read('AWS::SES::ConfigurationSet', configurationSetProperties)
  const destinations = template.read('AWS::SES::ConfigurationSetEventDestination', destinationProperties)
  for (const destination of destinations) {
    const { ConfigurationSetName, EventDestination } = destination.properties
    const { TopicARN } = EventDestination.SnsDestination
    template.requireOneOf(destination, 'EventDestination.SnsDestination.TopicARN', TopicARN, topics)
    if (sets.some(({ name }) => name === ConfigurationSetName)) continue
    template.report(
      destination,
      'ConfigurationSetName',
      `${ConfigurationSetName} is not a resource that cdk-loopback runs`,
    )
  }
  return sets.map(({ name, properties: { SuppressionOptions: suppression } }) => ({
    name,
    ...(suppression?.SuppressedReasons && { suppressedReasons: suppression.SuppressedReasons }),
    destinations: destinations
      .filter(({ properties }) => properties.ConfigurationSetName === name && properties.EventDestination.Enabled)
      .map(({ properties: { EventDestination } }) => ({
        topicArn: EventDestination.SnsDestination.TopicARN,
        eventTypes: EventDestination.MatchingEventTypes,
      })),
  }))
}

const identityProperties = z.strictObject({
  EmailIdentity: text,
  ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: text.optional() }).optional(),
  // DNS records, feedback by mail: there are no mail servers locally.
  ...withoutMeaning('DkimAttributes', 'DkimSigningAttributes', 'FeedbackAttributes', 'MailFromAttributes', 'Tags'),
})

export function readIdentities(template: Template, sets: readonly ConfigurationSetPlan[]): IdentityPlan[] {
  return template.read('AWS::SES::EmailIdentity', identityProperties).map((resource) => {
    const { EmailIdentity: name, ConfigurationSetAttributes } = resource.properties
    const configurationSet = ConfigurationSetAttributes?.ConfigurationSetName
    if (configurationSet === undefined) return { name }
    if (!sets.some((set) => set.name === configurationSet)) {
      const path = 'ConfigurationSetAttributes.ConfigurationSetName'
      template.report(resource, path, `${configurationSet} is not a resource that cdk-loopback runs`)
    }
    return { name, configurationSet }
  })
}

function lowerFirst(value: unknown): unknown {
  return typeof value === 'string' ? value.charAt(0).toLowerCase() + value.slice(1) : value
}
