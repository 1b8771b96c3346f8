import * as z from 'zod'
import { flag, text, whole, withoutMeaning } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'
import type { QueuePlan, SubscriptionPlan, TopicPlan } from '../stack-plan.ts'

const attributes = {
  VisibilityTimeout: whole.optional(),
  DelaySeconds: whole.optional(),
  MessageRetentionPeriod: whole.optional(),
  MaximumMessageSize: whole.optional(),
  ReceiveMessageWaitTimeSeconds: whole.optional(),
  FifoQueue: flag.optional(),
  ContentBasedDeduplication: flag.optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: text, maxReceiveCount: whole }).optional(),
  RedriveAllowPolicy: z.strictObject({ redrivePermission: text, sourceQueueArns: z.array(text).optional() }).optional(),
}
const queueProperties = z.strictObject({
  QueueName: text.optional(),
  ...attributes,
  // Encryption.
  ...withoutMeaning('KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'SqsManagedSseEnabled', 'Tags'),
})

export function readQueues(template: Template): QueuePlan[] {
  const queues = template.read('AWS::SQS::Queue', queueProperties)
  for (const queue of queues) {
    const { RedrivePolicy } = queue.properties
    if (RedrivePolicy) template.requireOneOf(queue, 'RedrivePolicy', RedrivePolicy.deadLetterTargetArn, queues)
  }
  return queues.map(({ logicalId, name, arn, ref, properties }) => {
    const own = Object.entries(properties).filter(([key, value]) => key in attributes && value !== undefined)
    const texts = own.map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : String(value)])
    return { logicalId, name, arn, url: ref, attributes: Object.fromEntries(texts) }
  })
}

const topicProperties = z.strictObject({
  TopicName: text.optional(),
  // Encryption, tracing, and a name for SMS.
  ...withoutMeaning(
    'DeliveryStatusLogging',
    'DisplayName',
    'KmsMasterKeyId',
    'SignatureVersion',
    'Tags',
    'TracingConfig',
  ),
})

export function readTopics(template: Template): TopicPlan[] {
  return template.read('AWS::SNS::Topic', topicProperties).map(({ logicalId, name, arn }) => ({ logicalId, name, arn }))
}

const subscriptionProperties = z.strictObject({
  Protocol: z.enum(['sqs', 'email', 'email-json']),
  TopicArn: text,
  Endpoint: text,
  RawMessageDelivery: flag.default(false),
  FilterPolicy: z.json().optional(),
  FilterPolicyScope: z.literal('MessageAttributes').optional(),
  // Delivery to a queue on the same machine does not fail.
  ...withoutMeaning('RedrivePolicy', 'Region'),
})

export function readSubscriptions(
  template: Template,
  topics: readonly TopicPlan[],
  queues: readonly QueuePlan[],
): SubscriptionPlan[] {
  // Nobody confirms a subscription by mail, so it gets nothing.
  const resources = template.read('AWS::SNS::Subscription', subscriptionProperties)
  return resources
    .filter(({ properties }) => properties.Protocol === 'sqs')
    .map((resource) => {
      const { TopicArn, Endpoint, RawMessageDelivery, FilterPolicy } = resource.properties
      template.requireOneOf(resource, 'TopicArn', TopicArn, topics)
      template.requireOneOf(resource, 'Endpoint', Endpoint, queues)
      return {
        topicArn: TopicArn,
        queueArn: Endpoint,
        raw: RawMessageDelivery,
        filterPolicy: FilterPolicy === undefined ? undefined : JSON.stringify(FilterPolicy),
      }
    })
}
