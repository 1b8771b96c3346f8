import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'

/** A queue, and its dead-letter queue: messages that failed again and again. */
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
     * Moves what is there now back to where it failed, to be tried again; answers how many messages. Put back first and
     * removed then: a message may arrive twice, never get lost.
     */
    async redrive(): Promise<number> {
      const wanted = await count()
      let moved = 0
      while (moved < wanted) {
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
