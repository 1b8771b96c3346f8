import type { QueuePlan, StackPlan, SubscriptionPlan } from '../template/stack-plan.ts'
import type { SnsStore, SqsStore } from './engine.ts'

export type MessagingPlan = Pick<StackPlan, 'region' | 'queues' | 'topics' | 'subscriptions'>

/** Makes queues, topics and subscriptions what the plan says; messages of earlier runs stay where they are. */
export function applyPlan(stores: { readonly sqs: SqsStore; readonly sns: SnsStore }, plan: MessagingPlan): void {
  for (const queue of plan.queues) applyQueue(stores.sqs, queue)
  for (const { arn, name } of plan.topics) {
    if (!stores.sns.getTopic(arn)) stores.sns.createTopic(name, undefined, undefined, plan.region)
  }
  applySubscriptions(stores.sns, plan.subscriptions)
}

/** What SQS sets where a template says nothing. */
const defaultAttributes = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
}

function applyQueue(sqs: SqsStore, { name, url, arn, attributes }: QueuePlan): void {
  const queue = sqs.getQueueByArn(arn) ?? sqs.createQueue(name, url, arn)
  queue.attributes = {}
  queue.setAttributes({ ...defaultAttributes, ...attributes })
}

function applySubscriptions(sns: SnsStore, subscriptions: readonly SubscriptionPlan[]): void {
  const missing = new Map(subscriptions.map((subscription) => [identityOf(subscription), subscription]))
  for (const { arn, topicArn, endpoint, attributes } of [...sns.subscriptions.values()]) {
    const wanted = missing.delete(JSON.stringify([topicArn, endpoint, attributes]))
    if (!wanted) sns.unsubscribe(arn)
  }
  for (const subscription of missing.values()) {
    sns.subscribe(subscription.topicArn, 'sqs', subscription.queueArn, attributesOf(subscription))
  }
}

const identityOf = (plan: SubscriptionPlan) => JSON.stringify([plan.topicArn, plan.queueArn, attributesOf(plan)])

function attributesOf({ raw, filterPolicy }: SubscriptionPlan): Record<string, string> {
  return { ...(raw && { RawMessageDelivery: 'true' }), ...(filterPolicy && { FilterPolicy: filterPolicy }) }
}
