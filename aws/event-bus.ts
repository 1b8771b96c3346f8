import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { commandSource } from '../core/event-sources.ts'

/** Number of events that one request may contain. */
const eventsPerRequest = 10

/** An event of the stack's bus: what happened, and the details as JSON. */
export type BusEvent = { readonly source: string; readonly type: string; readonly detail: unknown }

/** Commands for one Lambda, which a rule of the bus invokes with each of them. */
export type CommandBus<Message> = {
  add(message: Message): Promise<void>
  /** Adds all messages, ten at a time. After an error, some of them may have been added; add all of them again. */
  addAll(messages: readonly Message[]): Promise<void>
}

export function commandBus<Message>(client: EventBridgeClient, bus: string, lambda: string): CommandBus<Message> {
  const addAll = (messages: readonly Message[]) =>
    putEvents(
      client,
      bus,
      messages.map((detail) => ({ source: commandSource, type: lambda, detail })),
    )
  return { addAll, add: (message) => addAll([message]) }
}

/**
 * Puts events on a bus, ten at a time.
 * @throws {Error} if the bus refused an event. Some events may have been put; put all of them again.
 */
export async function putEvents(client: EventBridgeClient, bus: string, events: readonly BusEvent[]): Promise<void> {
  for (let start = 0; start < events.length; start += eventsPerRequest) {
    const batch = events.slice(start, start + eventsPerRequest)
    const { FailedEntryCount = 0, Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: batch.map(({ source, type, detail }) => ({
          EventBusName: bus,
          Source: source,
          DetailType: type,
          Detail: JSON.stringify(detail),
        })),
      }),
    )
    if (FailedEntryCount > 0) {
      const code = Entries.find(({ ErrorCode }) => ErrorCode)?.ErrorCode
      throw new Error(`EventBridge refused ${FailedEntryCount} events: ${code}`)
    }
  }
}
