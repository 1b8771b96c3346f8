import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'

/** A queue and its dead-letter queue, which holds the messages that failed repeatedly. */
export type FailureQueues = { readonly queueUrl: string; readonly failuresUrl: string }

export function failureStore(sqs: SQSClient, { queueUrl, failuresUrl }: FailureQueues) {
  async function count(): Promise<number> {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: failuresUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    )
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0)
  }

  return {
    count,

    /**
     * Moves the messages that are in the dead-letter queue now back to the queue. Returns how many. Each is sent before it
     * is deleted, so a message may arrive twice but is never lost.
     */
    async redrive(): Promise<number> {
      const total = await count()
      let moved = 0
      while (moved < total) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: failuresUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
        )
        if (Messages.length === 0) break
        for (const { Body = '', ReceiptHandle } of Messages) {
          await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: Body }))
          await sqs.send(new DeleteMessageCommand({ QueueUrl: failuresUrl, ReceiptHandle }))
          moved += 1
        }
      }
      return moved
    },
  }
}
