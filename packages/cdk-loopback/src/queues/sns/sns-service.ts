import { AwsError, type AwsService } from '../../endpoint/aws-service.ts'
import { element, errorResponse, readQuery, successResponse } from '../../endpoint/query-protocol.ts'
import { plantForm } from '../form-tree.ts'
import { type MessageAttributes, messageAttributes } from '../message-attributes.ts'
import { publish, type Sns } from './publish.ts'
import { describeSnsCall } from './sns-call.ts'

/** One action of the SNS query API. Returns the XML elements of the result. */
type Operation = (sns: Sns, query: URLSearchParams) => readonly string[]

/** Topics and subscriptions come from the stack's template only. */
const operations: Readonly<Record<string, Operation>> = {
  Publish: (sns, query) => [element('MessageId', publish(sns, readNotification(query)))],
  ListTopics: ({ topics }) => [
    element(
      'Topics',
      topics.arns().map((arn) => element('member', [element('TopicArn', arn)])),
    ),
  ],
  ListSubscriptions: ({ topics }) => [
    element(
      'Subscriptions',
      topics.subscriptions().map(({ arn, topicArn, queueArn }) => {
        const owner = element('Owner', topicArn.split(':')[4] ?? '')
        const target = [element('Protocol', 'sqs'), element('Endpoint', queueArn)]
        return element('member', [element('TopicArn', topicArn), ...target, element('SubscriptionArn', arn), owner])
      }),
    ),
  ],
}

/** Serves SNS. `arnPrefix`: `arn:aws:sns:<region>:<account>:` */
export function createSnsService(sns: Sns, arnPrefix: string): AwsService {
  return {
    describe: (request) => describeSnsCall(request, arnPrefix),
    handle: async (request) => {
      const query = await readQuery(request)
      const name = query.get('Action') ?? ''
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
      if (!operation) throw new AwsError('InvalidAction', 400, `The action ${name} is not valid for this endpoint.`)
      return successResponse('sns', name, operation(sns, query))
    },
    error: (_request, error) => errorResponse('sns', error),
    close: async () => {},
  }
}

const supported = /^(Action|Version|TopicArn|TargetArn|Message|Subject|MessageAttributes\..+)$/

/** @throws {AwsError} for a parameter that would be ignored */
function readNotification(query: URLSearchParams) {
  const ignored = [...query.keys()].find((name) => !supported.test(name))
  if (ignored !== undefined) throw invalidParameter(`${ignored} is not supported by the embedded SNS`)
  return {
    topicArn: query.get('TopicArn') ?? query.get('TargetArn') ?? '',
    message: query.get('Message') ?? '',
    subject: query.get('Subject') ?? undefined,
    attributes: readAttributes(query),
  }
}

/** Reads `MessageAttributes.entry.1.Name`, `MessageAttributes.entry.1.Value.DataType` and so on. */
function readAttributes(query: URLSearchParams): MessageAttributes {
  const { MessageAttributes: list = {} } = plantForm(query)
  const entries = typeof list === 'object' && typeof list.entry === 'object' ? Object.values(list.entry) : []
  const pairs = entries.map((entry) => (typeof entry === 'object' ? [entry.Name, entry.Value] : []))
  const attributes = messageAttributes.safeParse(Object.fromEntries(pairs))
  if (!attributes.success) throw invalidParameter(`MessageAttributes: ${attributes.error.issues[0]?.message}`)
  return attributes.data
}

function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameter', 400, `Invalid parameter: ${message}`)
}
