import { Duration } from 'aws-cdk-lib'
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { plan } from '../synthesize.ts'

test('a queue has the attributes of CreateQueue, with its dead-letter queue by ARN', () => {
  const { queues } = plan((stack) => {
    new Queue(stack, 'Jobs', {
      queueName: 'jobs',
      visibilityTimeout: Duration.minutes(3),
      deliveryDelay: Duration.seconds(5),
      retentionPeriod: Duration.days(14),
      receiveMessageWaitTime: Duration.seconds(20),
      enforceSSL: true,
      deadLetterQueue: { queue: new Queue(stack, 'Failures', { queueName: 'failures' }), maxReceiveCount: 5 },
    })
  })
  expect(queues.find(({ name }) => name === 'jobs')).toEqual({
    logicalId: expect.stringMatching(/^Jobs/),
    name: 'jobs',
    arn: 'arn:aws:sqs:us-east-1:000000000000:jobs',
    url: 'http://127.0.0.1:4566/000000000000/jobs',
    attributes: {
      VisibilityTimeout: '180',
      DelaySeconds: '5',
      MessageRetentionPeriod: '1209600',
      ReceiveMessageWaitTimeSeconds: '20',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:failures","maxReceiveCount":5}',
    },
  })
})

test('a FIFO queue without a name gets a name that ends in .fifo', () => {
  const { queues } = plan((stack) => new Queue(stack, 'Ordered', { fifo: true, contentBasedDeduplication: true }))
  expect(queues[0]?.name).toMatch(/^Demo-Ordered\w+\.fifo$/)
  expect(queues[0]?.attributes).toEqual({ FifoQueue: 'true', ContentBasedDeduplication: 'true' })
})

test('a topic feeds queues, raw or filtered as the template defines', () => {
  const { topics, subscriptions, queues } = plan((stack) => {
    const filterPolicy = { kind: SubscriptionFilter.stringFilter({ allowlist: ['bounce'] }) }
    const topic = new Topic(stack, 'Events', { topicName: 'events' })
    topic.addSubscription(new SqsSubscription(new Queue(stack, 'Raw'), { rawMessageDelivery: true, filterPolicy }))
    topic.addSubscription(new SqsSubscription(new Queue(stack, 'Wrapped')))
  })
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:events'
  expect(topics).toEqual([{ logicalId: expect.stringMatching(/^Events/), name: 'events', arn: topicArn }])
  expect(subscriptions).toEqual([
    { topicArn, queueArn: queues[0]?.arn, raw: true, filterPolicy: '{"kind":["bounce"]}' },
    { topicArn, queueArn: queues[1]?.arn, raw: false, filterPolicy: undefined },
  ])
})
