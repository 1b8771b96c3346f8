import { ChangeMessageVisibilityCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** Hides received messages of a queue, so that they are received again after a time. */
export type MessageVisibility = {
  /** @param seconds from now; replaces the queue's visibility timeout */
  hide(receiptHandle: string, seconds: number): Promise<void>
}

/** @param queueArn as in the records that Lambda receives, which lack the URL */
export function messageVisibility(sqs: SQSClient, queueArn: string): MessageVisibility {
  let url: string | undefined
  return {
    async hide(receiptHandle, seconds) {
      url ??= (await sqs.send(new GetQueueUrlCommand({ QueueName: queueArn.split(':').at(-1) }))).QueueUrl
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      )
    },
  }
}
