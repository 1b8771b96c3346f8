import { randomUUID } from 'node:crypto'
import { AwsError } from '../../endpoint/aws-service.ts'
import { attributesSize, type MessageAttributes } from '../message-attributes.ts'
import { putMessage } from '../put-message.ts'
import type { Sqs } from '../sqs/sqs.ts'
import { matchesPolicy } from './filter-policy.ts'
import type { Subscription, TopicList } from './topic-list.ts'

/** The state of the embedded SNS. */
export type Sns = { readonly sqs: Sqs; readonly topics: TopicList; readonly region: string }

export type Notification = {
  readonly topicArn: string
  readonly message: string
  readonly subject?: string | undefined
  readonly attributes?: MessageAttributes
}

/** Bytes. */
const longestMessage = 262_144

/** Stores a message in all subscribed queues or in none. Returns its id. @throws {AwsError} NotFound, InvalidParameter */
export function publish({ sqs, topics, region }: Sns, notification: Notification): string {
  const { topicArn, message, attributes = {} } = notification
  if (!topics.has(topicArn)) throw new AwsError('NotFound', 404, 'Topic does not exist')
  if (message === '') throw new AwsError('InvalidParameter', 400, 'Invalid parameter: Empty message')
  if (Buffer.byteLength(message) + attributesSize(attributes) > longestMessage) {
    throw new AwsError('InvalidParameter', 400, 'Invalid parameter: Message too long')
  }
  checkSubject(notification.subject)
  const messageId = randomUUID()
  const subscriptions = topics.subscriptions().filter((each) => each.topicArn === topicArn)
  const receivers = subscriptions.filter(({ filterPolicy }) => !filterPolicy || matchesPolicy(filterPolicy, attributes))
  sqs.database.transaction(() => {
    for (const subscription of receivers) {
      const queue = sqs.queues.findByArn(subscription.queueArn)
      const envelope = () => composeEnvelope(subscription, notification, { messageId, region, time: sqs.now() })
      const draft = subscription.raw ? { body: message, attributes } : { body: envelope() }
      if (queue) putMessage(sqs, queue, draft)
    }
  })
  return messageId
}

function checkSubject(subject: string | undefined): void {
  if (subject === undefined || (subject.length <= 100 && !/\p{Cc}/u.test(subject))) return
  throw new AwsError('InvalidParameter', 400, 'Invalid parameter: Subject')
}

type Publication = { readonly messageId: string; readonly region: string; readonly time: Date }

/** Wraps a message in JSON: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
function composeEnvelope(subscription: Subscription, notification: Notification, publication: Publication): string {
  const { topicArn, subject, message, attributes = {} } = notification
  const { messageId, region, time } = publication
  const endpoint = `https://sns.${region}.amazonaws.com`
  const values = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    { Type: DataType, Value: StringValue ?? BinaryValue },
  ])
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject && { Subject: subject }),
    Message: message,
    Timestamp: time.toISOString(),
    SignatureVersion: '1',
    Signature: 'LOOPBACK',
    SigningCertURL: `${endpoint}/SimpleNotificationService-00000000000000000000000000000000.pem`,
    UnsubscribeURL: `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    ...(values.length > 0 && { MessageAttributes: Object.fromEntries(values) }),
  })
}
