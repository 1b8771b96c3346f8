import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** Stores messages that no retry can help. @param source a name in `failureSources` */
export function deadLetterQueue(sqs: SQSClient, url: string, source: string) {
  return {
    /** @param error what an operator reads about the message */
    async add(body: string, error: string): Promise<void> {
      const text = (StringValue: string) => ({ DataType: 'String', StringValue })
      const MessageAttributes = { SOURCE: text(source), ERROR_MESSAGE: text(error) }
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageAttributes }))
    },
  }
}
