/** The events of a service. Each is stored in one transaction with the change that it reports, until acknowledged. */
export type Outbox<Event extends { readonly id: number }> = {
  /** Lists events, oldest first. */
  pendingEvents(limit: number): readonly Event[]
  acknowledgeEvent(id: number): void
  onEvents(listener: () => void): void
}

export type Dispatcher = { close(): Promise<void> }

/** Events read at a time. */
const batch = 20
/** Milliseconds before a failed delivery is retried. */
const retryAfter = 1_000

/**
 * Delivers a service's events in order, including those left by the last run, and acknowledges each after its delivery.
 * After a crash in between, the event is delivered again, which `forwardEvent` recognizes.
 */
export function dispatch<Event extends { readonly id: number }>(
  outbox: Outbox<Event>,
  deliver: (event: Event) => Promise<void> | void,
  log: (line: string) => void,
): Dispatcher {
  let running: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const next = () => (closed ? [] : outbox.pendingEvents(batch))
  const run = () => {
    if (closed) return
    running ??= drain().finally(() => {
      running = undefined
      if (retry === undefined && outbox.pendingEvents(1).length > 0) run()
    })
  }
  const drain = async () => {
    try {
      for (let events = next(); events.length > 0; events = next()) {
        for (const event of events) {
          if (closed) return
          await deliver(event)
          outbox.acknowledgeEvent(event.id)
        }
      }
    } catch (error) {
      log(`An event could not be delivered and will be tried again: ${error}`)
      retry ??= setTimeout(() => {
        retry = undefined
        run()
      }, retryAfter)
    }
  }
  outbox.onEvents(run)
  run()
  return {
    close: async () => {
      closed = true
      clearTimeout(retry)
      await running
    },
  }
}
