import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { type Connection, createSqs } from '../clients.ts'
import { mailTag } from './ses-transport.ts'

export type EventQueueOptions = {
  readonly connection: Connection
  readonly queueUrl: string
  /** Takes an event about a mail of the local SES. Returns whether it knows the mail. */
  readonly publish: (messageId: string, event: unknown) => boolean
  readonly log: (line: string) => void
}

/** Milliseconds after an error. */
const pause = 30_000

/** Takes the events of the real SES out of a queue, until the returned function is called. */
export function followEvents({ connection, queueUrl, publish, log }: EventQueueOptions): () => Promise<void> {
  const sqs = createSqs(connection)
  const stop = new AbortController()
  const receive = async () => {
    const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 })
    const { Messages = [] } = await sqs.send(command, { abortSignal: stop.signal })
    for (const { Body = '', ReceiptHandle } of Messages) {
      const { messageId, event } = readEvent(Body)
      if (messageId === undefined || !publish(messageId, event))
        log('An event of SES belongs to no mail of this stack.')
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }))
    }
  }
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        await receive()
      } catch (error) {
        if (stop.signal.aborted) return
        log(
          `The events of SES cannot be read: ${error instanceof Error ? error.name : error}. Bounces are recorded late.`,
        )
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pause)
          stop.signal.addEventListener('abort', () => {
            clearTimeout(timer)
            resolve()
          })
        })
      }
    }
  }
  const ended = run()
  return async () => {
    stop.abort()
    await ended
    sqs.destroy()
  }
}

type Event = { readonly mail?: { readonly tags?: Readonly<Record<string, readonly string[]>> } }

/** Reads an event, raw or in the envelope of SNS. */
export function readEvent(body: string): { readonly messageId: string | undefined; readonly event: unknown } {
  try {
    const outer = JSON.parse(body) as { readonly Message?: string } & Event // checked below
    const event = typeof outer.Message === 'string' ? (JSON.parse(outer.Message) as Event) : outer // by its tag
    return { messageId: event.mail?.tags?.[mailTag]?.[0], event }
  } catch {
    return { messageId: undefined, event: undefined }
  }
}
