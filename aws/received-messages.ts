import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'

/** Messages of a queue that a Lambda has received. */
export type ReceivedMessages = {
  /** @param seconds from now until the message is received again; replaces the queue's visibility timeout */
  hide(receiptHandle: string, seconds: number): Promise<void>
  /** Removes a message that has been handled from the queue. */
  remove(receiptHandle: string): Promise<void>
}

/** @param queueArn as in the records that Lambda receives, which lack the URL */
export function receivedMessages(sqs: SQSClient, queueArn: string): ReceivedMessages {
  let url: string | undefined
  const named = async (ReceiptHandle: string) => {
    url ??= (await sqs.send(new GetQueueUrlCommand({ QueueName: queueArn.split(':').at(-1) }))).QueueUrl
    return { QueueUrl: url, ReceiptHandle }
  }
  return {
    async hide(receiptHandle, seconds) {
      const message = await named(receiptHandle)
      await sqs.send(new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: seconds }))
    },
    async remove(receiptHandle) {
      await sqs.send(new DeleteMessageCommand(await named(receiptHandle)))
    },
  }
}
