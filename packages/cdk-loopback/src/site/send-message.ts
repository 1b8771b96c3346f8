import type { Interceptor } from '../endpoint/aws-endpoint.ts'
import { AwsError } from '../endpoint/aws-service.ts'
import type { QueueService } from '../queues/queue-service.ts'
import type { SendMessage } from './http-message.ts'

/**
 * Sends the messages of an HTTP API. They pass the injected faults, as requests to the endpoint do.
 * @param explain explains an error of the queues' storage, as at the endpoint
 */
export function createSendMessage(
  { accept }: Pick<QueueService, 'accept'>,
  interceptor: Interceptor,
  explain: (error: unknown, service: 'sqs') => AwsError | undefined,
): SendMessage {
  return async (queueArn, parameters) => {
    let result: object = {}
    const resource = queueArn.slice(queueArn.lastIndexOf(':') + 1)
    const call = { operation: 'SendMessage', resource, permissions: [] }
    const send = async () => {
      result = accept(queueArn, parameters)
      return { status: 200, headers: {} }
    }
    try {
      const { status } = await interceptor({ service: 'sqs', call, caller: undefined }, send)
      if (status === 200) return result
    } catch (error) {
      throw explain(error, 'sqs') ?? error
    }
    throw new AwsError('InternalFailure', 500, 'The response was lost.') // by a fault
  }
}
