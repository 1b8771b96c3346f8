import { createHash } from 'node:crypto'
import type { SubscriptionPlan, TopicPlan } from '../../template/stack-plan.ts'
import { type FilterPolicy, readFilterPolicy } from './filter-policy.ts'

export type Subscription = {
  readonly arn: string
  readonly topicArn: string
  readonly queueArn: string
  /** Whether the queue gets the message itself, without an envelope. */
  readonly raw: boolean
  readonly filterPolicy: FilterPolicy | undefined
}

/** The topics and subscriptions of the stack. They are read from the plan at each start. */
export type TopicList = {
  replaceAll(topics: readonly TopicPlan[], subscriptions: readonly SubscriptionPlan[]): void
  has(arn: string): boolean
  /** Lists the ARNs of the topics, sorted. */
  arns(): readonly string[]
  subscriptions(): readonly Subscription[]
}

export function createTopicList(): TopicList {
  let arns: readonly string[] = []
  let subscriptions: readonly Subscription[] = []
  return {
    replaceAll: (topics, plans) => {
      arns = topics.map(({ arn }) => arn).sort()
      subscriptions = plans.map(subscribe)
    },
    has: (arn) => arns.includes(arn),
    arns: () => arns,
    subscriptions: () => subscriptions,
  }
}

function subscribe({ topicArn, queueArn, raw, filterPolicy }: SubscriptionPlan): Subscription {
  const id = createHash('sha256')
    .update(JSON.stringify([topicArn, queueArn, raw, filterPolicy]))
    .digest('hex')
    .slice(0, 32)
  const policy = filterPolicy === undefined ? undefined : readFilterPolicy(filterPolicy)
  return { arn: `${topicArn}:${id}`, topicArn, queueArn, raw, filterPolicy: policy }
}
